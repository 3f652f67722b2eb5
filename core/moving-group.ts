/** A group that goes on under another id: all that is kept of it goes along, in one transaction with its record. */
import type { Keys } from './keys.ts'
import type { GroupMove, Instant } from './message.ts'
import type { Repositories } from './store.ts'

/** The network may tell of a move several times, and in several ways: what went along is not recorded again. */
export async function moveGroup(
  tx: Pick<Repositories, 'places' | 'audit'>,
  keys: Pick<Keys, 'pseudonym'>,
  move: GroupMove,
  now: Instant,
): Promise<void> {
  if ((await tx.places.move(move)) === 0) return
  const place = (conversation: string) =>
    keys.pseudonym('person', `${move.channel}:group:${conversation}`)
  const [object, result] = [place(move.from), place(move.to)]
  tx.audit.append({ actor: 'network', action: 'group.moved', object, result }, now)
}
