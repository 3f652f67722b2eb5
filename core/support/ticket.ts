/**
 * A ticket (工单): somebody asked for a human. One state machine; its states are one union, its moves one table.
 * The store refuses what the table does not list.
 */
import type { Address, Instant } from '../message.ts'
import type { Audience } from '../people/kept.ts'
import type { Pseudonym } from '../keys.ts'
import type { Locale } from '../session.ts'

export const ticketStates = ['open', 'taken', 'transferred', 'reopened', 'closed', 'spam'] as const
export type TicketState = (typeof ticketStates)[number]

/** Nobody holds it. */
export const waitingStates: readonly TicketState[] = ['open', 'transferred', 'reopened']
/** While it is in one of these the assistant is silent in the conversation of who asked. */
export const liveStates: readonly TicketState[] = [...waitingStates, 'taken']

interface Move {
  readonly from: readonly TicketState[]
  readonly to: TicketState | 'same'
}

export const ticketMoves = {
  take: { from: waitingStates, to: 'taken' },
  /** To another queue, or back into this one when who holds it stays silent. */
  transfer: { from: liveStates, to: 'transferred' },
  /** Announced again; then to the next ones up. */
  remind: { from: liveStates, to: 'same' },
  escalate: { from: waitingStates, to: 'same' },
  close: { from: liveStates, to: 'closed' },
  /** By who asked. */
  withdraw: { from: liveStates, to: 'closed' },
  /** It did not help. */
  reopen: { from: ['closed'], to: 'reopened' },
  junk: { from: liveStates, to: 'spam' },
} as const satisfies Readonly<Record<string, Move>>

export type TicketMove = keyof typeof ticketMoves

/** Where this move leads from here; undefined when there is no such move. */
export function afterTicketMove(state: TicketState, move: TicketMove): TicketState | undefined {
  const { from, to }: Move = ticketMoves[move]
  if (!from.includes(state)) return undefined
  return to === 'same' ? state : to
}

/** Who asked, and where the answers go. */
export interface Asker extends Address {
  readonly user: string
}

export interface Ticket {
  /** `T-000001`. */
  readonly id: string
  readonly state: TicketState
  /** Counts the changes: a move is made on what was read, or not at all. */
  readonly version: number
  readonly asker: Asker
  readonly person: Pseudonym
  readonly locale: Locale
  readonly queue: Audience
  /** Which of the queue's places it is announced in: see `placesOf`. */
  readonly level: number
  /** How often it was announced there. */
  readonly calls: number
  /** The id of the person who took it, and the chat they took it in. */
  readonly holder?: string
  readonly seat?: Address
  /** The staff spoke last: now the one who asked is waited for. */
  readonly answered: boolean
  /** Who asked was told that messages are passed on. */
  readonly told: boolean
  readonly at: Instant
  /** When it came into its state. */
  readonly since: Instant
  /** When the program looks at it again; never when absent. */
  readonly nextAt?: Instant
}

export function isLive({ state }: Pick<Ticket, 'state'>): boolean {
  return liveStates.includes(state)
}

export function isWaiting({ state }: Pick<Ticket, 'state'>): boolean {
  return waitingStates.includes(state)
}

/** `T-` + six digits, more when there are more. */
export function ticketId(number: number): string {
  return `T-${String(number).padStart(6, '0')}`
}

const NUMBERED = String.raw`([\d０-９]{1,9})(?![\d０-９])`
const HASH = String.raw`[#＃]\s*(?:t\s*[-－]\s*)?`
const EXPLICIT = String.raw`(?:工单\s*)?(?:${HASH}|t\s*[-－]\s*)|工单\s*`
const FIRST_IN = new RegExp(String.raw`(?<![A-Za-z0-9])(?:${EXPLICIT})${NUMBERED}`, 'i')
const AT_FRONT = new RegExp(String.raw`^\s*(?:${EXPLICIT})${NUMBERED}[\s:：,，]*`, 'i')
const HASH_AT_FRONT = new RegExp(
  String.raw`^\s*${HASH}${NUMBERED}(?:[\s:：,，]+|(?=\p{Script=Han})|$)`,
  'iu',
)
const BARE_AT_FRONT = new RegExp(String.raw`^\s*${NUMBERED}[\s:：,，]*`)

function idIn(pattern: RegExp, text: string): string | undefined {
  const [, digits = '0'] = pattern.exec(text) ?? []
  const number = Number(digits.normalize('NFKC'))
  return number === 0 ? undefined : ticketId(number)
}

/** The ticket that a message of ours is about: it stands in its first line, and what people wrote comes after. */
export function ticketIn(said: string): string | undefined {
  return idIn(FIRST_IN, said.split('\n')[0] ?? '')
}

/** The ticket that a text begins with: `T-000001`, `#1`, `＃000001`, `工单 1`; undefined when it begins with none. */
export function ticketAtFront(text: string): string | undefined {
  return idIn(AT_FRONT, text)
}

/** `#1 words`: how an answer names its ticket. `工单 1` there may be words like others. */
export function answeredTicket(text: string): string | undefined {
  return idIn(HASH_AT_FRONT, text)
}

/** `1`: behind a verb that takes nothing but a ticket first. */
export function bareTicket(text: string): string | undefined {
  return idIn(BARE_AT_FRONT, text)
}

/** The text without this ticket, where it begins with it. `bare`: also as a number alone. */
export function withoutTicket(text: string, id: string, bare = false): string {
  const patterns = [HASH_AT_FRONT, AT_FRONT, ...(bare ? [BARE_AT_FRONT] : [])]
  const pattern = patterns.find((one) => idIn(one, text) === id)
  return (pattern ? text.replace(pattern, '') : text).trim()
}
