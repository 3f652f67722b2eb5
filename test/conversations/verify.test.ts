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
    expect(text).toContain('金额一致，开票日期一致，交款人未提供')
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
    ['the payer', '缴款人：张四', '交款人不一致'],
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
    expect(text).toMatch(/状态：已冲红[^]*不能再用于报销/)
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

  it('says in its title what the receipt is worth', async () => {
    const chat = (await openOffice()).chat()
    const reversed = await chat.says('查验 42990126 0000000002 138904')
    expect(reversed.message.card?.title).toBe('查验成功（已冲红）')
    const bare = await chat.says(`查验 ${RECEIPT}`)
    expect(bare.message.card?.title).toBe('查验成功')
    expect(bare.text).toContain('没有提供日期、金额')
  })

  it.each([
    ['a whole amount', '236', '金额不一致'],
    ['a negative one', '-88', '金额不一致'],
    ['three decimals', '236.210', '没有看懂'],
    ['a Chinese date', '二〇二六年三月六日', '没有看懂'],
    ['a Chinese amount', '二百三十六元二角一分', '没有看懂'],
  ])('reads or asks for %s', async (_what, fact, words) => {
    const { text } = await (await openOffice()).chat().says(`查验 ${RECEIPT} ${fact}`)
    expect(text).toContain(words)
  })

  it('says nothing of unread values where there are none', async () => {
    const { text } = await (await openOffice()).chat().says(`查验 ${RECEIPT} 2026-03-06 236.21`)
    expect(text).not.toContain('没有看懂')
  })

  it('compares date and amount afterwards, also over a restart', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(`查验 ${RECEIPT}`)
    expect((await chat.presses('核对日期和金额')).text).toContain('请发开票日期和金额')
    expect((await chat.says('三月六日')).text).toContain('没有看懂')
    await office.restart()
    expect((await chat.says('2026-03-06 236.21')).text).toContain('金额一致，开票日期一致')
    expect(chat.last?.choices.map(({ label }) => label)).toEqual(['完整票据'])
  })

  it.each(['查验票据', '查验一下', '验真伪', '/verify'])('begins with %s alone', async (verb) => {
    expect((await (await openOffice()).chat().says(verb)).text).toContain('请发要查验的')
  })
})
