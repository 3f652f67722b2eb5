/** Amounts in figures and in words. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capitalFen, formatFen, parseFen } from '../../../core/receipts/amount.ts'

describe('amounts', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (fen) => {
        expect(parseFen(formatFen(fen))).toBe(fen)
      }),
    )
  })

  it.each(['', 'abc', '1.234', '1,23.00', '--1', '1e5', '999999999999999999'])(
    '%j is none',
    (text) => {
      expect(parseFen(text)).toBeUndefined()
    },
  )

  it.each([
    [0, '零元整'],
    [1, '壹分'],
    [10, '壹角整'],
    [105, '壹元零伍分'],
    [23621, '贰佰叁拾陆元贰角壹分'],
    [20000, '贰佰元整'],
    [100000, '壹仟元整'],
    [1000000, '壹万元整'],
    [1000100, '壹万零壹元整'],
    [10050000, '壹拾万零伍佰元整'],
    [1286050, '壹万贰仟捌佰陆拾元伍角整'],
    [100000000000, '壹拾亿元整'],
    [100000001000, '壹拾亿零壹拾元整'],
    [-8800, '负捌拾捌元整'],
    [1010101, '壹万零壹佰零壹元零壹分'],
  ])('%i fen is %s', (fen, words) => {
    expect(capitalFen(fen)).toBe(words)
  })
})
