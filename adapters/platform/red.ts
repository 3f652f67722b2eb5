/** A red receipt as the sandbox issues it: numbers of its own, negative amounts, and the original that it names. */
import type { Randomness } from '../../core/ports.ts'
import { localDay, localTime } from '../../core/receipts/date.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'

/** Invented check codes are of these; none of them is taken for another. */
const SIGNS = '23456789abcdefghjkmnpqrstuvwxyz'

export function redReceipt(
  original: Receipt,
  count: number,
  { reason, now, random }: { reason: string; now: number; random: Randomness },
): Receipt {
  const { code, number, items, amountFen, ...same } = original
  return {
    ...same,
    code,
    /** Real numbers are given out from 1: those of the sandbox stand far behind. */
    number: `9${String(count).padStart(9, '0')}`,
    check: [...random(6)].map((byte) => SIGNS[byte % SIGNS.length]).join(''),
    issuedOn: localDay(now),
    issuedAt: localTime(now),
    amountFen: -amountFen,
    items: items.map((item) => ({ ...item, amountFen: -item.amountFen })),
    remark: `冲红原因：${reason}`,
    original: { code, number },
    flags: {},
    checks: 0,
  }
}
