/** What is kept of a question: nothing of a receipt or a person, and enough to see what was asked. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LONGEST_QUESTION, maskedQuestion } from '../../../core/faq/question.ts'

describe('a question that is kept', () => {
  it.each([
    '财会〔2020〕6号怎么执行',
    '缴款人是单位还是个人',
    '抬头开错了怎么办',
    '票据要保存30年吗',
    '2025年的票还能查吗',
    'How do I delete my data?',
    '票据代码8位，号码10位，校验码6位',
    '我叫什么都能开票吗',
  ])('keeps its words: %s', (text) => {
    expect(maskedQuestion(text)).toBe(text.replaceAll('，', ','))
  })

  it.each([
    ['42990126 0000000001 55e8a5 怎么查不到', '〔号码〕 〔号码〕 〔号码〕 怎么查不到'],
    ['４２９９０１２６的票', '〔号码〕的票'],
    ['校验码 qwmtze 不对', '校验码 〔号码〕 不对'],
    ['为什么 bnqFFX 查不到', '为什么 〔号码〕 查不到'],
    ['https://e.cn/d?d=42990126_0000000001_55e8a5 打不开', '〔网址〕 打不开'],
    ['电话138-0013-8000收不到', '电话〔号码〕收不到'],
    ['一三八零零一三八零零零收不到', '〔号码〕收不到'],
    ['身份证42990119900101123X', '身份证〔号码〕'],
    ['发到a.b@example.cn行吗', '发到〔邮箱〕行吗'],
    ['鄂A12345罚款', '〔车牌〕罚款'],
    ['处罚决定书号 鄂公交决字〔2026〕第123号 查不到', '处罚决定书号 〔文号〕 查不到'],
    ['缴款人：张 三，金额236.21元', '缴款人:〔姓名〕,金额〔金额〕'],
    ['姓名张三丰', '姓名〔姓名〕'],
    ['我叫张三丰，票丢了', '我叫〔姓名〕,票丢了'],
    ['王女士的票', '〔姓名〕女士的票'],
    ['payer: John Q. Smith, why', 'payer: 〔姓名〕, why'],
    ['2026年3月6日开的，3万元', '〔日期〕开的,〔金额〕'],
  ])('%s becomes %s', (text, kept) => {
    expect(maskedQuestion(text)).toBe(kept)
  })

  it('is one line of a bounded length, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const kept = maskedQuestion(text)
        expect(Array.from(kept).length).toBeLessThanOrEqual(LONGEST_QUESTION)
        expect(kept).not.toMatch(/[\n\r]/)
      }),
    )
  })
})

const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^[0-9]{${min},${max}}$`))
const surname = fc.constantFrom(...'张王李赵钱孙周吴郑冯陈欧司')
const given = fc.stringMatching(/^[\u4e00-\u9fa5]{1,3}$/)
const around = fc.constantFrom(
  '怎么办',
  '查不到是为什么',
  '，请问怎么开',
  ' 收不到',
  '。还能报销吗',
  '',
)

describe('planted data', () => {
  it('of numbers is never kept', () => {
    const check = fc.stringMatching(/^[0-9A-Za-z]{6}$/).filter((text) => /\d/.test(text))
    fc.assert(
      fc.property(
        digits(8, 8),
        digits(10, 10),
        check,
        digits(8, 8).map((rest) => `139${rest}`),
        digits(17, 17).map((rest) => `${rest}X`),
        around,
        fc.constantFrom(' ', '，', '/', '、', '\n'),
        (code, number, secret, phone, identity, words, gap) => {
          const kept = maskedQuestion([code, number, secret, phone, identity, words].join(gap))
          for (const value of [code, number, secret, phone, identity])
            expect(kept).not.toContain(value)
          expect(kept).not.toMatch(/\d{3}/)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('of names behind a label is never kept', () => {
    const label = fc.constantFrom(
      '缴款人：',
      '姓名:',
      '交款人是',
      '患者：',
      '我叫',
      '付款人名称：',
      '户名为',
    )
    fc.assert(
      fc.property(
        label,
        surname,
        given,
        fc.constantFrom('，', '。', ' ', '\n', ''),
        around,
        (before, family, rest, stop, words) => {
          const kept = maskedQuestion(`${before}${family}${rest}${stop}${words}`)
          expect(kept).not.toContain(`${family}${rest}`)
          expect(kept).toContain('〔姓名〕')
        },
      ),
      { numRuns: 500 },
    )
  })
})
