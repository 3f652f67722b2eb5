/** Reading references out of text: by shape, whatever stands around them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeReference } from '../../../core/receipts/reading.ts'
import { readReference } from '../../../core/receipts/reference.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
/** Hubei and other provinces; never something that reads as a date. */
const code = fc
  .tuple(fc.constantFrom('42', '32', '45', '15', '44'), digits(6))
  .map((parts) => parts.join(''))
const number = digits(10)
const check = fc.stringMatching(/^[0-9A-Za-z]{6}$/).filter((text) => /\d/.test(text))
const reference = fc.record({ code, number, check })
const separator = fc.constantFrom(' ', '\n', ',', '，', '、', ' ; ', '\t', ' / ', '　', '\u200b ')
const wide = (text: string) =>
  text.replace(/[!-~]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))

describe('readReference', () => {
  it('finds the three values in any order, with any separators and widths', () => {
    fc.assert(
      fc.property(
        reference,
        separator,
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.boolean(),
        (values, between, order, full) => {
          const parts = [values.code, values.number, values.check]
          const text = order.map((index) => parts[index]).join(between)
          expect(completeReference(readReference(full ? wide(text) : text))).toEqual(values)
        },
      ),
    )
  })

  it('finds them by their labels, in any order, with Chinese words around', () => {
    const labels = {
      code: ['票据代码', '代码'],
      number: ['票据号码', '票号'],
      check: ['校验码', '验证码'],
    }
    fc.assert(
      fc.property(
        reference,
        fc.nat(1),
        fc.constantFrom('：', ':', ' ', '是'),
        fc.shuffledSubarray(['code', 'number', 'check'] as const, { minLength: 3 }),
        (values, which, colon, order) => {
          const text = order
            .map((field) => `${labels[field][which]}${colon}${values[field]}`)
            .join('，')
          expect(completeReference(readReference(`您好，麻烦查一下，${text}，谢谢`))).toEqual(
            values,
          )
        },
      ),
    )
  })

  it('is not disturbed by an amount and a date beside them, and reads both', () => {
    const day = fc
      .date({ min: new Date('2015-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    const style = fc.constantFrom('-', '/', '.', '', '年')
    fc.assert(
      fc.property(
        reference,
        fc.integer({ min: 0, max: 99_999_999 }),
        day,
        style,
        (values, fen, date, sign) => {
          const [y, m, d] = date.split('-')
          const written = sign === '年' ? `${y}年${m}月${d}日` : `${y}${sign}${m}${sign}${d}`
          const amount = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
          const reading = readReference(
            `${values.code} ${values.number} ${values.check} ${written} ${amount}`,
          )
          expect(completeReference(reading)).toEqual(values)
          expect(reading.amountFen).toBe(fen)
          expect(reading.date).toBe(date)
        },
      ),
    )
  })

  it('reads the QR text of every known form', () => {
    const forms = [
      ({ code, number, check }: Values) =>
        `https://www.chinaebill.cn/d?t=a1b2c3&a=420000&d=${code}_${number}_${check}_20260306&s=qwerty`,
      ({ code, number, check }: Values) =>
        `https://www.chinaebill.cn/d?t=a&a=b&d=${code}_${number}_${check}_88.00_20260306&s=qwerty`,
      ({ code, number, check }: Values) =>
        `https://e.cn/x/showInvoice?invoice_code=${code}&invoice_number=${number}&check_code=${check}&z=1`,
      ({ code, number, check }: Values) =>
        `http://einvoice.jsczt.cn/page/${code}/${number}/${check}`,
      ({ code, number, check }: Values) => `https://e.cn/einvoice/1.1.0.${code}.${number}.${check}`,
      ({ code, number, check }: Values) => `01,${code},${number},${check},`,
    ]
    type Values = { code: string; number: string; check: string }
    fc.assert(
      fc.property(reference, fc.constantFrom(...forms), (values, form) => {
        expect(completeReference(readReference(form(values)))).toEqual(values)
      }),
    )
  })

  it('never throws, and invents nothing that was not typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const reading = readReference(text)
        const plain = text.normalize('NFKC')
        for (const value of [reading.code, reading.number]) {
          if (value) expect(plain.replace(/[^0-9]/g, '')).toContain(value)
        }
      }),
    )
  })

  it.each([
    ['a date is no code', '20260306 0000000001', { date: '2026-03-06', number: '0000000001' }],
    ['a date that is none is a code', '20261306', { code: '20261306' }],
    ['yuan without decimals need a sign', '¥200', { amountFen: 20000 }],
    ['元 is a sign too', '一共 88元', { amountFen: 8800 }],
    ['thousands', '1,234.50', { amountFen: 123450 }],
    ['a red amount', '-88.00', { amountFen: -8800 }],
    ['a labelled amount needs no decimals', '金额：200', { amountFen: 20000 }],
    ['digits of a code apart', '票据代码 4299 0126', { code: '42990126' }],
    ['a labelled payer', '缴款人：张三丰', { payer: '张三丰' }],
    ['a payer with a Latin name', 'payer: John Smith', { payer: 'John Smith' }],
    [
      'a decision number with letters',
      '处罚决定书号：鄂公交决字〔2026〕第12345号',
      { payment: { kind: 'decision', value: '鄂公交决字〔2026〕第12345号' } },
    ],
    ['an identity number is nothing', '429001199001011234', {}],
    ['a phone is nothing', '13800000001', {}],
  ])('%s', (_title, text, expected) => {
    const {
      words: _,
      rest: _rest,
      unclear: _unclear,
      unread: _unread,
      ...reading
    } = readReference(text)
    expect(reading).toEqual(expected)
  })

  it('names what it cannot tell apart', () => {
    expect(readReference('42990126 42990226 0000000001 a1b2c3 d4e5f6')).toMatchObject({
      unclear: ['code', 'check'],
      number: '0000000001',
    })
  })
})
