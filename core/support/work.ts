/** What the staff's moves have in common: the ticket, who works on it, and whether they may. */
import { stillMay } from '../people/permission.ts'
import type { Person } from '../people/person.ts'
import { may } from '../people/role.ts'
import { shownName } from '../people/words.ts'
import type { Command, Desk, Outcome, SupportCommand, Turn, Write } from '../turn.ts'
import { type Wording, wordingFor } from '../wording/wording.ts'
import { makeTicketMove } from './moving.ts'
import { ANSWER_WITHIN_MS, within } from './hours.ts'
import { relayToAsker, tellStaff } from './telling.ts'
import {
  afterTicketMove,
  answeredTicket,
  type Ticket,
  ticketIn,
  type TicketMove,
  withoutTicket,
} from './ticket.ts'

export const WORK: readonly SupportCommand[] = [
  ...(['queue', 'take', 'transfer', 'junk', 'close', 'note', 'canned', 'draft'] as const),
  ...(['block', 'unblock'] as const),
]
const NO_ANSWERS: readonly Command[] = [...WORK, 'human', 'endHuman']

/** A verb of the staff, one of its choices, or words to a ticket. */
export function isStaffWork(turn: Turn): boolean {
  const { command, picked } = turn
  if (picked?.intent === 'staff' || isAnswer(turn)) return true
  return command !== undefined && WORK.some((word) => word === command)
}

/** Said to a ticket's message, or with its number in front. “你好” to a ticket's message is a word to who asked. */
export function isAnswer({ message, command, person, text }: Turn): boolean {
  if (!person || message.choice !== undefined) return false
  if (command === undefined && answeredTicket(text) !== undefined) return true
  const meant = command !== undefined && NO_ANSWERS.includes(command)
  return !meant && ticketIn(message.quoted ?? '') !== undefined
}

/** What the staff says to who asked: as it was written. */
export function wordsTo({ message }: Turn, { id }: Ticket): string {
  return withoutTicket(message.text, id)
}

/** A ticket, and who of the staff works on it. */
export interface Work {
  readonly ticket: Ticket
  readonly person: Person
}

export function say(text: string): Outcome {
  return { reply: { text }, dialog: 'keep' }
}

export function mayWork(person: Person, { queue: { region } }: Ticket): boolean {
  return may(person, 'queue.work', { region })
}

/** Asked again in the transaction: who may no longer, does nothing. */
export function stillWorks({ message }: Turn, { queue: { region } }: Ticket): Write {
  return stillMay(message.from, 'queue.work', { region })
}

/** Why a ticket cannot be moved so, in words; undefined when it can. */
export function hindered(
  turn: Turn,
  desk: Desk,
  { ticket }: Work,
  move: TicketMove,
): Promise<string | undefined> {
  const { staff: words } = turn.wording.support
  if (afterTicketMove(ticket.state, move) !== undefined) return Promise.resolve(undefined)
  return ticket.state === 'taken'
    ? heldBy(turn, desk, ticket)
    : Promise.resolve(words.notNow(ticket.id, ticket.state))
}

export async function heldBy(
  { wording, message }: Turn,
  desk: Desk,
  { id, holder }: Ticket,
): Promise<string> {
  const person = holder === undefined ? undefined : await desk.store.people.find(holder)
  const name = person ? shownName(person.name, desk, message.from.channel) : ''
  return wording.support.staff.heldBy(id, name)
}

/** In the transaction: it is held from here on. */
export async function taking(
  turn: Turn,
  desk: Desk,
  { ticket, person }: Work,
  tx: Parameters<Write>[0],
): Promise<Ticket> {
  const { message, now } = turn
  const { channel, conversation, group } = message.from
  const changes = {
    ...{ holder: person.id, seat: { channel, conversation, group }, answered: false },
    calls: 0,
    nextAt: within(desk, ticket.queue, now, ANSWER_WITHIN_MS),
  }
  const actor = desk.keys.person(message.from)
  const moved = await makeTicketMove(tx, ticket, 'take', actor, changes, now)
  const except = { person: person.id, chat: message.from }
  const words = ({ support }: Wording, channel: string) =>
    support.staff.takenBy(moved.id, shownName(person.name, desk, channel))
  await tellStaff(tx, desk, moved, words, now, except)
  await relayToAsker(tx, desk, moved, { text: wordsFor(moved).takenForAsker(moved.id) }, now)
  return moved
}

/** A sentence for who asked, in their language. */
export function wordsFor({ locale }: Ticket) {
  return wordingFor(locale).support
}
