/** Who approves a void request, by when, and who is asked next. */
import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '../support/clock.ts'
import { OFFICERS_LEVEL } from '../../core/receipts/void.ts'
import type { Chat, Office } from '../support/office.ts'
import { textsTo, boundAs, CLINIC, codeIn } from '../support/people.ts'
import {
  asksFor,
  clinicReceipt,
  noticesTo,
  noticeTo,
  picks,
  requestOf,
  type StaffOptions,
  withStaff,
} from '../support/voids.ts'

/** Whatever is said, and whenever time goes on, the office starts again. */
const staffOn =
  (channel: string) =>
  (options: StaffOptions = {}) =>
    withStaff({ channel, restarts: true, ...options })

describe.each(['telegram', 'console'])('four eyes on %s', (channel) => {
  const staff = staffOn(channel)

  it('nobody approves what they asked for, by chat or in the database', async () => {
    const { office, head, second } = await staff()
    const id = await asksFor(head, 1)
    expect((await head.says(`同意 ${id}`)).text).toContain('自己提出的申请不能自己审批')
    expect((await head.says('待我审批')).text).toContain('现在没有')
    expect((await head.says(`退回 ${id} 不要了`)).text).toContain('自己提出的申请')
    const request = await requestOf(office, id)
    const cheat = office.store.transaction((tx) =>
      tx.voids.move(request, { move: 'approve', at: 1 }, { approver: request.asker }),
    )
    await expect(cheat).rejects.toThrow()
    await picks(second, '同意', noticeTo(office, second))
    expect((await requestOf(office, id)).state).toBe('done')
  })

  it('a clerk approves nothing, and sees no request of another unit', async () => {
    const { office, chat, hand } = await staff()
    const id = await asksFor(hand, 1)
    const other = chat('other')
    await boundAs(office, other, { role: 'clerk', unit: CLINIC.code }, '孙经办')
    expect((await other.says(`同意 ${id}`)).text).toContain('这一步办不了')
    const foreign = chat('foreign')
    await boundAs(office, foreign, { role: 'approver', unit: '12420600429900021C' }, '郑负责')
    const unknown = (await foreign.says('VR-2026-000099')).text
    expect((await foreign.says(`同意 ${id}`)).text).toBe(unknown)
    expect((await chat('payer').says(id)).text).toBe(unknown)
    expect((await requestOf(office, id)).state).toBe('requested')
  })

  it('an approver who was removed meanwhile approves nothing', async () => {
    const { office, hand, head, boss } = await staff()
    const id = await asksFor(hand, 1)
    const card = noticeTo(office, head)
    await boss.says('移除 李负责')
    await boss.says('1')
    await boss.says('确认移除')
    expect((await picks(head, '同意', card)).text).toContain('没有这份申请')
    expect((await requestOf(office, id)).state).toBe('requested')
  })

  it('a number that was meant for another list approves nothing by itself', async () => {
    const { office, hand, head } = await staff()
    const id = await asksFor(hand, 1)
    // As the browser chat takes them.
    for (const { data } of noticeTo(office, head).choices)
      expect(data).toMatch(/^[0-9a-z]{1,16}\.\d$/)
    expect((await head.says('1')).text).toContain(`同意 ${id}，确认吗`)
    expect((await picks(head, '先不办')).text).toContain('没有办理')
    expect((await requestOf(office, id)).state).toBe('requested')
    const [only] = (await head.says('待我审批')).choices
    expect(only?.label).toContain(id)
  })
})

const cardsTo = (office: Office, chat: Chat) =>
  noticesTo(office, chat).filter(({ text }) => text.includes('等您审批')).length

describe.each(['telegram', 'console'])('a deadline on %s', (channel) => {
  const staff = staffOn(channel)

  it('reminds half way, then asks the others, the officers, everybody above, and ends', async () => {
    const { office, hand, head, second, boss, above } = await staff()
    const id = await asksFor(hand, 1)
    const told = () => [head, second, boss, above].map((chat) => noticesTo(office, chat).length)
    expect(told()).toEqual([1, 0, 0, 0])
    await office.passes(DAY + HOUR)
    expect(told()).toEqual([2, 0, 0, 0])
    expect(noticeTo(office, head).text).toContain('提醒')
    await office.passes(DAY)
    expect(told()).toEqual([2, 1, 0, 0])
    expect(noticeTo(office, second).text).toContain('逾期没有办理，现转给您')
    expect((await boss.says(`同意 ${id}`)).text).toContain('这一步办不了')
    await office.passes(2 * DAY + HOUR)
    expect(told()).toEqual([2, 2, 1, 0])
    // The weekend does not count.
    await office.passes(4 * DAY + HOUR)
    expect(told()).toEqual([2, 2, 2, 1])
    await office.passes(3 * DAY)
    expect((await requestOf(office, id)).state).toBe('expired')
    expect(noticeTo(office, hand).text).toContain(`${id} 一直没有人审批，已经关闭`)
    expect(noticeTo(office, hand).choices.map(({ label }) => label)).toContain('重新申请')
  })

  it('is over for everybody who was asked when it is withdrawn', async () => {
    const { office, hand, head, second, boss, above } = await staff()
    const id = await asksFor(hand, 1)
    await office.passes(4 * DAY + 2 * HOUR)
    expect(await requestOf(office, id)).toMatchObject({ level: OFFICERS_LEVEL })
    await hand.says(`撤回 ${id}`)
    for (const chat of [head, second, boss])
      expect(noticeTo(office, chat).text).toContain(`${id} 已由申请人撤回`)
    expect(noticesTo(office, above)).toEqual([])
  })

  it('is over also for approvers in whose place an officer agreed, before another one confirmed', async () => {
    const { office, hand, head, second, boss, above } = await staff({
      voidRules: { officerAboveFen: 1 },
    })
    const id = await asksFor(hand, 1)
    await office.passes(4 * DAY + 2 * HOUR)
    await boss.says(`同意 ${id}`)
    expect(noticeTo(office, above).text).toContain('按规定还要您确认')
    await hand.says(`撤回 ${id}`)
    for (const chat of [head, second, boss, above])
      expect(noticeTo(office, chat).text).toContain(`${id} 已由申请人撤回`)
  })

  it('is over for nobody who was never asked', async () => {
    const { office, hand, head, second, boss } = await staff({ voidRules: { officerAboveFen: 1 } })
    const id = await asksFor(hand, 1)
    await head.says(`同意 ${id}`)
    await hand.says(`撤回 ${id}`)
    for (const chat of [head, boss])
      expect(noticeTo(office, chat).text).toContain(`${id} 已由申请人撤回`)
    expect(noticesTo(office, second)).toEqual([])
  })

  it('lets the officer approve once it has come to them', async () => {
    const { office, hand, boss } = await staff({ without: ['head', 'second'] })
    const id = await asksFor(hand, 1)
    expect(hand.last?.text).toContain('等监管员审批')
    await picks(boss, '同意', noticeTo(office, boss))
    expect((await requestOf(office, id)).state).toBe('done')
  })

  it('comes on the network that is preferred, and on another one while that one fails', async () => {
    const { office, hand, head } = await staff()
    const other = office.chat({ channel: 'web', user: 'head-at-home' })
    const code = codeIn((await head.says('绑定')).text)
    await other.says(`绑定 ${code}`)
    const person = await office.store.people.ofAccount(head.from)
    await office.store.transaction((tx) => tx.people.prefer(person?.id ?? '', other.from))
    await asksFor(hand, 1)
    expect([head, other].map((chat) => cardsTo(office, chat))).toEqual([0, 1])
    office.broken.add('web')
    await asksFor(hand, 2)
    expect([head, other].map((chat) => cardsTo(office, chat))).toEqual([1, 1])
  })

  it('says so when there is nobody at all', async () => {
    const { office, hand } = await staff({
      without: ['head', 'second', 'boss', 'above'],
    })
    const id = await asksFor(hand, 1)
    expect(hand.last?.text).toContain('现在没有人能审批')
    await office.passes(4 * DAY)
    expect((await requestOf(office, id)).state).toBe('expired')
  })

  it('加急 tells every approver at once, at asking or later', async () => {
    const { office, hand, head, second } = await staff()
    const id = await asksFor(hand, 1, '加急提交（交款人在窗口）')
    for (const chat of [head, second]) expect(noticeTo(office, chat).text).toContain('加急')
    await hand.says(`撤回 ${id}`)
    const calm = await asksFor(hand, 2)
    const before = noticesTo(office, second).length
    await hand.says(calm)
    expect((await picks(hand, '加急')).text).toContain(`${calm} 已加急`)
    expect(noticesTo(office, second)).toHaveLength(before + 1)
    expect(hand.last?.choices ?? []).toEqual([])
    expect((await hand.says(`加急 ${calm}`)).text).toContain('这一步办不了')
  })

  it('加急 tells every approver also when it has come to the officers', async () => {
    const { office, hand, head, second, boss } = await staff()
    const id = await asksFor(hand, 1)
    await office.passes(4 * DAY + 2 * HOUR)
    expect(await requestOf(office, id)).toMatchObject({ level: OFFICERS_LEVEL })
    await hand.says(`加急 ${id}`)
    for (const chat of [head, second, boss]) expect(noticeTo(office, chat).text).toContain('加急')
  })

  it('加急 says who is told where the unit has no approver', async () => {
    const { office, hand, boss } = await staff({ without: ['head', 'second'] })
    const id = await asksFor(hand, 1)
    expect((await hand.says(`加急 ${id}`)).text).toContain('已通知监管员')
    expect(noticeTo(office, boss).text).toContain('加急')
  })
})

describe.each(['telegram', 'console'])('the rules about officers on %s', (channel) => {
  const staff = staffOn(channel)

  it('are off unless they are set', async () => {
    const old = clinicReceipt(1, { issuedOn: '2025-03-06', amountFen: 99_999_999 })
    const { office, hand, head } = await staff({ receipts: [old] })
    const id = await asksFor(hand, 1)
    await head.says(`同意 ${id}`)
    expect((await requestOf(office, id)).state).toBe('done')
  })

  it.each([
    ['above an amount', { officerAboveFen: 23_620 }, {}],
    ['of an earlier year', { officerEarlierYears: true }, { issuedOn: '2025-03-06' }],
  ])('an officer confirms what is %s, before anything is submitted', async (_what, rules, more) => {
    const receipts = [clinicReceipt(1, more)]
    const { office, hand, head, boss } = await staff({ receipts, voidRules: rules })
    const id = await asksFor(hand, 1)
    expect((await head.says(`同意 ${id}`)).text).toContain('还要监管员确认')
    await office.passes(HOUR)
    expect(await requestOf(office, id)).toMatchObject({ state: 'approved' })
    expect(textsTo(office, hand).at(-1)).toContain('还要监管员确认后才提交平台')
    expect(noticeTo(office, boss).text).toContain('按规定还要您确认')
    const waiting = await boss.says('待我审批')
    expect(waiting.text).toContain('共 1 份')
    expect(waiting.choices[0]?.label).toContain('待监管员确认')
    await boss.says('1')
    await picks(boss, '同意')
    expect(await requestOf(office, id)).toMatchObject({ state: 'done' })
  })

  it('an administrator confirms where there is no officer', async () => {
    const voidRules = { officerAboveFen: 1 }
    const { office, chat, hand, head } = await staff({
      voidRules,
      without: ['boss', 'above'],
    })
    const admin = chat('admin')
    await boundAs(office, admin, { role: 'administrator' }, '冯管理')
    const id = await asksFor(hand, 1)
    await head.says(`同意 ${id}`)
    await picks(admin, '同意', noticeTo(office, admin))
    expect((await requestOf(office, id)).state).toBe('done')
  })

  it('an officer gives back what they do not confirm; nobody else confirms', async () => {
    const { office, hand, head, second, boss } = await staff({
      voidRules: { officerAboveFen: 1 },
    })
    const id = await asksFor(hand, 1)
    await head.says(`同意 ${id}`)
    for (const chat of [hand, head, second]) {
      expect((await chat.says(`同意 ${id}`)).text).toContain('这一步办不了')
    }
    expect((await boss.says(`退回 ${id} 请附退费单`)).text).toContain('已退回')
    expect(noticeTo(office, hand).text).toContain('请附退费单')
  })
})
