/** Who answers like a machine, and who is only quick. */
import { describe, expect, it } from 'vitest'
import { createMachines, partnerOf } from '../../../adapters/wechat/machines.ts'

/** How many of its messages are answered, and at once, when each is answered with `reply`. */
function turnsOf(says: (turn: number) => string, reply: (turn: number) => string, gapMs = 100) {
  const machines = createMachines()
  let now = 1_000_000
  let turns = 0
  for (let turn = 0; turn < 20; turn++) {
    if (!machines.allows('c', { id: `m${turn}`, text: says(turn) }, now)) continue
    turns += 1
    machines.answered('c', reply(turn), now)
    now += gapMs
  }
  return turns
}

describe('at most three turns', () => {
  it.each<[string, (turn: number) => string, (turn: number) => string]>([
    ['says the same', () => '您好，请稍候', () => '抱歉，我没有看懂。'],
    ['says the same short word', () => '您好', () => '抱歉，我没有看懂。'],
    ['says the same, however we answer', () => '您好，请稍候', (turn) => `答 ${turn}`],
    ['says back what it heard', () => '抱歉，我没有看懂。', () => '抱歉，我没有看懂。请从下面选'],
    ['says that it is one', (turn) => `[自动回复] 我不在 ${turn}`, (turn) => `答 ${turn}`],
  ])('are had with what %s', (_what, says, reply) => {
    expect(turnsOf(says, reply)).toBeLessThanOrEqual(3)
  })

  it('and few more with what chatters while we repeat ourselves', () => {
    const turns = turnsOf(
      (turn) => `今天是个好日子，这是第 ${turn} 次问候您，祝您愉快`,
      () => '抱歉，我没有看懂。',
    )
    expect(turns).toBeLessThanOrEqual(6)
  })
})

describe('a person', () => {
  it('may be quick', () => {
    const steps = ['查票', '42990126', '0000000001', '55e8a5', '完整票据', '帮助', '2', '取消']
    const turns = turnsOf(
      (turn) => steps[turn % steps.length] ?? '',
      (turn) => `答复 ${turn}`,
    )
    expect(turns).toBe(20)
  })

  it.each(['下一页', '6', '收到'])('may go on and on with “%s”', (step) => {
    const turns = turnsOf(
      (turn) => (turn === 0 ? '我的票据' : step),
      (turn) => `第 ${turn} 页`,
    )
    expect(turns).toBe(20)
  })

  it('may ask the same again after a while', () => {
    const minute = 60_000
    expect(
      turnsOf(
        () => '帮助',
        () => '您好',
        minute,
      ),
    ).toBe(20)
  })

  it('is answered again as soon as it says something else', () => {
    const machines = createMachines()
    for (let turn = 0; turn < 6; turn++) {
      machines.allows('c', { id: `m${turn}`, text: '您好' }, turn)
      machines.answered('c', '您好', turn)
    }
    expect(machines.allows('c', { id: 'x', text: '您好' }, 10)).toBe(false)
    expect(machines.allows('c', { id: 'y', text: '查票' }, 10)).toBe(true)
    expect(machines.allows('other', { id: 'z', text: '您好' }, 10)).toBe(true)
  })

  it('whose message is delivered many times is judged once', () => {
    const machines = createMachines()
    machines.answered('c', '您好', 0)
    for (let time = 0; time < 9; time++) {
      expect(machines.allows('c', { id: 'same', text: '帮助' }, 1)).toBe(true)
    }
  })
})

describe('in a group', () => {
  const group = { channel: 'wechat', conversation: 'unit@chatroom', group: true }

  it('everybody may say the same at the same time, and one machine among them is still one', () => {
    const machines = createMachines()
    const says = (user: string, turn: number) => {
      const message = { id: `${user}${turn}`, text: '@鄂票通 怎么报销' }
      const allowed = machines.allows(partnerOf(group, user), message, turn)
      if (allowed) machines.answered(partnerOf(group, user), '先打印，再报销。', turn)
      return allowed
    }
    for (let member = 1; member <= 10; member++) expect(says(`wxid-${member}`, 0)).toBe(true)
    expect([1, 2, 3].map((turn) => says('wxid-1', turn))).toEqual([true, true, false])
    expect(says('wxid-11', 4)).toBe(true)
  })

  it('what is for everybody is nobody’s turn', () => {
    expect(partnerOf(group, undefined)).not.toBe(partnerOf(group, 'wxid-1'))
    expect(partnerOf({ ...group, group: false }, 'wxid-1')).toBe('unit@chatroom')
  })
})
