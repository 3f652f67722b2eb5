/** Says on an original that a red receipt reverses it, whichever of the two comes into the ledger first. */
import type { Knex } from 'knex'
import type { Receipt, ReceiptFlags, ReceiptKey } from '../../core/receipts/receipt.ts'
import { asObject, askRows, inserting } from './json-rows.ts'

type Reversal = NonNullable<ReceiptFlags['reversed']>
type FlagsRow = ReceiptKey & { readonly flags: string }
type Pending = { readonly original: ReceiptKey; readonly reversal: Reversal }

/** A red receipt whose original is not in the ledger yet. */
interface ReversalRow {
  readonly original_code: string
  readonly original_number: string
  readonly code: string
  readonly number: string
  readonly issued_on: string
}

const waiting = inserting<ReversalRow>('reversals', {
  original_code: 'text',
  original_number: 'text',
  code: 'text',
  number: 'text',
  issued_on: 'text',
})
const WAIT = `${waiting.sql} ON CONFLICT (original_code, original_number) DO NOTHING`
const TAKE = `DELETE FROM reversals
  WHERE (original_code, original_number) IN (SELECT value->>0, value->>1 FROM json_each(?)) RETURNING *`

/** To be called in the transaction that added these receipts. An original that is reversed already stays as it is. */
export async function markReversals(db: Knex, added: readonly Receipt[]): Promise<void> {
  const reversals = [...(await takeWaiting(db, added)), ...added.flatMap(reversalBy)]
  if (reversals.length === 0) return
  const first = new Map<string, Pending>()
  for (const pending of reversals) {
    const key = keyOf(pending.original)
    if (!first.has(key)) first.set(key, pending)
  }
  const found = await flagsOf(
    db,
    [...first.values()].map(({ original }) => original),
  )
  await setFlags(
    db,
    found.flatMap((row) => reversedFlags(row, first.get(keyOf(row)))),
  )
  for (const row of found) first.delete(keyOf(row))
  if (first.size > 0) await db.raw(WAIT, waiting.bind([...first.values()].map(toRow)))
}

function reversalBy({ code, number, issuedOn, original }: Receipt): Pending[] {
  return original ? [{ original, reversal: { code, number, date: issuedOn } }] : []
}

function reversedFlags({ code, number, flags }: FlagsRow, pending?: Pending): FlagsRow[] {
  const before = JSON.parse(flags) as ReceiptFlags
  if (!pending || before.reversed) return []
  return [{ code, number, flags: JSON.stringify({ ...before, reversed: pending.reversal }) }]
}

/** The reversals that came before their originals, which are among the added now. */
async function takeWaiting(db: Knex, added: readonly ReceiptKey[]): Promise<Pending[]> {
  const rows = await askRows<ReversalRow>(db, TAKE, [asKeys(added)])
  return rows.map(({ original_code, original_number, code, number, issued_on: date }) => ({
    original: { code: original_code, number: original_number },
    reversal: { code, number, date },
  }))
}

function toRow({ original, reversal: { code, number, date } }: Pending): ReversalRow {
  return {
    original_code: original.code,
    original_number: original.number,
    code,
    number,
    issued_on: date,
  }
}

async function flagsOf(db: Knex, keys: readonly ReceiptKey[]): Promise<FlagsRow[]> {
  return db<FlagsRow>('receipts')
    .select('code', 'number', 'flags')
    .whereRaw('(code, number) IN (SELECT value->>0, value->>1 FROM json_each(?))', asKeys(keys))
}

async function setFlags(db: Knex, rows: readonly FlagsRow[]): Promise<void> {
  if (rows.length === 0) return
  await db.raw(
    `WITH changed AS (SELECT value->>0 AS code, value->>1 AS number, value->>2 AS flags FROM json_each(?))
     UPDATE receipts SET flags = changed.flags FROM changed
     WHERE receipts.code = changed.code AND receipts.number = changed.number`,
    asObject(rows.map(({ code, number, flags }) => [code, number, flags])),
  )
}

function asKeys(keys: readonly ReceiptKey[]): string {
  return asObject(keys.map(({ code, number }) => [code, number]))
}

function keyOf({ code, number }: ReceiptKey): string {
  return `${code}:${number}`
}
