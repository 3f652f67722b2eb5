/** The sandbox platform: a receipt platform of our own over the store's ledger, filled by `cli import receipts`. */
import { randomBytes } from 'node:crypto'
import { sameText } from '../../core/keys.ts'
import type { Clock, Randomness, ReceiptPlatform, ReversalState } from '../../core/ports.ts'
import type { Receipt, ReceiptKey, Reference } from '../../core/receipts/receipt.ts'
import type { Repositories, Store } from '../../core/store.ts'
import { redReceipt } from './red.ts'

/** One payment number has a handful of receipts; of more than this the newest are shown. */
const MOST_BY_NUMBER = 500
const SERIES = 'sandbox-red'

export interface SandboxOptions {
  readonly clock?: Clock
  readonly random?: Randomness
}

export function createSandbox(
  store: Pick<Store, 'ledger' | 'transaction'>,
  { clock = Date.now, random = randomBytes }: SandboxOptions = {},
): ReceiptPlatform {
  async function find(reference: Reference): Promise<Receipt | undefined> {
    const receipt = await store.ledger.find(reference)
    const right = sameText(reference.check, receipt?.check ?? '')
    return receipt && right ? receipt : undefined
  }
  return {
    find,
    findByNumber: (number) => store.ledger.findByNumber(number, MOST_BY_NUMBER),
    findByPhone: (phone, page) => store.ledger.findByPhone(phone, page),
    findOfUnit: (unit, query) => store.ledger.findOfUnit(unit, query),
    async verify(reference) {
      const receipt = await find(reference)
      if (!receipt) return undefined
      await store.transaction((tx) => tx.ledger.countCheck(reference))
      return { ...receipt, checks: receipt.checks + 1 }
    },
    /** At once; like a real one it refuses what is reversed, and knows nothing of the request's id. */
    requestReversal: (key, _requestId, reason) =>
      store.transaction((tx) => reverse(tx, key, reason, clock(), random)),
    reversalStatus: (key) => statusOf(store, key),
  }
}

async function reverse(
  tx: Repositories,
  key: ReceiptKey,
  reason: string,
  now: number,
  random: Randomness,
): Promise<Exclude<ReversalState, { kind: 'none' }>> {
  const original = await tx.ledger.find(key)
  if (!original) return { kind: 'refused', reason: '没有这张票据' }
  if (original.original) return { kind: 'refused', reason: '红字票不能再冲红' }
  if (original.flags.reversed) return { kind: 'refused', reason: '这张票据已经冲红' }
  for (;;) {
    const red = redReceipt(original, await tx.numbers.next(SERIES), { reason, now, random })
    const [added] = await tx.ledger.add([red])
    if (added !== 'added') continue
    const { code, number, check, issuedOn } = red
    return { kind: 'done', red: { code, number, check, issuedOn } }
  }
}

async function statusOf(
  { ledger }: Pick<Repositories, 'ledger'>,
  key: ReceiptKey,
): Promise<ReversalState> {
  const { reversed } = (await ledger.find(key))?.flags ?? {}
  const red = reversed && (await ledger.find(reversed))
  if (!red) return { kind: 'none' }
  const { code, number, check, issuedOn } = red
  return { kind: 'done', red: { code, number, check, issuedOn } }
}
