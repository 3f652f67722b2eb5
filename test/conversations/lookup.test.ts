/** 查票: by the three values, in every form in which people send them. */
import { describe, expect, it } from 'vitest'
import { openOffice } from '../support/office.ts'

const CODE = '42990126'
const NUMBER = '0000000001'
const CHECK = '55e8a5'

describe('looking up a receipt by its three values', () => {
  it.each([
    ['in a line', `${CODE} ${NUMBER} ${CHECK}`],
    ['in any order', `${CHECK} ${NUMBER} ${CODE}`],
    ['after the verb', `查票 ${CODE},${NUMBER},${CHECK}`],
    ['after the command', `/lookup ${CODE} ${NUMBER} ${CHECK}`],
    ['labelled', `票据代码：${CODE}\n票据号码：${NUMBER}\n校验码：${CHECK}`],
    ['in English', `lookup code ${CODE} number ${NUMBER} check code ${CHECK}`],
    [
      'full width',
      '４２９９０１２６　００００００００１　５５ｅ８ａ５'.replace(
        '００００００００１',
        '０００００００００１',
      ),
    ],
    ['with invisible characters', `\u200b${CODE}\u200b ${NUMBER}\ufeff ${CHECK}`],
    [
      'as a QR text with an amount',
      `https://www.chinaebill.cn/d?t=1&a=2&d=${CODE}_${NUMBER}_${CHECK}_236.21_20260306&s=x`,
    ],
    ['as a QR text of Jiangsu', `http://einvoice.jsczt.cn/page/${CODE}/${NUMBER}/${CHECK}`],
    [
      'as a QR text with parameters',
      `https://e.cn/showInvoice?invoice_code=${CODE}&invoice_number=${NUMBER}&check_code=${CHECK}&x=1`,
    ],
    ['as a QR text with dots', `https://e.cn/einvoice/1.0.${CODE}.${NUMBER}.${CHECK}`],
  ])('answers with a card when they come %s', async (_form, text) => {
    const office = await openOffice()
    const answer = await office.chat().says(text)
    expect(answer.text).toContain('湖北省医疗门诊收费票据（电子）')
    expect(answer.text).toContain('江城示范医院')
    expect(answer.text).toContain('张*')
    expect(answer.text).toContain('236.21')
    expect(answer.text).toContain('2026-03-06')
    expect(answer.text).toContain('正常')
    expect(answer.choices.map(({ label }) => label)).toEqual(['完整票据', '查验'])
    expect(answer.text).not.toContain(CHECK)
    expect(answer.text).not.toContain(NUMBER)
    expect(answer.text).not.toContain('张三丰')
  })

  it('asks for what is missing one at a time, and remembers it across a restart', async () => {
    const office = await openOffice()
    const chat = office.chat()
    expect((await chat.says('查票')).text).toMatch(/票据代码.*票据号码.*校验码/)
    expect((await chat.says(CODE)).text).toMatch(/^还差票据号码/)
    await office.restart()
    expect((await chat.says(NUMBER)).text).toMatch(/^还差校验码/)
    expect((await chat.says(CHECK)).text).toContain('江城示范医院')
  })

  it('takes a check code of letters when it was asked for it', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(`42990326 ${NUMBER}`)
    expect((await chat.says('qwmtze')).text).toContain('公益事业捐赠')
  })

  it('does not take the verb for a check code', async () => {
    const office = await openOffice()
    expect((await office.chat().says(`lookup ${CODE} ${NUMBER}`)).text).toMatch(/^还差校验码/)
  })

  it('asks when two readings are left', async () => {
    const office = await openOffice()
    const chat = office.chat()
    const answer = await chat.says(`${CODE} ${NUMBER} 55e8a5 abc123`)
    expect(answer.text).toMatch(/不止一个像校验码/)
    expect(answer.text).not.toContain('abc123')
    expect((await chat.says(CHECK)).text).toContain('江城示范医院')
  })

  it('leaves at 取消 at any time', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(CODE)
    expect((await chat.says('取消')).text).toBe('好的，已取消。')
    expect((await chat.says('取消')).text).toBe('现在没有正在办理的事。')
  })

  it('says the same for a wrong check code and for no receipt, and repeats nothing typed', async () => {
    const office = await openOffice()
    const wrong = await office.chat({ user: 'a' }).says(`${CODE} ${NUMBER} 55E8A5`)
    const missing = await office.chat({ user: 'b' }).says(`42990199 0000000099 zzzzz9`)
    const { id, answers = '' } = wrong.message
    expect(wrong.message).toEqual({ ...missing.message, id, answers })
    expect(wrong.text).toContain('查无此票')
    expect(missing.text).not.toMatch(/42990199|0000000099|zzzzz9/)
  })

  it('says what the states mean', async () => {
    const office = await openOffice()
    const chat = office.chat()
    expect((await chat.says('42990126 0000000002 138904')).text).toMatch(/已冲红[^]*尾号 0003/)
    expect((await chat.says('42990126 0000000003 f0e1d2')).text).toMatch(/-88\.00[^]*不能单独报销/)
    expect((await chat.says('42990226 0000000002 Zx90qa')).text).toMatch(/已换开纸质/)
    const booked = await chat.says('42990526 0000000002 m3N4p5')
    expect(booked.text).toMatch(/已入账/)
    expect(booked.text).not.toContain('江城示范研究所')
  })

  it('says that it cannot look, and never that the receipt is false, when the platform is away', async () => {
    const { PlatformError } = await import('../../core/errors.ts')
    const office = await openOffice()
    const away = () => Promise.reject(new PlatformError('timeout', 'no answer in time'))
    office.platform.current = {
      find: away,
      findByNumber: away,
      findByPhone: away,
      findOfUnit: away,
      verify: away,
      requestReversal: away,
      reversalStatus: away,
    }
    const chat = office.chat()
    for (const verb of ['查票', '查验']) {
      const { text } = await chat.says(`${verb} ${CODE} ${NUMBER} ${CHECK}`)
      expect(text).toContain('暂时查不了')
      expect(text).not.toMatch(/假|查无此票/)
    }
    expect((await chat.says('处罚决定书号 4299010000000015')).text).toContain('暂时查不了')
  })

  it('carries no date or amount over to another receipt', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says('查验 42990126 0000000001 2026-03-06 236.21')
    await chat.says('0000000002')
    const { text } = await chat.says('138904')
    expect(text).toContain('金额未提供，开票日期未提供')
  })

  it('takes one receipt at a time, and says so', async () => {
    const chat = (await openOffice()).chat()
    const said = '42990126 0000000001 55e8a5 和 42990226 0000000002 bnqFFX'
    expect((await chat.says(`查票 ${said}`)).text).toContain('一次只能查一张')
  })

  it('takes one corrected value after “not found”, and keeps the others', async () => {
    const office = await openOffice()
    const chat = office.chat()
    for (const [wrong, right] of [
      ['42990126 0000000001 55E8A5', '校验码：55e8a5'],
      ['42990126 0000000001 55E8A5', '55e8a5'],
      ['42990126 0000000009 55e8a5', '0000000001'],
    ] as const) {
      expect((await chat.says(wrong)).text).toContain('查无此票')
      expect((await chat.says(right)).text).toContain('江城示范医院')
    }
  })

  it('waits for nothing after “not found”', async () => {
    const chat = (await openOffice()).chat()
    await chat.says('42990126 0000000001 55E8A5')
    expect((await chat.says('电子票据能作废吗')).text).not.toContain('还在等您补充')
    expect((await chat.says('取消')).text).not.toContain('还在')
  })

  it.each(['票号 000000001', '票据代码：4299012', 'receipt number 00000000012'])(
    'says how long the values are when %s is not',
    async (said) => {
      const chat = (await openOffice()).chat()
      expect((await chat.says(said)).text).toMatch(/8 位数字[^]*10 位数字/)
      expect((await chat.says('42990126')).text).toContain('还差票据号码')
    },
  )

  it('may begin with the check code', async () => {
    const chat = (await openOffice()).chat()
    expect((await chat.says('校验码：55e8a5')).text).toContain('还差票据代码')
    await chat.says('42990126')
    expect((await chat.says('0000000001')).text).toContain('江城示范医院')
  })

  it.each(['算了，我不想查了', '不用了谢谢', '算了不查了', '不查了'])(
    '%s leaves it as well',
    async (word) => {
      const chat = (await openOffice()).chat()
      await chat.says('42990126')
      expect((await chat.says(word)).text).toBe('好的，已取消。')
    },
  )
})
