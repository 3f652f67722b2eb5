/** How people really put it: readings that no generator thinks of. */
import { describe, expect, it } from 'vitest'
import { readReference } from '../../../core/receipts/reference.ts'

const TRIPLE = { code: '42990126', number: '0000000001', check: '55e8a5' }

describe('what people write', () => {
  it.each([
    ['缴款人全名：赵大川', '赵大川'],
    ['缴款人姓名：赵大川', '赵大川'],
    ['交款人名称 ：赵大川', '赵大川'],
    ['交款人统一社会信用代码：91420000429900006F', undefined],
    ['请核对姓名是否正确', undefined],
    ['看看抬头对不对', undefined],
    ['my name is John Smith', undefined],
    ['payer is John Smith', 'John Smith'],
    ['payer: Zhao Dachuan, 2026-03-06', 'Zhao Dachuan'],
    ['缴款人：José Núñez', 'José Núñez'],
    ['缴款人：Jose\u0301 Nu\u0301n\u0303ez', 'José Núñez'],
    ['交款人：María José Ejemplo-Núñez 2025-10-21', 'María José Ejemplo-Núñez'],
    ['姓名是Ångström Öz', 'Ångström Öz'],
    ['姓名：J. O’Brien', 'J. O’Brien'],
    ["缴款人：J D'Arc 2025年10月21日", "J D'Arc"],
    ['缴款人：Иван Примеров', 'Иван Примеров'],
    ['缴款人：阿依古丽·示例 2025-10-22', '阿依古丽·示例'],
    ['缴款人：阿依古丽 • 示例', '阿依古丽 • 示例'],
    ['缴款人：武汉示范（集团）有限公司', '武汉示范(集团)有限公司'],
    ['缴款人：江城第3示范店 2025-10-21', '江城第3示范店'],
    ['缴款人：赵大川2025年10月21日', '赵大川'],
    ['缴款人：赵大川200元', '赵大川'],
    ['缴款人：武汉2中', '武汉2中'],
    ['缴款人：武汉3M示范公司', '武汉3M示范公司'],
    ['缴款人：江城ABC示范店', '江城ABC示范店'],
    ['缴款人：赵大川 OFD 打不开', '赵大川'],
    ['缴款人：赵大川，金额 236.21', '赵大川'],
  ])('%s names %s as the payer', (text, payer) => {
    expect(readReference(text).payer).toBe(payer)
  })

  it.each(['55e825', 'e825a1', '55E825', '558255', 'a12345'])(
    'the check code %s behind a name is no part of it',
    (check) => {
      for (const end of ['', ' 谢谢', '谢谢', '。']) {
        const reading = readReference(`42990124 0000000001 缴款人:赵大川${check}${end}`)
        expect(reading, end).toMatchObject({ payer: '赵大川', check })
      }
      const first = readReference(`缴款人:赵大川${check} 42990124 0000000001`)
      expect(first).toMatchObject({ payer: '赵大川', check, code: '42990124' })
    },
  )

  it.each([
    ['处罚决定书号4299010000000015的票据', '4299010000000015'],
    ['处罚决定书号4299010000000015谢谢', '4299010000000015'],
    ['处罚决定书号：4299010000000015，缴款人赵大川', '4299010000000015'],
    ['处罚决定书编号：鄂公交决字〔2026〕第12345号谢谢', '鄂公交决字〔2026〕第12345号'],
  ])('%s is the decision %s', (text, value) => {
    expect(readReference(text).payment).toEqual({ kind: 'decision', value })
  })

  it.each([
    'alipay缴费，42990126 0000000001',
    'wechat 付的 42990126 0000000001',
    'kindly find 42990126 0000000001',
    'check status of 42990126 0000000001',
  ])('%s has no check code', (text) => {
    expect(readReference(text)).toMatchObject({ code: TRIPLE.code, number: TRIPLE.number })
    expect(readReference(text).check).toBeUndefined()
  })

  it('digits in groups, as a face prints them', () => {
    expect(readReference('4299 0126 0000 0000 01 55e8a5')).toMatchObject(TRIPLE)
  })

  it('numbers of a list are no digits of what follows', () => {
    expect(readReference('①42990126 ②0000000001 ③55e8a5')).toMatchObject(TRIPLE)
  })

  it('of several amounts and dates the labelled one counts, and without a label none', () => {
    const face =
      '诊察费 20.00 化验费 216.21 合计（小写）236.21 就诊日期2026-03-05 开票日期2026-03-06'
    expect(readReference(face)).toMatchObject({ amountFen: 23621, date: '2026-03-06' })
    const several = readReference('自付 86.21 元 另外 150.00 元 2026-03-05 2026-03-06')
    expect(several.amountFen).toBeUndefined()
    expect(several.date).toBeUndefined()
  })

  it('comes to an end with messages made to be slow: a cubic pattern took minutes for these', () => {
    for (const label of ['金额', '票据代码', '处罚决定书号', '缴款人']) {
      for (const filler of [' ', '\n', ' \n', '：', '1 ', '（']) {
        expect(readReference(`${label}${filler.repeat(4000)}x`).check).toBeUndefined()
      }
    }
  })
})
