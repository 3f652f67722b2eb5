/** What is kept of tickets, as a repository of the store. */
import type { Instant } from '../message.ts'
import type { Pseudonym } from '../keys.ts'
import type { Asker, Ticket, TicketMove, TicketState } from './ticket.ts'

/** What may change with a move, or while a ticket is live. Undefined takes a value away. */
export type TicketChanges = {
  readonly [Field in Changing]?: Ticket[Field] | undefined
}
type Changing = 'queue' | 'level' | 'calls' | 'holder' | 'seat' | 'answered' | 'told' | 'nextAt'

/** Something said in a ticket, or before it was opened, as it was said. `note` is for the staff alone. */
export interface TicketLine {
  readonly by: 'asker' | 'assistant' | 'staff' | 'note'
  readonly text: string
  readonly at: Instant
  /** The id of a member of the staff. */
  readonly person?: string
}

/** What a human answered, for an editor to make an entry of: masked. */
export interface AnsweredDraft {
  readonly ticket: string
  readonly question: string
  readonly wordings: readonly string[]
  readonly answer: string
  readonly at: Instant
}

export interface TicketQuery {
  readonly states: readonly TicketState[]
  /** Codes of the regions of the queues. */
  readonly regions?: readonly string[]
}

export interface Tickets {
  add(ticket: Ticket): Promise<void>
  find(id: string): Promise<Ticket | undefined>
  /** The ticket of this conversation that is live. */
  liveOf(asker: Asker): Promise<Ticket | undefined>
  /** The last one of this conversation, whatever became of it. */
  lastOf(asker: Asker): Promise<Ticket | undefined>
  /** Makes the move on the ticket as it was read. Undefined when it stands otherwise by now, or there is no such move. */
  move(
    ticket: Ticket,
    move: TicketMove,
    changes: TicketChanges,
    now: Instant,
  ): Promise<Ticket | undefined>
  /** Changes what is noted without moving. Undefined when it stands otherwise by now. */
  note(ticket: Ticket, changes: TicketChanges): Promise<Ticket | undefined>
  say(id: string, line: TicketLine): Promise<void>
  /** What was said, oldest first. */
  lines(id: string): Promise<TicketLine[]>
  /** What the program is to look at by now, the longest due first. */
  due(now: Instant, limit: number): Promise<Ticket[]>
  /** Oldest first. */
  list(query: TicketQuery, limit: number): Promise<Ticket[]>
  /** How many this person opened since the instant. */
  opened(person: Pseudonym, since: Instant): Promise<number>
  block(person: Pseudonym, by: string, now: Instant): Promise<void>
  /** False when this person was not blocked. */
  unblock(person: Pseudonym): Promise<boolean>
  isBlocked(person: Pseudonym): Promise<boolean>
  /** One draft a ticket: the last one stands. */
  addDraft(draft: AnsweredDraft): Promise<void>
  drafts(since: Instant, limit: number): Promise<AnsweredDraft[]>
  /** What was said in tickets that ended before the first instant; tickets, blocks and drafts before the second. */
  forget(texts: Instant, tickets: Instant): Promise<number>
}

export interface SupportRepositories {
  readonly tickets: Tickets
}
