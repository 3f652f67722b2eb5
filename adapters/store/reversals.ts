/** Says on an original that a red receipt reverses it, whichever of the two comes into the ledger first. */
import type { Knex } from 'knex'
import type { Receipt, ReceiptFlags, ReceiptKey } from '../../core/receipts/receipt.ts'
import { asObject } from './json-rows.ts'

type Reversal = NonNullable<ReceiptFlags['reversed']>
type FlagsRow = ReceiptKey & { readonly flags: string }
type Pending = { readonly original: ReceiptKey; readonly reversal: Reversal }
type MarkRow = { readonly name: string; readonly owner: string; readonly until: number }

/** A red receipt without its original waits as a mark that never runs out. */
const FOREVER = Number.MAX_SAFE_INTEGER

/** To be called in the transaction that added these receipts. An original that is reversed already stays as it is. */
export async function markReversals(db: Knex, added: readonly Receipt[]): Promise<void> {
  const reversals = [...(await takeWaiting(db, added)), ...added.flatMap(reversalBy)]
  if (reversals.length === 0) return
  const first = new Map<string, Pending>()
  for (const pending of reversals) {
    const name = markName(pending.original)
    if (!first.has(name)) first.set(name, pending)
  }
  const found = await flagsOf(
    db,
    [...first.values()].map(({ original }) => original),
  )
  await setFlags(
    db,
    found.flatMap((row) => reversedFlags(row, first.get(markName(row)))),
  )
  for (const row of found) first.delete(markName(row))
  await wait(db, first)
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
  const byName = new Map(
    added.map(({ code, number }) => [markName({ code, number }), { code, number }]),
  )
  const marks = await db<MarkRow>('marks')
    .select('name', 'owner')
    .whereRaw(
      'name IN (SELECT value->>0 FROM json_each(?))',
      asObject([...byName.keys()].map((name) => [name])),
    )
  if (marks.length === 0) return []
  await db('marks')
    .whereIn(
      'name',
      marks.map(({ name }) => name),
    )
    .delete()
  return marks.flatMap(({ name, owner }) => {
    const original = byName.get(name)
    return original ? [{ original, reversal: JSON.parse(owner) as Reversal }] : []
  })
}

async function wait(db: Knex, pending: ReadonlyMap<string, Pending>): Promise<void> {
  if (pending.size === 0) return
  const rows = [...pending].map(([name, { reversal }]) => ({
    name,
    owner: JSON.stringify(reversal),
    until: FOREVER,
  }))
  await db<MarkRow>('marks').insert(rows).onConflict('name').ignore()
}

async function flagsOf(db: Knex, keys: readonly ReceiptKey[]): Promise<FlagsRow[]> {
  return db<FlagsRow>('receipts')
    .select('code', 'number', 'flags')
    .whereRaw(
      '(code, number) IN (SELECT value->>0, value->>1 FROM json_each(?))',
      asObject(keys.map(({ code, number }) => [code, number])),
    )
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

function markName({ code, number }: ReceiptKey): string {
  return `reversed:${code}:${number}`
}
