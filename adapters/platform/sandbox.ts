/** The sandbox platform: a receipt platform of our own over the store's ledger, filled by `cli import receipts`. */
import { sameText } from '../../core/keys.ts'
import type { ReceiptPlatform } from '../../core/ports.ts'
import type { Receipt, Reference } from '../../core/receipts/receipt.ts'
import type { Store } from '../../core/store.ts'

/** One payment number has a handful of receipts; of more than this the newest are shown. */
const MOST_BY_NUMBER = 500

export function createSandbox(store: Pick<Store, 'ledger' | 'transaction'>): ReceiptPlatform {
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
  }
}
