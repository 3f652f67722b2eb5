/** The table of receipts: the ledger of the sandbox platform. */
import type { Knex } from 'knex'
import { plainName, sameName } from '../../core/names.ts'
import type { Receipt, ReceiptFlags, ReceiptKey } from '../../core/receipts/receipt.ts'
import type { Added, Ledger } from '../../core/store.ts'
import { asObject, askRows, inserting } from './json-rows.ts'
import { markReversals } from './reversals.ts'
import { together } from './together.ts'

interface Row {
  code: string
  number: string
  check_code: string
  issued_on: string
  amount_fen: number
  issuer_code: string | null
  payer_phone: string | null
  decision_number: string | null
  pay_code: string | null
  details: string
  flags: string
  checks: number
}

type Details = Pick<
  Receipt,
  | 'name'
  | 'issuer'
  | 'payer'
  | 'items'
  | 'issuedAt'
  | 'region'
  | 'remark'
  | 'handler'
  | 'checker'
  | 'original'
>

const columnOf = { decision: 'decision_number', payCode: 'pay_code' } as const

/** What makes a receipt the same; flags and checks come from the platform later. */
const CONTENT = [
  'code',
  'number',
  'check_code',
  'issued_on',
  'amount_fen',
  'issuer_code',
  'payer_phone',
  'decision_number',
  'pay_code',
  'details',
] as const
type Content = Pick<Row, (typeof CONTENT)[number]>

const adding = inserting<Row>('receipts', {
  code: 'text',
  number: 'text',
  check_code: 'text',
  issued_on: 'text',
  amount_fen: 'bigint',
  issuer_code: 'text',
  payer_phone: 'text',
  decision_number: 'text',
  pay_code: 'text',
  details: 'text',
  flags: 'text',
  checks: 'bigint',
})
const BY_KEYS = `FROM receipts
  WHERE (code, number) IN (SELECT value->>0, value->>1 FROM json_each(?))`
const FIND = `SELECT * ${BY_KEYS}`
const COMPARE = `SELECT ${CONTENT.join(', ')} ${BY_KEYS}`

const NEWEST_FIRST = 'issued_on DESC, code, number DESC'
/** One payer has a handful of receipts of one unit a day. */
const MOST_OF_A_DAY = 200
/** A unit may have thousands a day: the names of so many are compared at a time. */
const COMPARED_AT_ONCE = 500

/** Longer statements are no faster, and take more memory. */
const ROWS_A_STATEMENT = 500

export function ledgerOf(db: Knex): Ledger {
  const receipts = () => db<Row>('receipts')
  return {
    find: together(async (keys: readonly ReceiptKey[]) => {
      const found = new Map((await storedBy<Row>(db, FIND, keys)).map((row) => [keyOf(row), row]))
      return keys.map((key) => {
        const row = found.get(keyOf(key))
        return row && fromRow(row)
      })
    }),
    async findByNumber({ kind, value }, limit) {
      const rows = await receipts()
        .where(columnOf[kind], value)
        .orderBy('issued_on', 'desc')
        .limit(limit)
      return rows.map(fromRow)
    },
    add: (all) => bySome(all, (some) => addSome(db, some)),
    compare: (all) =>
      bySome(all, async (some) => {
        const known = await knownOf(db, some)
        return some.map((receipt): Added => {
          const before = known.get(keyOf(receipt))
          return before ? compared(toRow(receipt), before) : 'added'
        })
      }),
    async findByPhone(phone, { skip, limit }) {
      const rows = await receipts()
        .whereIn('payer_phone', [phone, `86${phone}`, `+86${phone}`])
        .orderByRaw(NEWEST_FIRST)
        .offset(skip)
        .limit(limit)
      return rows.map(fromRow)
    },
    async findOfUnit(unit, query) {
      const own = receipts().where({ issuer_code: unit })
      if ('key' in query) {
        const { code, number } = query.key
        return (await own.where({ code, number })).map(fromRow)
      }
      const ofDay = own.where({ issued_on: query.date }).orderByRaw(NEWEST_FIRST)
      return ofPayer(narrowed(db, ofDay, query.payer), query.payer)
    },
    async countCheck({ code, number }) {
      await receipts()
        .where({ code, number })
        .update({ checks: db.raw('checks + 1') })
    },
    isEmpty: async () => (await receipts().select('code').first()) === undefined,
  }
}

/** The payer's name as JSON has it, and whether it could be this one; lower case is that of plain letters only. */
const PAYER_COULD_BE = {
  postgres: `COALESCE(lower(substring(details from '"payer":\\{"name":("[^"]*")') COLLATE "C") LIKE ?
    OR substring(details from '"payer":\\{"name":("[^"]*")') ~ ?, true)`,
  sqlite: `COALESCE(details -> '$.payer.name' LIKE ? OR details -> '$.payer.name' GLOB ?, true)`,
} as const
/** Whatever can be written in more ways than one: accents, full widths, escapes of JSON. */
const UNPLAIN = '[^] -[^-~一-鿿·（）]'

/** In a plain name the letters and digits stand in their order, with signs between; any other is compared later. */
function narrowed(db: Knex, rows: Knex.QueryBuilder<Row, Row[]>, name: string) {
  const letters = ['', ...plainName(name), ''].join('%')
  return isPostgres(db)
    ? rows.whereRaw(PAYER_COULD_BE.postgres, [letters, UNPLAIN])
    : rows.whereRaw(PAYER_COULD_BE.sqlite, [letters, `*${UNPLAIN}*`])
}

function isPostgres({ client }: Knex): boolean {
  return (client as Knex.Client).dialect === 'postgresql'
}

async function ofPayer(rows: Knex.QueryBuilder<Row, Row[]>, name: string): Promise<Receipt[]> {
  const found: Receipt[] = []
  let some: Row[] = []
  do {
    some = await after(rows.clone(), some.at(-1)).limit(COMPARED_AT_ONCE)
    found.push(...some.map(fromRow).filter(({ payer }) => sameName(name, payer.name)))
  } while (some.length === COMPARED_AT_ONCE && found.length < MOST_OF_A_DAY)
  return found.slice(0, MOST_OF_A_DAY)
}

/** Of one day, in the order of NEWEST_FIRST. */
function after(rows: Knex.QueryBuilder<Row, Row[]>, last: Row | undefined) {
  if (!last) return rows
  const { code, number } = last
  return rows.whereRaw('(code > ? OR (code = ? AND number < ?))', [code, code, number])
}

async function bySome(
  all: readonly Receipt[],
  work: (some: readonly Receipt[]) => Promise<Added[]>,
): Promise<Added[]> {
  const results: Added[] = []
  for (let start = 0; start < all.length; start += ROWS_A_STATEMENT) {
    results.push(...(await work(all.slice(start, start + ROWS_A_STATEMENT))))
  }
  return results
}

/** What is there is compared in bulk, the rest inserted. A receipt that comes twice is compared with its first. */
async function addSome(db: Knex, some: readonly Receipt[]): Promise<Added[]> {
  const known = await knownOf(db, some)
  const rows: Row[] = []
  const fresh: Receipt[] = []
  const results = some.map((receipt): Added => {
    const row = toRow(receipt)
    const before = known.get(keyOf(receipt))
    if (before) return compared(row, before)
    known.set(keyOf(receipt), row)
    rows.push(row)
    fresh.push(receipt)
    return 'added'
  })
  if (rows.length > 0) {
    await db.raw(adding.sql, adding.bind(rows))
    await markReversals(db, fresh)
  }
  return results
}

async function knownOf(db: Knex, some: readonly Receipt[]): Promise<Map<string, Content>> {
  const stored = await storedBy<Content>(db, COMPARE, some)
  return new Map(stored.map((row) => [keyOf(row), row]))
}

function storedBy<Some>(db: Knex, sql: string, keys: readonly ReceiptKey[]): Promise<Some[]> {
  return askRows(db, sql, [asObject(keys.map(({ code, number }) => [code, number]))])
}

function keyOf({ code, number }: ReceiptKey): string {
  return `${code}:${number}`
}

function compared(row: Content, stored: Content): Added {
  const same = CONTENT.every((column) => row[column] === stored[column])
  return same ? 'unchanged' : 'different'
}

function toRow(receipt: Receipt): Row {
  const { name, issuer, payer, items, issuedAt, region, remark, handler, checker, original } =
    receipt
  return {
    code: receipt.code,
    number: receipt.number,
    check_code: receipt.check,
    issued_on: receipt.issuedOn,
    amount_fen: receipt.amountFen,
    issuer_code: issuer.code ?? null,
    payer_phone: payer.phone ?? null,
    decision_number: receipt.decisionNumber ?? null,
    pay_code: receipt.payCode ?? null,
    details: JSON.stringify({
      name,
      issuer,
      payer,
      items,
      issuedAt,
      region,
      remark,
      handler,
      checker,
      original,
    }),
    flags: JSON.stringify(receipt.flags),
    checks: receipt.checks,
  }
}

function fromRow(row: Row): Receipt {
  return {
    ...(JSON.parse(row.details) as Details),
    code: row.code,
    number: row.number,
    check: row.check_code,
    issuedOn: row.issued_on,
    amountFen: row.amount_fen,
    ...(row.decision_number !== null && { decisionNumber: row.decision_number }),
    ...(row.pay_code !== null && { payCode: row.pay_code }),
    flags: JSON.parse(row.flags) as ReceiptFlags,
    checks: row.checks,
  }
}
