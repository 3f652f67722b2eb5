/** Splitting a CSV: the same as a known parser where the file is good, and line by line where it is not. */
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createCsvReader,
  type CsvRecord,
  RecordTooLong,
} from '../../../adapters/import/csv-reader.ts'

function read(text: string, cuts: readonly number[] = [], longest = 10_000): CsvRecord[] {
  const reader = createCsvReader(longest)
  const records: CsvRecord[] = []
  let from = 0
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    records.push(...reader.push(text.slice(from, Math.max(cut, from))))
    from = Math.max(cut, from)
  }
  return [...records, ...reader.push(text.slice(from)), ...reader.end()]
}

const cell = fc.string({ unit: fc.constantFrom('a', '票', '"', ',', '\n', '\r\n', ' ', '𠮷') })
const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 })
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`

describe('the CSV reader', () => {
  it('reads well-formed files as csv-parse does, however they are cut', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat(200), { maxLength: 5 }), (table, cuts) => {
        const text = table.map((row) => `x,${row.map(quote).join(',')}\n`).join('')
        const known = parse(text, { relax_column_count: true }) as string[][]
        expect(read(text, cuts).map(({ fields }) => fields)).toEqual(known)
      }),
    )
  })

  it('reads any text, and the same however it is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 60 })
    fc.assert(
      fc.property(text, fc.array(fc.nat(60), { maxLength: 6 }), (any, cuts) => {
        expect(read(any, cuts)).toEqual(read(any))
      }),
      { numRuns: 2000 },
    )
  })

  it('counts physical lines, with line breaks in quotes and blank lines', () => {
    const records = read('h\r\n"a\r\nb\nc"\r\n\r\n\nd\re')
    expect(records).toEqual([
      { line: 1, fields: ['h'] },
      { line: 2, fields: ['a\r\nb\nc'] },
      { line: 7, fields: ['d'] },
      { line: 8, fields: ['e'] },
    ])
  })

  it('gives up only the line whose quote is not closed', () => {
    expect(read('a,b\n1,"open\n2,x\n3,"y"\n4,z')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: [], fault: 'quotes' },
      { line: 3, fields: ['2', 'x'] },
      { line: 4, fields: ['3', 'y'] },
      { line: 5, fields: ['4', 'z'] },
    ])
    const long = `a\n"open\n${'line\n'.repeat(50)}`
    expect(read(long, [], 100).filter(({ fault }) => fault)).toHaveLength(1)
    expect(read(long, [], 100)).toHaveLength(52)
  })

  it('stops at a line that is too long, holding no more than the limit', () => {
    const reader = createCsvReader(100)
    expect(reader.push('a\n')).toHaveLength(1)
    expect(() => reader.push('x'.repeat(101))).toThrow(RecordTooLong)
  })
})
