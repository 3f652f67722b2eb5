/** One place where a ticket moves: the move and its audit record together. */
import { StaleTurn } from '../errors.ts'
import type { Pseudonym } from '../keys.ts'
import type { Instant } from '../message.ts'
import type { Repositories } from '../store.ts'
import type { TicketChanges } from './kept.ts'
import { afterTicketMove, liveStates, type Ticket, type TicketMove } from './ticket.ts'

/** What the audit log calls the program itself. */
export const PROGRAM: Pseudonym = 'duties'

const FREE: TicketChanges = { holder: undefined, seat: undefined }
const OVER: TicketChanges = { ...FREE, nextAt: undefined }

/**
 * To be called in the transaction of the move. Throws `StaleTurn`, and so undoes it all, when the ticket stands
 * otherwise than it was read.
 */
export async function makeTicketMove(
  tx: Repositories,
  ticket: Ticket,
  move: TicketMove,
  actor: Pseudonym,
  changes: TicketChanges,
  now: Instant,
): Promise<Ticket> {
  const to = afterTicketMove(ticket.state, move)
  const over = to !== undefined && !liveStates.includes(to)
  const moved = await tx.tickets.move(
    ticket,
    move,
    { ...changes, ...(to !== 'taken' && FREE), ...(over && OVER) },
    now,
  )
  if (!moved) throw new StaleTurn()
  tx.audit.append({ actor, action: `ticket.${move}`, object: moved.id, result: moved.state }, now)
  return moved
}
