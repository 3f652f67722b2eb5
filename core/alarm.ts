/** Alarms to operators: the same alarm at most once an hour, sent like any other message. */
import type { Address, Instant } from './message.ts'
import type { Repositories } from './store.ts'

const QUIET_MS = 60 * 60 * 1000

/** Kept with the transaction that found the trouble. `name` says which alarm it is; the text holds no personal data. */
export async function raiseAlarm(
  tx: Repositories,
  alarm: { readonly name: string; readonly text: string; readonly to: readonly Address[] },
  now: Instant,
): Promise<void> {
  const name = `alarm:${alarm.name}`
  const raised = await tx.marks.owner(name)
  if (raised && raised.until > now) return
  await tx.marks.take(name, 'alarm', now, now + QUIET_MS)
  for (const to of alarm.to) {
    const message = { text: alarm.text, personal: false }
    tx.outbox.add({ to, user: to.conversation, message, kind: 'notice' }, now)
  }
}
