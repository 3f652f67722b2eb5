/**
 * The ledger of the platform as a process and file of its own, which nobody kills. It obeys every call it gets, also
 * the second one for the same receipt, so that two calls are two red receipts; some answers are lost, and what was
 * done is known only after a while. DATABASE_URL, LEDGER_LAG_MS. Prints its address.
 */
import { randomBytes } from 'node:crypto'
import { redReceipt } from '../../adapters/platform/red.ts'
import { createSandbox } from '../../adapters/platform/sandbox.ts'
import { openStore } from '../../adapters/store/store.ts'
import type { ReceiptPlatform } from '../../core/ports.ts'
import { type Fault, serveLedger } from '../support/ledger-server.ts'

const LAG_MS = Number(process.env['LEDGER_LAG_MS'] ?? 0)
/** Every third answer to a call is lost, and every seventh to a question for a state. */
const LOST = { requestReversal: 3, reversalStatus: 7 } as const

const store = await openStore(process.env['DATABASE_URL'] ?? '')
const sandbox = createSandbox(store)
const doneAt = new Map<string, number>()

const obedient: ReceiptPlatform = {
  ...sandbox,
  async requestReversal({ code, number }, _id, reason) {
    const red = await store.transaction(async (tx) => {
      const original = await tx.ledger.find({ code, number })
      if (!original) throw new Error('no such receipt')
      const count = await tx.numbers.next('red')
      const made = redReceipt(original, count, { reason, now: Date.now(), random: randomBytes })
      await tx.ledger.add([made])
      return made
    })
    if (!doneAt.has(number)) doneAt.set(number, Date.now())
    return { kind: 'done', red }
  },
  async reversalStatus(key) {
    const known = Date.now() - (doneAt.get(key.number) ?? 0) >= LAG_MS
    return known ? sandbox.reversalStatus(key) : { kind: 'none' }
  },
}

const counts = new Map<string, number>()
function faultOf(method: string): Fault {
  const count = (counts.get(method) ?? 0) + 1
  counts.set(method, count)
  const every = method in LOST ? LOST[method as keyof typeof LOST] : undefined
  return every !== undefined && count % every === 0 ? 'lost' : 'none'
}

const { url } = await serveLedger(obedient, faultOf)
console.log(url)
