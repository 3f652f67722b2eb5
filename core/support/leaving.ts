/** Who holds a ticket may leave the staff, and a chat may cease to be the staff's: then it is anybody's again. */
import type { Instant } from '../message.ts'
import { may } from '../people/role.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import { takeBy } from './hours.ts'
import { makeTicketMove, PROGRAM } from './moving.ts'
import { announce } from './telling.ts'
import type { Ticket } from './ticket.ts'

/** Whether what is said would go to somebody who may not read it any more. False while nobody holds it. */
export async function hasLeft(
  { people, groups }: Pick<Repositories, 'people' | 'groups'>,
  { holder, seat, queue: { region } }: Ticket,
): Promise<boolean> {
  if (holder === undefined || !seat) return false
  const person = await people.find(holder)
  if (!may(person, 'queue.work', { region })) return true
  const { channel, conversation } = seat
  if (seat.group) return (await groups.find(channel, conversation))?.staff !== true
  const accounts = await people.accounts(holder)
  return !accounts.some((own) => own.channel === channel && own.conversation === conversation)
}

/** Nobody's, and announced with all that was said. */
export async function freed(
  tx: Repositories,
  desk: Desk,
  ticket: Ticket,
  now: Instant,
): Promise<void> {
  const changes = { calls: 1, nextAt: takeBy(desk, ticket.queue, now) }
  const moved = await makeTicketMove(tx, ticket, 'transfer', PROGRAM, changes, now)
  await announce(tx, desk, moved, 'left', now)
}
