/** Look-up by 处罚决定书号 or 缴款码, opened by the payer's full name. */
import { describe, expect, it } from 'vitest'
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

  it('does not forget the name that is awaited over a restart', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(DECISION)
    await office.restart()
    expect((await chat.says('赵大川')).text).toContain('交通违法')
  })
})
