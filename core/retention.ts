/** Retention: what is kept is kept for so long and no longer. Runs by itself, at start and every hour. */
import type { Instant } from './message.ts'
import { MISS_RETENTION_MS } from './receipts/guard.ts'
import type { Forgotten, Store } from './store.ts'

const DAY = 24 * 60 * 60 * 1000
/** The text of conversations and questions, answered or not, and sessions. */
export const TEXT_RETENTION_MS = 7 * DAY
/** The ids of messages and the accounts they came from: networks repeat messages for a day at most. */
export const ID_RETENTION_MS = 30 * DAY
export const AUDIT_RETENTION_MS = 183 * DAY
/** A used or expired invitation is known for so long, so that who comes second with it is noticed. */
const INVITATION_RETENTION_MS = 30 * DAY
/** Numbers change hands: after so long a phone is verified anew. */
export const PHONE_RETENTION_MS = 30 * DAY
/** Codes are counted over a day. */
const CODE_RETENTION_MS = DAY

/** Photos and files of a void request, after it is over. Its free text goes with the audit records' time. */
export const EVIDENCE_RETENTION_MS = 30 * DAY

/** Attachments of an announcement, after it has ended: so long 通知 gives them. The announcement itself stays. */
export const ATTACHMENT_RETENTION_MS = 365 * DAY

/** Forgets what is over. `expired` counts messages that were never answered, or never sent. */
export async function forgetOld(store: Store, now: Instant): Promise<Forgotten> {
  const texts = now - TEXT_RETENTION_MS
  return store.transaction(async (tx) => {
    const inbox = await tx.inbox.forget(texts, now - ID_RETENTION_MS)
    const outbox = await tx.outbox.forget(texts)
    const others = [
      await tx.sessions.forget(texts),
      await tx.questions.forget(texts),
      await tx.links.forget(now),
      await tx.handoffs.forget(now),
      await tx.files.forgetLinks(now),
      await tx.marks.forget(now),
      await tx.misses.forget(now - MISS_RETENTION_MS),
      await tx.invitations.forget(now - INVITATION_RETENTION_MS),
      await tx.phones.forget(now - PHONE_RETENTION_MS, now - CODE_RETENTION_MS),
      await tx.voids.forget(now - EVIDENCE_RETENTION_MS, now - AUDIT_RETENTION_MS, now - DAY),
      await tx.announcements.forgetFiles(now - ATTACHMENT_RETENTION_MS, texts),
      await tx.wishes.forget(now - AUDIT_RETENTION_MS),
      await tx.tickets.forget(texts, now - AUDIT_RETENTION_MS),
      await tx.apiTokens.forget(now),
      await tx.apiAnswers.forget(now - DAY),
      await tx.people.forget(now - AUDIT_RETENTION_MS),
      await tx.audit.forget(now - AUDIT_RETENTION_MS),
    ]
    const gone = others.reduce((sum, count) => sum + count, inbox.gone + outbox.gone)
    return { gone, expired: inbox.expired + outbox.expired }
  })
}
