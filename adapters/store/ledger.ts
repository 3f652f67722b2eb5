/** The table of receipts: the ledger of the sandbox platform. */
import type { Knex } from 'knex'
import type { Receipt, ReceiptFlags, ReceiptKey } from '../../core/receipts/receipt.ts'
import type { Ledger } from '../../core/store.ts'

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
/** SQLite takes 32,766 values in a statement, a row has a dozen. */
const ROWS_A_STATEMENT = 500

export function ledgerOf(db: Knex): Ledger {
  const receipts = () => db<Row>('receipts')
  const find = async ({ code, number }: ReceiptKey) => {
    const row = await receipts().where({ code, number }).first()
    return row && fromRow(row)
  }

  async function addSome(some: readonly Receipt[]) {
    const added = await receipts()
      .insert(some.map(toRow))
      .onConflict(['code', 'number'])
      .ignore()
      .returning(['code', 'number'])
    const fresh = new Set(added.map(keyOf))
    const results: ('added' | 'unchanged' | 'different')[] = []
    for (const receipt of some) {
      if (fresh.delete(keyOf(receipt))) results.push('added')
      else results.push(sameContent(receipt, await find(receipt)) ? 'unchanged' : 'different')
    }
    return results
  }

  return {
    find,
    async findByNumber({ kind, value }, limit) {
      const rows = await receipts()
        .where(columnOf[kind], value)
        .orderBy('issued_on', 'desc')
        .limit(limit)
      return rows.map(fromRow)
    },
    async add(all) {
      const results: ('added' | 'unchanged' | 'different')[] = []
      for (let start = 0; start < all.length; start += ROWS_A_STATEMENT) {
        results.push(...(await addSome(all.slice(start, start + ROWS_A_STATEMENT))))
      }
      return results
    },
    async countCheck({ code, number }) {
      await receipts()
        .where({ code, number })
        .update({ checks: db.raw('checks + 1') })
    },
    isEmpty: async () => (await receipts().select('code').first()) === undefined,
  }
}

function keyOf({ code, number }: ReceiptKey): string {
  return `${code}:${number}`
}

/** Flags and checks come from the platform later; all else stays as it was issued. */
function sameContent(receipt: Receipt, stored: Receipt | undefined): boolean {
  if (!stored) return false
  const content = (one: Receipt) => {
    const { flags: _flags, checks: _checks, ...row } = toRow(one)
    return JSON.stringify(row)
  }
  return content(receipt) === content(stored)
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
