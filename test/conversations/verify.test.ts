/** 查验: three separate answers, and never one green tick. */
import { describe, expect, it } from 'vitest'
import { openOffice } from '../support/office.ts'

const RECEIPT = '42990126 0000000001 55e8a5'

describe('verifying a receipt', () => {
  it('tells signature, ledger and fields apart', async () => {
    const office = await openOffice()
    const { text } = await office.chat().says(`查验 ${RECEIPT} 2026-03-06 236.21`)
    expect(text).toContain('查验成功')
    expect(text).toContain('文件签名：没有收到文件，未验签')
    expect(text).toContain('票据台账：有这张票据')
    expect(text).toContain('金额一致，开票日期一致，缴款人未提供')
    expect(text).toContain('状态：正常')
    expect(text).toContain('查验次数：第 1 次')
  })

  it('counts the checks', async () => {
    const office = await openOffice()
    await office.chat({ user: 'a' }).says(`查验 ${RECEIPT}`)
    expect((await office.chat({ user: 'b' }).says(`查验 ${RECEIPT}`)).text).toContain('第 2 次')
  })

  it.each([
    ['the amount', '236.22', '金额不一致'],
    ['the date, compact', '20260307', '开票日期不一致'],
    ['the payer', '缴款人：张四', '缴款人不一致'],
  ])('says 信息不一致 when %s differs', async (_what, fact, words) => {
    const office = await openOffice()
    const { text } = await office.chat().says(`查验 ${RECEIPT} ${fact}`)
    expect(text).toContain('信息不一致')
    expect(text).toContain(words)
    expect(text).not.toContain('查验成功')
  })

  it('warns of a reversed receipt although it is in the ledger', async () => {
    const office = await openOffice()
    const { text } = await office.chat().says('verify 42990126 0000000002 138904')
    expect(text).toMatch(/不能再用于报销[^]*已冲红/)
  })

  it('says 查无此票 for what opens nothing', async () => {
    const office = await openOffice()
    expect((await office.chat().says('查验 42990126 0000000001 000000')).text).toContain('查无此票')
  })

  it('verifies the receipt of the card by its choice, by number and by words', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(RECEIPT)
    expect((await chat.presses('查验')).text).toContain('第 1 次')
    await chat.says(RECEIPT)
    expect((await chat.says('２')).text).toContain('第 2 次')
    await chat.says(RECEIPT)
    expect((await chat.says('第二个')).text).toContain('第 3 次')
    await chat.says(RECEIPT)
    expect((await chat.says('查验')).text).toContain('第 4 次')
  })
})

describe('asking in one’s own words', () => {
  it.each(['帮我看看这张票是不是真的', '请验一下', '这是假的吧？'])(
    '%s with the values verifies',
    async (words) => {
      const office = await openOffice()
      expect((await office.chat().says(`${words} ${RECEIPT}`)).text).toContain('查验成功')
    },
  )
})
