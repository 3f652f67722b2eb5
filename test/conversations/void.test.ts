/** Void requests from asking to the red receipt, by buttons and by numbers, across restarts. */
import { describe, expect, it } from 'vitest'
import { openOffice } from '../support/office.ts'
import { CLINIC } from '../support/people.ts'
import {
  clinicReceipt,
  keyOf,
  receiptKey,
  noticeTo,
  picks,
  requestOf,
  withStaff,
  asksFor,
  type StaffOptions,
} from '../support/voids.ts'

describe.each(['telegram', 'console', 'web'])('a void request on %s', (channel) => {
  it('goes from the clerk over the approver to exactly one red receipt, with a restart at every step', async () => {
    const { office, chat, hand, head } = await withStaff({ channel, restarts: true })
    expect((await hand.says('冲红申请')).text).toContain('要冲红哪张票据')
    expect((await hand.says('42990126')).text).toContain('还差票据号码')
    expect((await hand.says('0000007001')).text).toContain('请选择冲红原因')
    expect((await picks(hand, '退费')).text).toContain('照片或文件')
    const summary = await picks(hand, '下一步')
    expect(summary.text).toMatch(/请核对[^]*236\.21[^]*原因：退费[^]*附件：没有/)
    expect(summary.text).toMatch(/吴\*/)
    expect(summary.text).not.toMatch(/吴示范|0000007001|v00001/)
    const sent = await picks(hand, '确认提交')
    expect(sent.text).toContain('已提交，申请编号 VR-2026-000001，等单位负责人审批')
    const card = noticeTo(office, head)
    expect(card.text).toMatch(/等您审批[^]*冲红申请 VR-2026-000001[^]*236\.21[^]*退费[^]*张/)
    expect(card.choices.map(({ label }) => label)).toEqual(['同意', '退回', '看票据'])
    const seen = await picks(head, '看票据', card)
    expect(seen.text).toMatch(/楚天示范中医院[^]*吴\*/)
    await picks(head, 'VR-2026-000001')
    const approved = await picks(head, '同意')
    expect(approved.text).toContain('已同意 VR-2026-000001，即将提交平台')
    for (const who of [hand, head])
      expect(noticeTo(office, who).text).toMatch(/已冲红[^]*尾号 0001/)
    const request = await requestOf(office, 'VR-2026-000001')
    expect(request).toMatchObject({ state: 'done', red: { number: '9000000001' } })
    const page = await picks(hand, '打开红字票', noticeTo(office, hand))
    expect(page.link).toMatch(/\/r\//)
    expect(page.text).not.toContain(request.red?.check)
    const shown = await hand.says('VR-2026-000001')
    expect(shown.text).toMatch(/经过[^]*提出申请[^]*负责人同意[^]*提交平台[^]*平台冲红完成/)
    expect((await hand.says('42990126 0000007001')).text).toContain('已冲红')
    const payer = chat('payer')
    for (const verb of ['查票', '查验'])
      expect((await payer.says(`${verb} 42990126 0000007001 v00001`)).text).toContain('已冲红')
    const said = JSON.stringify(office.sent) + office.logged.join()
    expect(said).not.toContain(request.red?.check ?? '?')
    const audit = (await office.store.audit.read(0, 99)).map(({ action }) => action)
    expect(audit).toEqual(
      expect.arrayContaining([
        ...['void.request', 'void.receipt', 'void.approve', 'void.submit', 'void.finish'],
      ]),
    )
  })

  it('is given back with a reason, and asked for again', async () => {
    const { office, hand, head } = await withStaff({ channel, restarts: true })
    const id = await asksFor(hand, 1)
    expect((await picks(head, '退回', noticeTo(office, head))).text).toContain('原因是什么')
    expect((await head.says('金额不对，应部分退费')).text).toContain(`已退回 ${id}`)
    const told = noticeTo(office, hand)
    expect(told.text).toContain(`${id} 被退回：金额不对，应部分退费`)
    await picks(hand, '重新申请', told)
    await picks(hand, '开错')
    await picks(hand, '下一步')
    expect((await picks(hand, '确认提交')).text).toContain('VR-2026-000002')
    expect((await requestOf(office, id)).state).toBe('returned')
  })

  it.each(['none', 'already', 'constructor'])(
    'is given back with “%s” as it was written',
    async (why) => {
      const { office, hand, head } = await withStaff({ channel, restarts: true })
      const id = await asksFor(hand, 1)
      await head.says(`退回 ${id} ${why}`)
      expect(noticeTo(office, hand).text).toContain(`被退回：${why}。`)
      expect((await hand.says(id)).text).toMatch(new RegExp(`退回（.*）：${why}`))
    },
  )

  it('asks for a reason once, also when the request was withdrawn meanwhile', async () => {
    const { office, hand, head } = await withStaff({ channel, restarts: true })
    const id = await asksFor(hand, 1)
    await picks(head, '退回', noticeTo(office, head))
    await hand.says(`撤回 ${id}`)
    expect((await head.says('金额不对')).text).toContain('现在是“已撤回”')
    expect((await head.says('谢谢你的帮助')).text).not.toContain(id)
  })

  it('is withdrawn until it is submitted, and the approver is told', async () => {
    const { office, hand, head } = await withStaff({ channel, restarts: true })
    const id = await asksFor(hand, 1)
    const mine = await hand.says('我的申请')
    expect(mine.text).toContain('共 1 份')
    await picks(hand, `${id} 待审批 236.21 元`)
    expect((await picks(hand, '撤回')).text).toContain(`已撤回 ${id}`)
    expect(noticeTo(office, head).text).toContain(`${id} 已由申请人撤回`)
    const late = await head.says(`同意 ${id}`)
    expect(late.text).toContain(`${id} 现在是“已撤回”`)
    const again = await asksFor(hand, 1)
    await head.says(`同意 ${again}`)
    expect((await hand.says(`撤回 ${again}`)).text).toContain('现在是“已冲红”')
  })
})

describe.each(['telegram', 'console'])('asking on %s, across restarts', (channel) => {
  const staff = (options: StaffOptions = {}) => withStaff({ channel, restarts: true, ...options })

  it.each([
    ['red', { original: { code: '42990126', number: '0000000009' }, amountFen: -1 }, '红字票'],
    [
      'reversed',
      { flags: { reversed: { code: '1', number: '2', date: '2026-01-01' } } },
      '已经冲红，不用再申请',
    ],
    [
      'booked',
      { flags: { booked: { unit: '示范所', date: '2026-01-01', amountFen: 1 } } },
      '入账单位撤销入账登记',
    ],
  ])('refuses a receipt that is %s, with what to do instead', async (_what, more, said) => {
    const { hand } = await staff({ receipts: [clinicReceipt(1, more)] })
    expect((await hand.says(`作废 ${keyOf(1)}`)).text).toContain(said)
    expect((await hand.says('1')).text).toContain('没有可以按编号选择')
  })

  it.each([
    ...['冲红申请', '作废', '红冲', '退票', '我要作废一张票', '想冲红这张票据', '票据作废'],
    ...['开错了要作废', '票开错了，要作废', '这张票开错了', '申请退票', 'request a void'],
  ])('“%s” leads a clerk', async (words) => {
    const { hand } = await withStaff({ channel })
    expect((await hand.says(words)).text).toContain('要冲红哪张票据')
    expect((await hand.says(`${words} ${keyOf(1)}`)).text).toContain('请选择冲红原因')
  })

  it('takes “开错了” for a reason where one is asked for, and begins nothing anew', async () => {
    const { office, hand, head } = await staff()
    await hand.says(`冲红申请 ${keyOf(1)}`)
    expect((await hand.says('票开错了')).text).toContain('照片或文件')
    await hand.says('没有')
    await hand.says('确认')
    await picks(head, '退回', noticeTo(office, head))
    expect((await head.says('开错了')).text).toContain('已退回 VR-2026-000001')
    expect(noticeTo(office, hand).text).toContain('被退回：开错了')
  })

  it('looks at the receipt again before it is sent', async () => {
    const { office, hand } = await staff()
    await hand.says(`冲红申请 ${keyOf(1)}`)
    await hand.says('退费')
    await hand.says('没有')
    const receipts = await office.store.ledger.findOfUnit(CLINIC.code, { key: receiptKey(1) })
    const paper = { code: '42999926', number: '0000000088' }
    office.platform.current = {
      ...office.platform.current,
      findOfUnit: () => Promise.resolve(receipts.map((one) => ({ ...one, flags: { paper } }))),
    }
    expect((await hand.says('确认')).text).toContain('请先收回纸质票据')
    expect(await office.store.voids.count({})).toBe(0)
  })

  it('refuses the receipt of another unit, in the words for one that is none', async () => {
    const { hand } = await staff()
    const other = await hand.says('红冲 42990126 0000000001')
    expect(other.text).toContain('您的单位没有开过这张票据')
    expect((await hand.says('红冲 42990126 0000099999')).text).toBe(other.text)
  })

  it('refuses a second request for the same receipt, and shows the first', async () => {
    const { hand, second } = await staff()
    const id = await asksFor(hand, 1)
    const refused = await second.says(`冲红申请 ${keyOf(1)}`)
    expect(refused.text).toContain(`已经有一份冲红申请 ${id}`)
    expect((await picks(second, id)).text).toContain('待审批')
  })

  it('wants the paper back first, with its number', async () => {
    const flags = { paper: { code: '42999926', number: '0000000088' } }
    const { office, hand } = await staff({ receipts: [clinicReceipt(1, { flags })] })
    expect((await hand.says(`冲红申请 ${keyOf(1)}`)).text).toContain('请先收回纸质票据')
    expect((await hand.says('0000000089')).text).toContain('不符')
    expect((await hand.says('0000000088')).text).toContain('请选择冲红原因')
    await hand.says('退费')
    await hand.says('没有')
    const { text } = await hand.says('确认')
    expect(text).toContain('VR-2026-000001')
    expect(await requestOf(office, 'VR-2026-000001')).toMatchObject({ paper: '0000000088' })
  })

  it('takes another reason in words, and photos that go with the request', async () => {
    const { office, hand, head } = await staff()
    await hand.says(`开错了要作废 ${keyOf(2)}`)
    expect((await picks(hand, '其他')).text).toContain('一句话写明原因')
    await hand.says('病人名字写成同音字')
    const png = Buffer.from('89504e470d0a1a0a', 'hex')
    const got = await hand.sendsFile({ name: '退费单.png', content: png })
    expect(got.text).toContain('已收到 1 个附件')
    expect((await hand.sendsFile({ name: 'x.exe', content: Buffer.from('MZ') })).text).toContain(
      '这个文件收不了',
    )
    await hand.says('下一步')
    const summary = hand.last?.text
    expect(summary).toMatch(/原因：其他：病人名字写成同音字[^]*附件：1 个/)
    await picks(hand, '确认提交')
    const card = noticeTo(office, head)
    expect(card.choices.map(({ label }) => label)).toContain('看附件')
    const files = await picks(head, '看附件', card)
    expect(files.text).toMatch(/退费单\.png.*\/f\//)
    expect(await office.store.files.of('void:VR-2026-000001')).toHaveLength(1)
  })

  it('takes a file at any question about the receipt, and asks on', async () => {
    const { hand } = await staff()
    const png = { name: '退费单.png', content: Buffer.from('89504e470d0a1a0a', 'hex') }
    await hand.says(`冲红申请 ${keyOf(1)}`)
    expect((await hand.sendsFile(png)).text).toContain('已收到 1 个附件')
    expect((await picks(hand, '下一步')).text).toContain('请选择冲红原因')
    expect((await picks(hand, '退费')).text).toMatch(/请核对[^]*附件：1 个/)
    expect((await hand.sendsFile(png)).text).toContain('已收到 2 个附件')
    expect((await picks(hand, '下一步')).text).toContain('附件：2 个')
    for (const _more of [3, 4, 5]) await hand.sendsFile(png)
    expect((await hand.sendsFile(png)).text).toContain('附件最多 5 个')
    expect((await picks(hand, '下一步')).text).toContain('附件：5 个')
  })

  it('begins from the card of an own receipt, too, unless it cannot be reversed', async () => {
    const flags = { reversed: { code: '1', number: '2', date: '2026-01-01' } }
    const receipts = [clinicReceipt(1), clinicReceipt(2, { flags })]
    const { hand } = await staff({ receipts })
    const card = await hand.says(`查票 ${keyOf(1)}`)
    expect((await picks(hand, '冲红申请', card)).text).toContain('请选择冲红原因')
    const reversed = await hand.says(`查票 ${keyOf(2)}`)
    expect(reversed.choices.map(({ label }) => label)).not.toContain('冲红申请')
  })

  it('stays a question for who asks one, and for a payer without a receipt', async () => {
    const { hand } = await staff()
    expect((await hand.says('怎么冲红')).text).not.toContain('要冲红哪张票据')
    expect((await hand.says('电子票据能作废吗')).text).not.toContain('要冲红哪张票据')
    const office = await openOffice()
    const payer = office.chat()
    expect((await payer.says('作废')).text).not.toContain('由开票单位的经办人申请')
    for (const words of ['退票', '我要退票', '冲红申请', '申请作废'])
      expect((await payer.says(words)).text).toContain('由开票单位的经办人申请')
    expect((await payer.says('同意')).text).not.toContain('等您办理')
  })

  it('never in a group', async () => {
    const { office } = await withStaff({ channel: 'telegram' })
    const group = office.chat({
      channel: 'telegram',
      conversation: '-9',
      group: true,
      user: 'hand',
    })
    const { text } = await group.says(`冲红申请 ${keyOf(1)}`)
    expect(text).toContain('请私聊我')
    expect(text).not.toContain('236')
  })

  it('can be left at every question', async () => {
    const { office, hand } = await staff()
    await hand.says(`冲红申请 ${keyOf(1)}`)
    expect((await hand.says('取消')).text).toContain('已取消')
    await hand.says(`冲红申请 ${keyOf(1)}`)
    await hand.says('退号')
    await hand.says('没有')
    expect((await picks(hand, '取消')).text).toContain('没有提交')
    expect(await office.store.voids.count({})).toBe(0)
  })

  it('speaks English to who does', async () => {
    const { hand } = await staff()
    await hand.says('English')
    expect((await hand.says(`void ${keyOf(1)}`)).text).toContain('Please choose the reason')
    await picks(hand, 'Refund')
    await hand.says('next')
    expect((await hand.says('confirm')).text).toContain('Sent as VR-2026-000001')
  })
})
