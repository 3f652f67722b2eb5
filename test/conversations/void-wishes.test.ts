/** A payer's wish to have a receipt reversed: told whose it is, passed on, taken up, and told what became of it. */
import { describe, expect, it } from 'vitest'
import { sessionKeyOf } from '../../core/message.ts'
import { newSession, writeSession } from '../../core/session.ts'
import { DAY } from '../support/clock.ts'
import { textsTo } from '../support/people.ts'
import type { Chat, Office } from '../support/office.ts'
import {
  clinicReceipt,
  keyOf,
  noticeTo,
  picks,
  requestOf,
  type StaffOptions,
  withStaff,
} from '../support/voids.ts'

const values = (index: number) => `${keyOf(index)} v0000${index}`

/** A payer's wish that the clerk has made a request of. */
async function takenUp(office: Office, payer: Chat, hand: Chat): Promise<void> {
  await payer.says(`退票 ${values(1)}`)
  await picks(payer, '退费')
  await hand.presses('受理', noticeTo(office, hand))
  await hand.says('没有')
  await hand.says('确认')
}

describe.each(['telegram', 'console'])('a wish on %s', (channel) => {
  it('goes to the unit masked, becomes a request, and the payer hears of each step', async () => {
    const { office, chat, hand, head } = await withStaff({ channel, restarts: true })
    const payer = chat('payer')
    expect((await payer.says('冲红申请')).text).toContain('我告诉您该找谁')
    const about = await payer.says(values(1))
    expect(about.text).toContain('由楚天示范中医院开具，退票（冲红）要由它办理')
    expect((await picks(payer, '退号')).text).toContain('已转告楚天示范中医院')
    const told = noticeTo(office, hand)
    expect(told.text).toMatch(/有交款人希望退票[^]*退号[^]*吴\*/)
    expect(told.text).not.toMatch(/吴示范|v00001|0000007001/)
    expect((await payer.says('我的申请')).text).toContain('楚天示范中医院：等单位受理')
    const next = await picks(hand, '受理', told)
    expect(next.text).toContain('照片或文件')
    await picks(hand, '下一步')
    await picks(hand, '确认提交')
    expect(textsTo(office, payer).at(-1)).toContain('楚天示范中医院已受理')
    await picks(head, '同意', noticeTo(office, head))
    const done = noticeTo(office, payer)
    expect(done.text).toContain('楚天示范中医院已为您冲红')
    const page = await picks(payer, '打开红字票', done)
    expect(page.link).toMatch(/\/r\//)
    expect((await payer.says('我的申请')).text).toContain('已办结')
    expect(await requestOf(office, 'VR-2026-000001')).toMatchObject({ reason: '退号' })
  })
})

describe.each(['telegram', 'console'])('a wish on %s, across restarts', (channel) => {
  const staff = (options: StaffOptions = {}) => withStaff({ channel, restarts: true, ...options })

  it('is sent once for a receipt, listed for the unit, and may be declined', async () => {
    const { office, chat, hand } = await staff()
    const payer = chat('payer')
    for (const words of ['已转告', '您的意愿已经转告']) {
      await payer.says(`退票 ${values(1)}`)
      expect((await picks(payer, '退费')).text).toContain(words)
    }
    const listed = await hand.says('交款人意愿')
    expect(listed.text).toContain('共 1 份')
    await picks(hand, listed.choices[0]?.label ?? '')
    expect((await picks(hand, '不受理')).text).toContain('已告诉交款人')
    expect(textsTo(office, payer).at(-1)).toContain('暂不办理')
    expect((await hand.presses('受理', noticeTo(office, hand))).text).toContain('已经有人受理')
    expect((await hand.says('退票意愿')).text).toContain('现在没有')
  })

  it('is listed with all others, page by page', async () => {
    const { office, chat, hand } = await staff()
    const payer = chat('payer')
    await payer.says(`退票 ${values(1)}`)
    await picks(payer, '退费')
    const [wish] = await office.store.wishes.ofAccount(payer.from, 1)
    if (!wish) throw new Error('no wish')
    await office.store.transaction(async (tx) => {
      for (let count = 2; count <= 10; count++) {
        const receipt = { ...wish.receipt, number: String(count).padStart(10, '0') }
        const more = { id: `w${count}`, receipt, name: `示范票据${count}`, at: wish.at + count }
        await tx.wishes.add({ ...wish, ...more })
      }
    })
    const first = await hand.says('缴款人意愿')
    const second = await picks(hand, '下一页')
    for (const { text } of [first, second]) expect(text).toContain('共 10 份')
    expect(first.choices).toHaveLength(8)
    const names = second.choices.map(({ label }) => label.split(' ')[0])
    expect(names).toEqual(['示范票据8', '示范票据9', '示范票据10'])
  })

  it('waits for the unit again when its request is given back', async () => {
    const { office, chat, hand, head } = await staff()
    const payer = chat('payer')
    await payer.says(`退票 ${values(1)}`)
    await picks(payer, '退费')
    await picks(hand, '受理', noticeTo(office, hand))
    await hand.says('没有')
    await hand.says('确认')
    await head.says('退回 VR-2026-000001 先核实退费')
    expect((await payer.says('我的申请')).text).toContain('等单位受理')
    expect(noticeTo(office, payer).text).toContain('已受理')
  })

  it('about a receipt under way belongs to its request', async () => {
    const { office, chat, hand, head } = await staff()
    await hand.says(`冲红申请 ${keyOf(1)}`)
    for (const word of ['退费', '没有', '确认']) await hand.says(word)
    const payer = chat('payer')
    await payer.says(`退票 ${values(1)}`)
    await picks(payer, '退费')
    await head.says('同意 VR-2026-000001')
    expect(textsTo(office, payer).at(-1)).toContain('已为您冲红')
  })

  it.each([
    ['booked', { booked: { unit: '示范所', date: '2026-01-01', amountFen: 1 } }, '撤销登记'],
    ['exchanged for paper', { paper: { code: '1', number: '2' } }, '交回开票单位'],
  ])('about a receipt that is %s says what comes first', async (_what, flags, said) => {
    const { chat } = await staff({ receipts: [clinicReceipt(1, { flags })] })
    const about = await chat('payer').says(`退票 ${values(1)}`)
    expect(about.text).toContain(said)
    expect(about.text).not.toContain('示范所')
    expect(about.choices.map(({ label }) => label)).not.toContain('结账作废')
  })

  it('names the unit that has nobody here, and passes nothing on', async () => {
    const { chat } = await staff()
    const payer = chat('payer')
    const { text, choices } = await payer.says('退票 42990126 0000000001 55e8a5')
    expect(text).toMatch(/江城示范医院开具[^]*请直接联系它的收费窗口/)
    expect(choices).toEqual([])
  })

  it('needs the right three values, and counts wrong ones as misses', async () => {
    const { chat } = await staff()
    const payer = chat('payer')
    for (let tries = 0; tries < 5; tries++) {
      expect((await payer.says(`退票 ${keyOf(1)} wrong${tries}`)).text).toContain('查无此票')
    }
    expect((await payer.says(`退票 ${values(1)}`)).text).toContain('尝试次数过多')
  })

  it('asks for a second fact where a receipt wants one', async () => {
    const { office, chat } = await staff()
    for (const user of ['a', 'b', 'c', 'd', 'e']) {
      await office.chat({ channel, user }).says(`${keyOf(1)} wrong1`)
    }
    const payer = chat('payer')
    expect((await payer.says(`退票 ${values(1)}`)).text).toContain('再补充一项')
    expect((await payer.says('吴示范')).text).toContain('由楚天示范中医院开具')
  })

  it('that the platform refused is over, and its payer hears so', async () => {
    const { office, chat, hand, head } = await staff()
    const payer = chat('payer')
    await takenUp(office, payer, hand)
    office.platform.current = {
      ...office.platform.current,
      requestReversal: () => Promise.resolve({ kind: 'refused', reason: '票据已结算' }),
    }
    await head.says('同意 VR-2026-000001')
    expect(textsTo(office, payer).at(-1)).toContain('这次没有冲红')
    expect(textsTo(office, payer).join()).not.toContain('票据已结算')
    expect((await payer.says('我的申请')).text).toContain('已办结')
  })

  it('opens the red receipt for the account that wished, and for no other', async () => {
    const { office, chat, hand, head } = await staff()
    const payer = chat('payer')
    await takenUp(office, payer, hand)
    await head.says('同意 VR-2026-000001')
    const [wish] = await office.store.wishes.ofAccount(payer.from, 1)
    const other = office.chat({ channel, user: 'other' })
    const label = '打开红字票'
    const choice = { label, intent: 'wish', action: 'red', data: { id: wish?.id ?? '' } }
    const session = { ...newSession, offering: true, offers: [{ id: 'x', choices: [choice] }] }
    await office.store.transaction((tx) =>
      tx.sessions.save(sessionKeyOf(other.from), 'x', writeSession(session), 0, 1),
    )
    expect((await other.says('1')).text).toContain('没有这份申请')
    expect(other.last?.link).toBeUndefined()
    expect((await payer.presses(label, noticeTo(office, payer))).link).toMatch(/\/r\//)
  })

  it('is gone after its time or when its payer wants it gone', async () => {
    const { office, chat, hand, head } = await staff()
    const payer = chat('payer')
    await payer.says(`退票 ${values(1)}`)
    await picks(payer, '退费')
    await picks(hand, '受理', noticeTo(office, hand))
    await hand.says('没有')
    await hand.says('确认')
    await head.says('同意 VR-2026-000001')
    await payer.says('删除我的数据')
    await payer.says('确认删除')
    expect((await payer.says('我的申请')).text).toContain('还没有提出过')
    const { forgetOld } = await import('../../core/retention.ts')
    await forgetOld(office.store, office.clock.now() + 400 * DAY)
    expect(await office.store.wishes.open(clinicReceipt(1).issuer.code ?? '', 9)).toEqual([])
  })
})
