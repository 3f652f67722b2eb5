/** One place where a void request moves: the move, its history, its audit record and its notices together. */
import { StaleTurn } from '../../errors.ts'
import type { Pseudonym } from '../../keys.ts'
import type { Instant } from '../../message.ts'
import type { Repositories } from '../../store.ts'
import type { Desk } from '../../turn.ts'
import { afterMove, isOver, type VoidMove, type VoidRequest } from '../void.ts'
import type { VoidChanges } from './kept.ts'
import { tellOf } from './notices.ts'

/** What the audit log calls the program itself. */
export const PROGRAM: Pseudonym = 'duties'

/** What is over waits for nobody. */
const OVER: VoidChanges = { deadline: undefined, nextAt: undefined }

export interface Making {
  readonly move: VoidMove
  /** The person's pseudonym for the audit log, or `PROGRAM`. */
  readonly actor: Pseudonym
  /** The person's id; absent when the program moves. */
  readonly by?: string
  readonly note?: string
  readonly changes?: VoidChanges
}

/**
 * To be called in the transaction of the move. Throws `StaleTurn`, and so undoes it all, when the request stands
 * otherwise than it was read.
 */
export async function makeMove(
  tx: Repositories,
  desk: Desk,
  request: VoidRequest,
  { move, actor, by, note, changes }: Making,
  now: Instant,
): Promise<VoidRequest> {
  const made = {
    ...{ move, at: now },
    ...(by !== undefined && { by }),
    ...(note !== undefined && { note }),
  }
  const to = afterMove(request.state, move)
  const moved = await tx.voids.move(request, made, {
    ...changes,
    // Why it was where it was is over with that.
    ...(to !== request.state && { note }),
    ...(to !== undefined && isOver({ state: to }) && OVER),
  })
  if (!moved) throw new StaleTurn()
  tx.audit.append({ actor, action: `void.${move}`, object: moved.id, result: moved.state }, now)
  await tellOf(tx, desk, moved, move, now)
  return moved
}
