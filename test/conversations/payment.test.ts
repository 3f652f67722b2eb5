/** Look-up by 处罚决定书号 or 缴款码, opened by the payer's full name. */
import { describe, expect, it } from 'vitest'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'
import { openOffice } from '../support/office.ts'

const DECISION = '4299010000000015'
const PAY_CODE = '42990000000000000015'

describe('looking up by the number of a payment', () => {
  it.each([
    ['a penalty decision', `处罚决定书号 ${DECISION}`],
    ['a penalty decision, labelled in full', `行政处罚决定书编号：${DECISION}`],
    ['a bare decision number', DECISION],
    ['a payment code', `缴款码 ${PAY_CODE}`],
    ['a bare payment code', PAY_CODE],
    ['the command', `/lookup 处罚决定书号 ${DECISION}`],
  ])('says only how many and in which state for %s, and opens by the name', async (_what, text) => {
    const office = await openOffice()
    const chat = office.chat()
    const before = await chat.says(text)
    expect(before.text).toMatch(/有 1 张票据（正常）/)
    expect(before.text).not.toMatch(/江城|赵|200\.00|2026/)
    expect((await chat.says('赵大川')).text).toMatch(/交通违法[^]*赵\*[^]*200\.00/)
  })

  it.each(['José Núñez', "Ana María d'Ejemplo", '阿依古丽·示例'])(
    'opens by the labelled name %s at once, without a miss',
    async (name) => {
      const office = await openOffice()
      const [model] = sampleReceipts as [Receipt, ...Receipt[]]
      const payCode = '42990000000000000025'
      const receipt = { ...model, number: '0000007025', payer: { name }, payCode }
      await office.store.transaction((tx) => tx.ledger.add([receipt]))
      const chat = office.chat()
      for (let time = 0; time < 6; time++) {
        const card = await chat.says(`缴款码 ${payCode} 缴款人：${name}`)
        expect(card.text).toMatch(/江城示范医院[^]*236\.21/)
      }
    },
  )

  it.each(['张*', '张＊', '*'])('is not opened by what a masked name %s shows', async (name) => {
    const office = await openOffice()
    const [model] = sampleReceipts as [Receipt, ...Receipt[]]
    const payCode = '42990000000000000025'
    const receipt = { ...model, number: '0000007025', payer: { name }, payCode }
    await office.store.transaction((tx) => tx.ledger.add([receipt]))
    for (const said of ['张', name, '张示范']) {
      const { text } = await office
        .chat({ user: said })
        .says(`缴款码 ${payCode} 缴款人：${said.padEnd(2)}`)
      expect(text, said).not.toContain('江城示范医院')
      const chat = office.chat({ user: `${said}2` })
      await chat.says(`缴款码 ${payCode}`)
      expect((await chat.says(said)).text, said).not.toContain('江城示范医院')
    }
  })

  it('does not open by another name, and does not open by the amount', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(DECISION)
    expect((await chat.says('赵小川')).text).toContain('没有打开')
    await chat.says(DECISION)
    expect((await chat.says('200.00 2026-07-09')).text).toContain('没有打开')
  })

  it('counts a number that was not opened as a miss, and one that was opened as none', async () => {
    const office = await openOffice()
    const honest = office.chat({ user: 'honest' })
    for (let time = 0; time < 8; time++) {
      await honest.says(DECISION)
      expect((await honest.says('赵大川')).text).toContain('交通违法')
    }
    const scraper = office.chat({ user: 'scraper' })
    for (let time = 0; time < 5; time++) {
      expect((await scraper.says(`429901000000010${time}`)).text).toContain('没有查到')
    }
    expect((await scraper.says(DECISION)).text).toContain('尝试次数过多')
  })

  it('lets the fifth number of an hour still be opened by its name', async () => {
    const office = await openOffice()
    const chat = office.chat()
    for (let time = 0; time < 4; time++) await chat.says(`429901000000010${time}`)
    await chat.says(DECISION)
    expect((await chat.says('赵大川')).text).toContain('交通违法')
  })

  it.each([
    ['处罚决定书号', '处罚决定书号（', DECISION],
    ['行政处罚决定书编号：', '处罚决定书号（', DECISION],
    ['缴款码', '20 位数字', PAY_CODE],
    ['缴款码 4299000000000000001', '位数不对', PAY_CODE],
    ['处罚决定书号 429', '位数不对', DECISION],
  ])('asks for the number after %s, and takes it bare', async (said, question, number) => {
    const chat = (await openOffice()).chat()
    expect((await chat.says(said)).text).toContain(question)
    expect((await chat.says(number)).text).toContain('有 1 张票据')
    expect((await chat.says('赵大川')).text).toContain('交通违法')
  })

  it('opens at once with the name in the same message', async () => {
    const office = await openOffice()
    const chat = office.chat()
    for (let time = 0; time < 8; time++) {
      const said = `处罚决定书号：${DECISION}，缴款人：赵大川`
      expect((await chat.says(said)).text).toMatch(/交通违法[^]*200\.00/)
    }
  })

  it('finds a number however its brackets and spaces are typed', async () => {
    const office = await openOffice()
    const [fine] = await office.store.ledger.findByNumber({ kind: 'decision', value: DECISION }, 1)
    if (!fine) throw new Error('the sample fine is missing')
    const lettered = { ...fine, number: '0000000099', decisionNumber: '江公交决字〔2026〕第12号' }
    await office.store.transaction((tx) => tx.ledger.add([lettered]))
    for (const typed of ['江公交决字[2026]第12号', '江公交决字（2026）第12号']) {
      const chat = office.chat({ user: typed })
      expect((await chat.says(`处罚决定书号 ${typed}`)).text).toContain('有 1 张票据')
    }
  })

  it('takes another name after a wrong one, and counts each wrong one', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(DECISION)
    for (const name of ['赵一', '赵二', '赵三']) {
      expect((await chat.says(name)).text).toContain('没有打开')
    }
    expect((await chat.says('赵大川')).text).toContain('交通违法')
    await chat.says(DECISION)
    for (const name of ['赵四', '赵五']) await chat.says(name)
    expect((await chat.says('赵大川')).text).toContain('尝试次数过多')
  })

  it('takes an invitation code for no name', async () => {
    const chat = (await openOffice()).chat()
    await chat.says(DECISION)
    for (let time = 0; time < 6; time++) {
      expect((await chat.says(`0BCD${'-ABCD'.repeat(6)}`)).text).toContain('这个邀请码不对')
    }
    expect((await chat.says('赵大川')).text).toContain('交通违法')
  })

  it.each(['我叫赵大川', '我是赵大川', '赵大川，对吧', '缴款人姓名：赵大川'])(
    'takes the name out of %s',
    async (said) => {
      const chat = (await openOffice()).chat()
      await chat.says(DECISION)
      expect((await chat.says(said)).text).toContain('交通违法')
    },
  )

  it('takes the name out of the same sentence as the number', async () => {
    const chat = (await openOffice()).chat()
    expect((await chat.says(`处罚决定书 ${DECISION}，叫赵大川`)).text).toContain('交通违法')
  })

  it.each(['没有', '我不知道', '不记得了', '好的'])('takes %s for no name', async (said) => {
    const chat = (await openOffice()).chat()
    await chat.says(DECISION)
    expect((await chat.says(said)).text).not.toContain('没有打开')
    expect((await chat.says('赵大川')).text).toContain('交通违法')
  })

  it('counts the same number said again as one try', async () => {
    const chat = (await openOffice()).chat()
    for (let time = 0; time < 7; time++) {
      expect((await chat.says(DECISION)).text).toContain('有 1 张票据')
    }
    expect((await chat.says('赵大川')).text).toContain('交通违法')
  })

  it('shows many receipts of one number in pages', async () => {
    const office = await openOffice()
    const [fine] = await office.store.ledger.findByNumber({ kind: 'decision', value: DECISION }, 1)
    if (!fine) throw new Error('the sample fine is missing')
    const more = Array.from({ length: 29 }, (_, index) => ({
      ...fine,
      number: String(1000 + index).padStart(10, '0'),
    }))
    await office.store.transaction((tx) => tx.ledger.add(more))
    const chat = office.chat()
    expect((await chat.says(DECISION)).text).toContain('有 30 张票据')
    let seen = 0
    let page = await chat.says('赵大川')
    while (page.choices.at(-1)?.label === '更多') {
      seen += page.choices.length - 1
      page = await chat.presses('更多')
    }
    expect(seen + page.choices.length).toBe(30)
    const [last] = page.choices
    expect((await chat.presses(last?.label ?? '')).text).toContain('交通违法')
  })

  it('does not forget the name that is awaited over a restart', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(DECISION)
    await office.restart()
    expect((await chat.says('赵大川')).text).toContain('交通违法')
  })
})
