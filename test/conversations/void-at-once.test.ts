/** Two people at the same moment: whoever is first has their way, the other hears how it stands, and starting again changes nothing. */
import { describe, expect, it } from 'vitest'
import { PlatformError } from '../../core/errors.ts'
import { MINUTE } from '../support/clock.ts'
import { boundAs, CLINIC, codeIn } from '../support/people.ts'
import {
  answering,
  asksFor,
  keyOf,
  noticesTo,
  noticeTo,
  picks,
  requestOf,
  type Staff,
  type StaffOptions,
  withStaff,
} from '../support/voids.ts'

const lost = () => Promise.reject(new PlatformError('timeout', 'no answer in time'))
const NOT_NOW = /现在是“.+”，这一步办不了/
/** Who says it, what, and what they hear when they have their way. */
type Saying = readonly [
  who: 'hand' | 'head' | 'second' | 'boss' | 'above',
  words: string,
  hears: string,
]

describe.each(['telegram', 'console'])('two people at once on %s', (channel) => {
  const staff = (options: StaffOptions = {}) => withStaff({ channel, restarts: true, ...options })

  /** Both speak; resolves to the words of those who have their way. */
  const atOnce = async (people: Staff, id: string, ...pair: Saying[]) => {
    const said = pair.map(([who, words]) => people[who].says(words.replace('ID', id)))
    const answers = await Promise.all(said)
    const first = pair.filter(([, , hears], at) => answers[at]?.text.includes(hears))
    const others = answers.filter(({ text }) => NOT_NOW.test(text))
    return { first: first.map(([, words]) => words), others: others.length }
  }

  const agree = '即将提交平台'
  const atRequested: readonly (readonly [string, Saying, Saying])[] = [
    ['two approvers agree', ['head', '同意 ID', agree], ['second', '同意 ID', agree]],
    [
      'one agrees, one gives back',
      ['head', '同意 ID', agree],
      ['second', '退回 ID 金额不对', '已告诉申请人'],
    ],
    [
      'two give back',
      ['head', '退回 ID 重复', '已告诉申请人'],
      ['second', '退回 ID 金额不对', '已告诉申请人'],
    ],
    [
      'the clerk withdraws, an approver gives back',
      ['hand', '撤回 ID', '已撤回 VR'],
      ['head', '退回 ID 重复', '已告诉申请人'],
    ],
  ]
  it.each(atRequested)(
    '%s: one has their way, the call goes out once or never',
    async (_what, ...pair) => {
      const people = await staff()
      const { office } = people
      const id = await asksFor(people.hand, 1, '加急提交（交款人在窗口）')
      const calls = answering(office)
      const { first, others } = await atOnce(people, id, ...pair)
      expect([first.length, others]).toEqual([1, 1])
      await office.passes(MINUTE)
      const { state } = await requestOf(office, id)
      const agreed = first[0]?.startsWith('同意') === true
      expect(calls.count).toBe(agreed ? 1 : 0)
      expect(state === 'done').toBe(agreed)
      const ends = noticesTo(office, people.hand).filter(({ text }) => /^已冲红|被退回/.test(text))
      expect(ends).toHaveLength(state === 'withdrawn' ? 0 : 1)
    },
  )

  it('the clerk withdraws, an approver agrees: it is withdrawn, or carried out once, and both hear which', async () => {
    const people = await staff()
    const { office, hand, head } = people
    const id = await asksFor(hand, 1)
    const calls = answering(office)
    const pair: Saying[] = [
      ['hand', '撤回 ID', '已撤回 VR'],
      ['head', '同意 ID', agree],
    ]
    const { first } = await atOnce(people, id, ...pair)
    await office.passes(MINUTE)
    const done = calls.count === 1
    expect((await requestOf(office, id)).state).toBe(done ? 'done' : 'withdrawn')
    expect(first.includes('撤回 ID')).toBe(!done)
    expect(noticeTo(office, head).text).toContain(done ? '已冲红' : '已由申请人撤回')
  })

  it('the clerk makes it urgent, the approver agrees: it is carried out once', async () => {
    const people = await staff()
    const { office, hand } = people
    const id = await asksFor(hand, 1)
    const calls = answering(office)
    const pair: Saying[] = [
      ['hand', '加急 ID', '已加急'],
      ['head', '同意 ID', agree],
    ]
    expect((await atOnce(people, id, ...pair)).first).toContain('同意 ID')
    await office.passes(MINUTE)
    expect([calls.count, (await requestOf(office, id)).state]).toEqual([1, 'done'])
  })

  it('one approver on two networks: agreed once', async () => {
    const { office, chat, hand, head } = await staff()
    const home = chat('head-at-home', 'web')
    await home.says(`绑定 ${codeIn((await head.says('绑定')).text)}`)
    const id = await asksFor(hand, 1)
    const calls = answering(office)
    const answers = await Promise.all([head, home].map((one) => one.says(`同意 ${id}`)))
    expect(answers.filter(({ text }) => text.includes(agree))).toHaveLength(1)
    expect(answers.filter(({ text }) => NOT_NOW.test(text))).toHaveLength(1)
    expect([calls.count, (await requestOf(office, id)).state]).toEqual([1, 'done'])
  })

  const confirmed = '已确认'
  const atApproved: readonly (readonly [string, Saying, Saying])[] = [
    ['two officers confirm', ['boss', '同意 ID', confirmed], ['above', '同意 ID', confirmed]],
    [
      'one officer confirms, one gives back',
      ['boss', '同意 ID', confirmed],
      ['above', '退回 ID 缺退费单', '已告诉申请人'],
    ],
    [
      'two officers give back',
      ['boss', '退回 ID 重复', '已告诉申请人'],
      ['above', '退回 ID 缺退费单', '已告诉申请人'],
    ],
    [
      'the clerk withdraws, an officer gives back',
      ['hand', '撤回 ID', '已撤回 VR'],
      ['boss', '退回 ID 缺退费单', '已告诉申请人'],
    ],
  ]
  it.each(atApproved)(
    'where an officer confirms, %s: one has their way',
    async (_what, ...pair) => {
      const people = await staff({ voidRules: { officerAboveFen: 1 } })
      const { office } = people
      const id = await asksFor(people.hand, 1)
      await people.head.says(`同意 ${id}`)
      const calls = answering(office)
      const { first, others } = await atOnce(people, id, ...pair)
      expect([first.length, others]).toEqual([1, 1])
      await office.passes(MINUTE)
      const agreed = first[0]?.startsWith('同意') === true
      expect(calls.count).toBe(agreed ? 1 : 0)
      expect((await requestOf(office, id)).state === 'done').toBe(agreed)
    },
  )

  it.each([
    ['both submit again', '重新提交', '重新提交'],
    ['one submits again, one gives it up', '重新提交', '不再办理'],
    ['both give it up', '不再办理', '不再办理'],
  ])('of a request whose end nobody knows, two officers decide: %s', async (_what, one, other) => {
    const { office, hand, head, boss, above } = await staff()
    const id = await asksFor(hand, 1)
    let away = true
    const { current } = office.platform
    const calls = answering(office, {
      requestReversal: (...asked) => (away ? lost() : current.requestReversal(...asked)),
    })
    await head.says(`同意 ${id}`)
    await office.passes(10 * MINUTE)
    expect((await requestOf(office, id)).state).toBe('failed')
    away = false
    const card = await above.says(id)
    const answers = await Promise.all([
      picks(boss, one, noticeTo(office, boss)),
      picks(above, other, card),
    ])
    const texts = answers.map(({ text }) => text)
    expect(texts.filter((text) => NOT_NOW.test(text))).toHaveLength(1)
    await office.passes(MINUTE)
    const again = texts.some((text) => text.includes('将再次向平台核对'))
    expect(calls.count).toBe(again ? 2 : 1)
    expect((await requestOf(office, id)).state).toBe(again ? 'done' : 'withdrawn')
  })

  it('two clerks ask for the same receipt: one request', async () => {
    const { office, hand, second } = await staff()
    for (const chat of [hand, second]) {
      await chat.says(`冲红申请 ${keyOf(1)}`)
      await picks(chat, '退费')
      await picks(chat, '下一步')
    }
    const answers = await Promise.all([hand, second].map((chat) => picks(chat, '确认提交')))
    expect(answers.filter(({ text }) => text.includes('已提交，申请编号'))).toHaveLength(1)
    expect(answers.filter(({ text }) => text.includes('已经有一份冲红申请'))).toHaveLength(1)
    expect(await office.store.voids.count({})).toBe(1)
  })

  it('a payer wishes while the clerk asks: the payer hears of the end once', async () => {
    const { office, chat, hand, head } = await staff()
    const payer = chat('payer')
    await payer.says(`退票 ${keyOf(1)} v00001`)
    await hand.says(`冲红申请 ${keyOf(1)}`)
    await picks(hand, '退费')
    await picks(hand, '下一步')
    await Promise.all([picks(payer, '退费'), picks(hand, '确认提交')])
    await head.says('同意 VR-2026-000001')
    const ends = noticesTo(office, payer).filter(({ text }) => text.includes('已为您冲红'))
    expect(ends).toHaveLength(1)
  })

  it('two clerks decline the same wish: the payer hears of it once', async () => {
    const { office, chat, hand } = await staff()
    const [payer, other] = [chat('payer'), chat('other')]
    await boundAs(office, other, { role: 'clerk', unit: CLINIC.code }, '孙经办')
    await payer.says(`退票 ${keyOf(1)} v00001`)
    await picks(payer, '退费')
    const clerks = [hand, other]
    const answers = await Promise.all(
      clerks.map((clerk) => picks(clerk, '不受理', noticeTo(office, clerk))),
    )
    expect(answers.filter(({ text }) => text.includes('已告诉交款人'))).toHaveLength(1)
    expect(answers.filter(({ text }) => text.includes('已经有人受理'))).toHaveLength(1)
    expect(noticesTo(office, payer).filter(({ text }) => text.includes('暂不办理'))).toHaveLength(1)
  })
})
