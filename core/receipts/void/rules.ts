/** What a void request must satisfy before it is taken, who must approve it, and by when. */
import type { Calendar } from '../../calendar/calendar.ts'
import type { Instant } from '../../message.ts'
import { localDay } from '../date.ts'
import type { Receipt } from '../receipt.ts'

/** As the operator set them. The rules about officers are off unless they are set. */
export interface VoidRules {
  /** Working days for each who is asked to answer. */
  readonly deadlineDays: number
  /** From beyond this amount an officer of the region confirms, too. */
  readonly officerAboveFen?: number
  /** So for receipts of earlier years. */
  readonly officerEarlierYears: boolean
  /** How long after the call the platform is asked for the state the first time; then each time twice as long after. */
  readonly firstAskMs: number
}

export const usualRules: VoidRules = {
  deadlineDays: 2,
  officerEarlierYears: false,
  firstAskMs: 10_000,
}

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** Asking the platform never becomes rarer than this. */
const LONGEST_PAUSE_MS = HOUR_MS
/** An answer that is not there after so long is for an officer. */
export const GIVE_UP_MS = DAY_MS
/** So often the platform may know nothing of a reversal before an officer is told. */
export const MOST_NOTHINGS = 4

/** So often the platform may be away before a call, in all some 40 minutes, until people are told that it waits. */
export const MOST_ABSENCES = 8

export type Objection = 'red' | 'reversed' | 'booked'

/** Why this receipt can not be reversed now; what was exchanged for paper can, once the paper is back. */
export function objectionTo({ original, flags }: Receipt): Objection | undefined {
  if (original) return 'red'
  if (flags.reversed) return 'reversed'
  return flags.booked ? 'booked' : undefined
}

/** The same with the paper that was taken back, if any: it must be the one that the receipt was exchanged for. */
export function obstacleTo(receipt: Receipt, paper?: string): Objection | 'paper' | undefined {
  const exchanged = receipt.flags.paper?.number
  const missing = exchanged !== undefined && exchanged !== paper
  return objectionTo(receipt) ?? (missing ? 'paper' : undefined)
}

export function needsOfficer(
  { amountFen, issuedOn }: Pick<Receipt, 'amountFen' | 'issuedOn'>,
  { officerAboveFen, officerEarlierYears }: VoidRules,
  now: Instant,
): boolean {
  if (officerAboveFen !== undefined && amountFen > officerAboveFen) return true
  return officerEarlierYears && issuedOn.slice(0, 4) < localDay(now).slice(0, 4)
}

/** By when an answer is due, and when to remind of it: half way, while people work. */
export function deadlineFrom(
  now: Instant,
  { deadlineDays }: VoidRules,
  calendar: Calendar,
): { readonly deadline: Instant; readonly reminder: Instant } {
  const deadline = calendar.addWorkingDays(now, deadlineDays)
  const half = calendar.nextOpening(now + (deadline - now) / 2)
  return { deadline, reminder: Math.min(half, deadline) }
}

/** When to ask next, after the platform was asked so often. */
export function askAgainAt(now: Instant, asks: number, { firstAskMs }: VoidRules): Instant {
  return now + Math.min(firstAskMs * 2 ** Math.min(asks, 30), LONGEST_PAUSE_MS)
}
