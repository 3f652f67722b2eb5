/** The table of what was seen: exact for keys, however many and however much alike. */
import { expect, it } from 'vitest'
import { createSeen } from '../../../adapters/import/seen.ts'
import { sampleReceipt } from '../../../core/receipts/sample.ts'

it('knows each receipt again by code and number, and tells whether it is the same', () => {
  const seen = createSeen()
  const receipt = sampleReceipt(1, 0)
  const keys = Array.from({ length: 20_000 }, (_, index) => ({
    code: ['42990126', '99999999', '00000000'][index % 3] ?? '',
    number: String((index * 4_294_967_296 + index) % 10_000_000_000).padStart(10, '0'),
  }))
  const distinct = new Set(keys.map(({ code, number }) => code + number))
  const found = keys.map((key) => seen.check({ ...receipt, ...key }))
  expect(found.filter((one) => one === 'new')).toHaveLength(distinct.size)
  expect(found).not.toContain('different')
  for (const key of keys) {
    expect(seen.check({ ...receipt, ...key })).toBe('same')
    expect(seen.check({ ...receipt, ...key, amountFen: 1 })).toBe('different')
  }
})
