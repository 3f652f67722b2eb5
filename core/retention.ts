/** Retention: what is kept is kept for so long and no longer. Runs by itself, at start and every hour. */
import type { Instant } from './message.ts'
import { MISS_RETENTION_MS } from './receipts/guard.ts'
import type { Store } from './store.ts'

const DAY = 24 * 60 * 60 * 1000
/** The text of conversations, and sessions. */
export const TEXT_RETENTION_MS = 7 * DAY
/** The ids of messages: networks repeat them for a day at most. */
export const ID_RETENTION_MS = 30 * DAY
export const AUDIT_RETENTION_MS = 183 * DAY

/** Forgets what is over. Resolves to how many records went. */
export async function forgetOld(store: Store, now: Instant): Promise<number> {
  const texts = now - TEXT_RETENTION_MS
  return store.transaction(async (tx) => {
    const gone = [
      await tx.inbox.forget(texts, now - ID_RETENTION_MS),
      await tx.outbox.forget(texts),
      await tx.sessions.forget(texts),
      await tx.links.forget(now),
      await tx.handoffs.forget(now),
      await tx.marks.forget(now),
      await tx.misses.forget(now - MISS_RETENTION_MS),
      await tx.audit.forget(now - AUDIT_RETENTION_MS),
    ]
    return gone.reduce((sum, count) => sum + count, 0)
  })
}
