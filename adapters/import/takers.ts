/** Where imported receipts go: into the ledger, or only through what adding them would say. */
import type { Receipt } from '../../core/receipts/receipt.ts'
import type { Added, Ledger, Store } from '../../core/store.ts'
import { createSeen } from './seen.ts'

/** Takes receipts in order, one batch after the other. */
export interface Taker {
  take(receipts: readonly Receipt[]): Promise<readonly Added[]>
  /** What was taken is durable when this resolves; called after a failure too. */
  end(): Promise<void>
}

/** A tenth of a second: an assistant on the same database gets its turn between two. */
const BATCHES_A_TRANSACTION = 4

/**
 * Several batches share a transaction: they touch the same pages of the indexes, and memory holds two batches
 * only. Between two transactions others get their turn.
 */
export function keep(store: Store): Taker {
  let open: OpenTransaction | undefined
  let batches = 0
  const commit = async () => {
    const ending = open
    open = undefined
    await ending?.commit()
  }
  return {
    async take(receipts) {
      open ??= await begin(store)
      const added = await open.add(receipts)
      batches += 1
      if (batches % BATCHES_A_TRANSACTION === 0) await commit()
      return added
    },
    end: commit,
  }
}

interface OpenTransaction {
  /** Gives the transaction up when it throws. */
  add(receipts: readonly Receipt[]): Promise<readonly Added[]>
  commit(): Promise<void>
}

/** A transaction that stays open until it is told to commit. */
async function begin(store: Store): Promise<OpenTransaction> {
  const { promise: over, resolve: commit, reject: giveUp } = deferred<undefined>()
  const { promise: ledger, resolve: opened, reject: notOpened } = deferred<Ledger>()
  const ended = store.transaction(async (tx) => {
    opened(tx.ledger)
    await over
  })
  ended.catch(notOpened)
  const open = await ledger
  return {
    add: (receipts) =>
      open.add(receipts).catch((error: unknown) => {
        giveUp(error)
        throw error
      }),
    async commit() {
      commit(undefined)
      await ended
    },
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

/** What adding would say, of the ledger and of the file itself, without keeping any of it. */
export function rehearse(store: Store): Taker {
  const seen = createSeen()
  let nothingKept: Promise<boolean> | undefined
  return {
    async take(receipts) {
      nothingKept ??= store.ledger.isEmpty()
      const inLedger = (await nothingKept) ? [] : await store.ledger.compare(receipts)
      return receipts.map((receipt, index): Added => {
        const before = seen.check(receipt)
        if (before === 'different' || inLedger[index] === 'different') return 'different'
        return before === 'same' ? 'unchanged' : (inLedger[index] ?? 'added')
      })
    },
    end: () => Promise.resolve(),
  }
}
