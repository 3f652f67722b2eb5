/** A red receipt marks its original as reversed, whichever comes first, on either database. */
import { afterAll, describe, expect, it } from 'vitest'
import { postgresServer } from '../../support/postgres.ts'
import { csvOf, importing, keyOf } from './importing.ts'

const server = await postgresServer()
afterAll(() => server.stop())

const original = { EInvoiceNumber: '0000000001' }
const red = {
  EInvoiceNumber: '0000000002',
  IssueDate: '2026-03-09',
  TotalAmount: '-236.21',
  RelatedInvoiceCode: '42990126',
  RelatedInvoiceNumber: '0000000001',
}
const later = { ...red, EInvoiceNumber: '0000000003' }
const reversed = { code: '42990126', number: '0000000002', date: '2026-03-09' }

describe.each(['SQLite', 'PostgreSQL'])('a red receipt, on %s', (database) => {
  const start = async () =>
    importing(database === 'PostgreSQL' ? await server.freshUrl() : undefined)

  it.each([
    ['after its original', [csvOf(original, red)]],
    ['before its original', [csvOf(red, original)]],
    ['in a later import', [csvOf(original), csvOf(red)]],
    ['in an earlier import', [csvOf(red), csvOf(original)]],
    ['once only', [csvOf(original, red), csvOf(later)]],
    ['followed by another', [csvOf(red, later), csvOf(original), csvOf(later)]],
  ])('reverses it %s', async (_when, files) => {
    const { file, store } = await start()
    for (const csv of files) expect((await file(csv)).result.problems).toEqual([])
    expect((await store.ledger.find(keyOf(1)))?.flags).toEqual({ reversed })
    expect(await store.ledger.find(keyOf(2))).toMatchObject({ original: keyOf(1), flags: {} })
    for (const csv of files) expect((await file(csv)).result.imported).toBe(0)
  })

  it('leaves other flags of the original alone', async () => {
    const { file, store } = await start()
    const booked = { unit: '某单位', date: '2026-03-07', amountFen: 23621 }
    const receipt = {
      ...keyOf(1),
      check: '55e8a5',
      name: '票据',
      issuedOn: '2026-03-06',
      amountFen: 23621,
      issuer: { name: '江城示范医院' },
      payer: { name: '张三丰' },
      items: [],
      flags: { booked },
      checks: 0,
    }
    await store.transaction((tx) => tx.ledger.add([receipt]))
    await file(csvOf({ EInvoiceNumber: '0000000009' }, red))
    expect((await store.ledger.find(keyOf(1)))?.flags).toEqual({ booked, reversed })
  })

  it('that names itself, or half an original, is refused', async () => {
    const { file } = await start()
    const itself = { ...red, EInvoiceNumber: '0000000001' }
    const { result } = await file(csvOf(itself, { ...red, RelatedInvoiceCode: '' }))
    expect(result).toMatchObject({ imported: 0, refused: 2 })
  })
})
