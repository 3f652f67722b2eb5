/** What becomes of an approved request when the platform is slow, away, or loses its answer. */
import { describe, expect, it } from 'vitest'
import { PlatformError } from '../../core/errors.ts'
import type { ReceiptPlatform, ReversalState } from '../../core/ports.ts'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import type { Office } from '../support/office.ts'
import {
  answering,
  asksFor,
  clinicReceipt,
  noticesTo,
  noticeTo,
  picks,
  requestOf,
  type StaffOptions,
  withStaff,
} from '../support/voids.ts'

const lost = () => Promise.reject(new PlatformError('timeout', 'no answer in time'))
const says = (state: ReversalState) => () => Promise.resolve(state)
const KEY = { code: '42990126', number: '0000007001' }
const red = { code: '42990126', number: '9000000777', check: 'r3dchk', issuedOn: '2026-11-23' }

/** From the answers of the asking after the call; before it nothing is known. */
function afterCall(states: readonly (() => Promise<ReversalState>)[]) {
  let at = -1
  return () => {
    at += 1
    if (at === 0) return Promise.resolve<ReversalState>({ kind: 'none' })
    return (states[Math.min(at - 1, states.length - 1)] ?? says({ kind: 'none' }))()
  }
}

async function approved(
  answers: (office: Office) => Partial<ReceiptPlatform>,
  options: StaffOptions = {},
) {
  const staff = await withStaff({ restarts: true, ...options })
  const { office, hand, head } = staff
  const id = await asksFor(hand, 1)
  const calls = answering(office, answers(office))
  await head.says(`同意 ${id}`)
  return { ...staff, id, calls }
}

describe.each(['telegram', 'console'])('an answer of the platform on %s', (channel) => {
  it('that was lost is found out by asking, however often that fails; the call is never made again', async () => {
    const { office, id, calls, hand } = await approved(
      (office) => {
        const { current } = office.platform
        return {
          requestReversal: async (...args) => {
            await current.requestReversal(...args)
            return lost()
          },
          reversalStatus: afterCall([lost, lost, lost, () => current.reversalStatus(KEY)]),
        }
      },
      { channel },
    )
    expect((await requestOf(office, id)).state).toBe('submitted')
    await office.passes(HOUR)
    expect(calls.count).toBe(1)
    expect((await requestOf(office, id)).state).toBe('done')
    expect(noticeTo(office, hand).text).toContain('已冲红')
  })

  it('accepted is not done: it stays submitted, is asked for ever more rarely, and then is done', async () => {
    const pending = says({ kind: 'pending' })
    const { office, id, calls } = await approved(
      () => ({
        requestReversal: says({ kind: 'pending' }) as never,
        reversalStatus: afterCall([
          ...Array<typeof pending>(9).fill(pending),
          says({ kind: 'done', red }),
        ]),
      }),
      { channel },
    )
    await office.passes(10 * MINUTE)
    expect(await requestOf(office, id)).toMatchObject({ state: 'submitted' })
    expect(calls.asked).toBeLessThan(8)
    await office.passes(4 * HOUR)
    expect(await requestOf(office, id)).toMatchObject({ state: 'done', red })
    expect(calls.count).toBe(1)
  })

  it('refused ends it, in the words of the platform', async () => {
    const { office, id, hand, head } = await approved(
      () => ({
        requestReversal: says({ kind: 'refused', reason: '票据已结算' }) as never,
      }),
      { channel },
    )
    expect((await requestOf(office, id)).state).toBe('refused')
    for (const chat of [hand, head]) expect(noticeTo(office, chat).text).toContain('票据已结算')
    expect(noticeTo(office, hand).choices.map(({ label }) => label)).toContain('重新申请')
  })

  it('nothing known: an officer is told what to look at, and only their word submits again', async () => {
    let away = true
    const { office, id, calls, hand, boss } = await approved(
      ({ platform: { current } }) => ({
        requestReversal: (...asked) => (away ? lost() : current.requestReversal(...asked)),
      }),
      { channel },
    )
    await office.passes(10 * MINUTE)
    expect(await requestOf(office, id)).toMatchObject({ state: 'failed', note: 'none' })
    expect(calls.count).toBe(1)
    expect(noticeTo(office, hand).text).toContain('已请监管员核实')
    const card = noticeTo(office, boss)
    expect(card.text).toMatch(/请登录平台核对[^]*平台上没有查到冲红记录/)
    await office.passes(3 * DAY)
    expect(calls.count).toBe(1)
    expect((await boss.says('待我审批')).text).toContain('共 1 份')
    await boss.says('1')
    away = false
    expect((await hand.says(`同意 ${id}`)).text).toContain('这一步办不了')
    expect((await picks(boss, '重新提交')).text).toContain('确认没有冲红后重新提交')
    await office.settle()
    expect(calls.count).toBe(2)
    expect((await requestOf(office, id)).state).toBe('done')
    expect(noticeTo(office, hand).text).not.toContain('没有查到冲红记录')
  })

  it('that comes after an officer was told is taken, and nothing is submitted again', async () => {
    let known: ReversalState = { kind: 'none' }
    const { office, id, calls, boss } = await approved(
      () => ({
        requestReversal: lost,
        reversalStatus: () => Promise.resolve(known),
      }),
      { channel },
    )
    await office.passes(10 * MINUTE)
    const card = noticeTo(office, boss)
    known = { kind: 'done', red }
    expect((await picks(boss, '重新提交', card)).text).toContain('再次向平台核对')
    await office.settle()
    expect(await requestOf(office, id)).toMatchObject({ state: 'done', red })
    expect(calls.count).toBe(1)
  })

  it('still unknown after a day is for an officer, who may give it up', async () => {
    let lostStatus = false
    const { office, id, calls, hand, head, boss } = await approved(
      () => ({
        requestReversal: () => {
          lostStatus = true
          return lost()
        },
        reversalStatus: () => (lostStatus ? lost() : Promise.resolve({ kind: 'none' })),
      }),
      { channel },
    )
    await office.passes(23 * HOUR)
    expect((await requestOf(office, id)).state).toBe('submitted')
    await office.passes(2 * HOUR)
    expect(await requestOf(office, id)).toMatchObject({ state: 'failed', note: 'unknown' })
    await picks(boss, '不再办理', noticeTo(office, boss))
    expect((await requestOf(office, id)).state).toBe('withdrawn')
    for (const chat of [hand, head]) expect(noticeTo(office, chat).text).toContain('决定不再办理')
    expect(calls.count).toBe(1)
  })

  it('away before the call: nothing goes out until it is back, and the clerk may still withdraw', async () => {
    const { office, id, calls, hand, head } = await approved(() => ({ reversalStatus: lost }), {
      channel,
    })
    await office.passes(HOUR)
    expect(calls.count).toBe(0)
    expect((await requestOf(office, id)).state).toBe('approved')
    await hand.says(`撤回 ${id}`)
    expect((await requestOf(office, id)).state).toBe('withdrawn')
    expect(noticeTo(office, head).text).toContain(`${id} 已由申请人撤回`)
  })

  it('away when an officer submits again: a call went out before, and the clerk withdraws no more', async () => {
    let known = says({ kind: 'none' })
    const { office, id, calls, hand, head, boss } = await approved(
      () => ({ requestReversal: lost, reversalStatus: () => known() }),
      { channel },
    )
    await office.passes(10 * MINUTE)
    known = lost
    await picks(boss, '重新提交', noticeTo(office, boss))
    expect((await requestOf(office, id)).state).toBe('approved')
    const shown = await hand.says(id)
    expect(shown.choices.map(({ label }) => label)).not.toContain('撤回')
    const { text } = await hand.says(`撤回 ${id}`)
    expect(text).toContain(`${id} 已经向平台提交过一次，结果还没有查清，不能撤回`)
    expect((await head.says(`撤回 ${id}`)).text).toContain('这一步办不了')
    known = says({ kind: 'done', red })
    await office.passes(HOUR)
    expect(await requestOf(office, id)).toMatchObject({ state: 'done', red })
    expect(calls.count).toBe(1)
  })

  it('away for long: who asked and an officer are told once, and it is submitted once when it is back', async () => {
    let away = true
    const { office, id, calls, hand, boss } = await approved(
      () => ({ reversalStatus: () => (away ? lost() : Promise.resolve({ kind: 'none' })) }),
      { channel },
    )
    const told = (chat: typeof hand) =>
      noticesTo(office, chat).filter(({ text }) => text.includes('平台') && text.includes('连不上'))
    await office.passes(20 * MINUTE)
    expect([told(hand).length, told(boss).length]).toEqual([0, 0])
    await office.passes(3 * HOUR)
    expect([told(hand).length, told(boss).length]).toEqual([1, 1])
    expect(told(boss)[0]?.text).toContain(id)
    expect(calls.count).toBe(0)
    away = false
    await office.passes(2 * HOUR)
    expect(calls.count).toBe(1)
  })

  it.each([
    ['booked', { booked: { unit: '示范所', date: '2026-11-23', amountFen: 1 } }, '登记入账'],
    ['exchanged for paper', { paper: { code: '42999926', number: '0000000088' } }, '纸质票据'],
  ])(
    'for a receipt %s since it was asked for: nothing is submitted',
    async (_what, flags, said) => {
      const { office, id, calls, hand } = await approved(
        () => ({ findOfUnit: () => Promise.resolve([clinicReceipt(1, { flags })]) }),
        { channel },
      )
      expect(calls.count).toBe(0)
      expect((await requestOf(office, id)).state).toBe('refused')
      expect(noticeTo(office, hand).text).toMatch(new RegExp(`${id} 没有冲红：[^]*${said}`))
    },
  )

  it('away when the receipt is looked at before the call: nothing goes out until it is back', async () => {
    let away = true
    const { office, id, calls } = await approved(
      ({ platform: { current } }) => ({
        findOfUnit: (...asked) => (away ? lost() : current.findOfUnit(...asked)),
      }),
      { channel },
    )
    await office.passes(MINUTE)
    expect([calls.count, (await requestOf(office, id)).state]).toEqual([0, 'approved'])
    away = false
    await office.passes(HOUR)
    expect((await requestOf(office, id)).state).toBe('done')
  })

  it('that fails in a way nobody foresaw is asked for ever more rarely, and is done when that is over', async () => {
    let broken = true
    const { office, id, calls } = await approved(
      ({ platform: { current } }) => ({
        reversalStatus: (receipt) =>
          broken ? Promise.reject(new TypeError('unforeseen')) : current.reversalStatus(receipt),
      }),
      { channel },
    )
    await office.passes(HOUR)
    expect((await requestOf(office, id))?.state).toBe('approved')
    expect(calls.asked).toBeLessThan(15)
    broken = false
    await office.passes(2 * HOUR)
    expect((await requestOf(office, id))?.state).toBe('done')
    expect(calls.count).toBe(1)
  })

  it('reversed by somebody else meanwhile: nothing is submitted', async () => {
    const { office, id, calls, hand } = await approved(
      () => ({
        reversalStatus: says({ kind: 'done', red }),
      }),
      { channel },
    )
    expect(calls.count).toBe(0)
    expect(await requestOf(office, id)).toMatchObject({ state: 'refused', note: 'already' })
    expect(noticeTo(office, hand).text).toContain('这张票据已经冲红')
  })
})

describe.each(['telegram', 'console'])('asking on %s while the platform is away', (channel) => {
  it('says so, and goes on when it is back', async () => {
    const { office, hand } = await withStaff({ channel, restarts: true })
    await hand.says('冲红申请')
    const { current } = office.platform
    office.platform.current = { ...current, findOfUnit: lost }
    expect((await hand.says('42990126 0000007001')).text).toContain('暂时查不了')
    office.platform.current = current
    expect((await hand.says('42990126 0000007001')).text).toContain('请选择冲红原因')
  })
})

describe.each(['telegram', 'console'])('notices on %s', (channel) => {
  it('go to the operators where nobody is bound who could decide', async () => {
    const operators = [{ channel, conversation: 'ops', group: false }]
    const { office, id, chat } = await approved(
      () => ({ requestReversal: lost, reversalStatus: says({ kind: 'none' }) }),
      { channel, operators, without: ['boss', 'above'] },
    )
    await office.passes(10 * MINUTE)
    const ops = noticesTo(office, chat('ops'))
    expect(ops.map(({ text }) => text).join()).toContain(`冲红申请 ${id} 在平台上的结果不明`)
  })

  it('tell clerk and approver once each that it is done', async () => {
    const { office, hand, head } = await approved(() => ({}), { channel })
    await office.passes(DAY)
    for (const chat of [hand, head]) {
      const done = noticesTo(office, chat).filter(({ text }) => text.startsWith('已冲红'))
      expect(done).toHaveLength(1)
    }
  })
})
