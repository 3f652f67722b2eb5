/** The switch that lets channels abroad carry more (`CROSS_BORDER_APPROVED`): turning it is kept in the audit log. */
import type { Instant } from './message.ts'
import type { Store } from './store.ts'

/** Stands while the switch was on at the last start. */
const MARK = 'setting:cross-border-approved'
const ACTOR = 'configuration'

/** Told at each start; a record is written when it is not as it was at the start before. */
export function noteCrossBorder(
  store: Pick<Store, 'transaction'>,
  approved: boolean,
  now: Instant,
): Promise<void> {
  return store.transaction(async (tx) => {
    const before = (await tx.marks.owner(MARK)) !== undefined
    if (approved === before) return
    if (approved) await tx.marks.take(MARK, ACTOR, now, Number.MAX_SAFE_INTEGER)
    else await tx.marks.drop(MARK, ACTOR)
    const result = approved ? 'on' : 'off'
    tx.audit.append({ actor: ACTOR, action: 'setting.changed', object: MARK, result }, now)
  })
}
