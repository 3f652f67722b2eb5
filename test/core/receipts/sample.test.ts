/** The sample receipts: the same for a seed, of every kind, and nobody's. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sampleReceipts } from '../../../bots/sample.ts'
import { statesOf } from '../../../core/receipts/receipt.ts'
import { sampleReceipt } from '../../../core/receipts/sample.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const many = Array.from({ length: 4000 }, (_, index) => sampleReceipt(11, index))
const silent = { out: () => undefined, err: () => undefined }

describe('sample receipts', () => {
  it('are the same for a seed and others for another', () => {
    expect(sampleReceipt(11, 1234)).toEqual(many[1234])
    expect(sampleReceipt(12, 1234)).not.toEqual(many[1234])
    expect(new Set(many.map(({ check }) => check)).size).toBeGreaterThan(3900)
  })

  it('have codes that nobody issues, numbers with leading zeros, and are each their own', () => {
    expect(many.every(({ code }) => /^4299\d{4}$/.test(code))).toBe(true)
    expect(many.every(({ number }) => /^0\d{9}$/.test(number))).toBe(true)
    expect(new Set(many.map(({ code, number }) => code + number)).size).toBe(many.length)
  })

  it('are of every kind, state and oddity', () => {
    expect(new Set(many.map(({ name }) => name)).size).toBe(8)
    expect(new Set(many.flatMap(statesOf))).toEqual(
      new Set(['normal', 'reversed', 'red', 'paper', 'booked']),
    )
    for (const shape of [/^\d{6}$/, /^[0-9a-f]{6}$/, /^[a-zA-Z]{6}$/, /[A-Z].*\d|\d.*[A-Z]/]) {
      expect(many.some(({ check }) => shape.test(check))).toBe(true)
    }
    for (const name of [/·/, /[A-Za-z]/, /𬍛/u, /.{30}/, /"/]) {
      expect(many.some(({ payer }) => name.test(payer.name))).toBe(true)
    }
    for (const remark of [/,/, /"/, /\n/, /^=/]) {
      expect(many.some((receipt) => remark.test(receipt.remark ?? ''))).toBe(true)
    }
    expect(many.some(({ decisionNumber }) => decisionNumber)).toBe(true)
    expect(many.some(({ payCode }) => /^\d{20}$/.test(payCode ?? ''))).toBe(true)
  })

  it('reverse and are reversed in pairs whose amounts cancel out', () => {
    const byNumber = new Map(many.map((receipt) => [receipt.number, receipt]))
    const reds = many.filter(({ original }) => original)
    expect(reds.length).toBeGreaterThan(20)
    for (const red of reds) {
      const original = byNumber.get(red.original?.number ?? '')
      expect(original?.code).toBe(red.original?.code)
      expect((original?.amountFen ?? 0) + red.amountFen).toBe(0)
      expect(original?.flags.reversed).toEqual({
        code: red.code,
        number: red.number,
        date: red.issuedOn,
      })
    }
  })

  it('have items that add up, and are booked for their amount', () => {
    for (const { items, amountFen, flags } of many) {
      expect(items.reduce((sum, item) => sum + item.amountFen, 0)).toBe(amountFen)
      if (flags.booked) expect(flags.booked.amountFen).toBe(amountFen)
    }
  })

  it('are written as CSV, as one XML, or as a folder of XML, the same each time', async () => {
    const folder = temporaryFolder()
    const write = (count: number, name: string) =>
      sampleReceipts({ count, seed: 2, path: join(folder, name) }, silent)
    expect([await write(3, 'a.csv'), await write(3, 'b.csv'), await write(1, 'c.xml')]).toEqual([
      0, 0, 0,
    ])
    expect(readFileSync(join(folder, 'a.csv'))).toEqual(readFileSync(join(folder, 'b.csv')))
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toMatch(
      /^EInvoiceCode,EInvoiceNumber,.*,Remark\r\n4299/,
    )
    expect(await write(5, 'folder')).toBe(0)
    expect(readdirSync(join(folder, 'folder'))).toHaveLength(5)
    expect(readFileSync(join(folder, 'c.xml'), 'utf8')).toContain(
      '<EInvoiceTag>CZ-EI-42</EInvoiceTag>',
    )
    expect(await write(2, 'd.xml')).toBe(2)
    mkdirSync(join(folder, 'e.csv'))
    expect(await write(2, 'e.csv')).toBe(1)
  })
})
