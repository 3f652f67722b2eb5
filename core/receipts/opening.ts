/** Opening a receipt: the one place where the guard, the platform and the second fact meet. */
import { raiseAlarm } from '../alarm.ts'
import { PlatformError, StaleTurn } from '../errors.ts'
import type { Instant } from '../message.ts'
import { sameName } from '../names.ts'
import type { Desk, Turn, Write } from '../turn.ts'
import { zhCN } from '../wording/zh-cn.ts'
import { type Attempt, attemptOf, targetOf, TOTAL_MISSES, verdictOn } from './guard.ts'
import type { Receipt, Reference } from './receipt.ts'

/** The payer's full name, or amount and date together. */
export interface SecondFact {
  readonly payer?: string
  readonly date?: string
  readonly amountFen?: number
}

export type Opening =
  | { readonly kind: 'opened'; readonly receipt: Receipt; readonly writes: readonly Write[] }
  /** `second`: a second fact was wanted, so that it may be that which was wrong. */
  | { readonly kind: 'missed'; readonly second: boolean; readonly writes: readonly Write[] }
  | { readonly kind: 'locked'; readonly until: Instant }
  | { readonly kind: 'second-fact' }
  | { readonly kind: 'unavailable' }

export interface Try {
  readonly reference: Reference
  readonly second: SecondFact
  readonly how: 'find' | 'verify'
  /** This person opened it before in this conversation. */
  readonly opened?: boolean
}

/**
 * Tries the three values. Missing and wrong receipts take the same road and the same time;
 * whether a second fact is wanted never depends on whether the values are right.
 */
export async function open(desk: Desk, turn: Turn, attempted: Try): Promise<Opening> {
  const { reference, second } = attempted
  const attempt = attemptOf(desk.keys, turn.message.from, targetOf(desk.keys, reference))
  const verdict = await verdictOn(desk.store.misses, attempt, turn.now, { check: reference.check })
  if (verdict.lockedUntil !== undefined) return { kind: 'locked', until: verdict.lockedUntil }
  const wanted = verdict.secondFact && !attempted.opened
  if (wanted && !isGiven(second)) return { kind: 'second-fact' }
  const found = await ask(() => desk.platform.find(reference))
  if (found === 'unavailable') return { kind: 'unavailable' }
  if (found && (!wanted || holds(second, found))) {
    // Only what was opened counts as checked.
    const receipt =
      attempted.how === 'find' ? found : await ask(() => desk.platform.verify(reference))
    if (receipt === 'unavailable' || !receipt) return { kind: 'unavailable' }
    // A person is in one place at a time; an address may be many tries side by side.
    const writes = attempt.ip === undefined ? [] : [stillAllowed(attempt, turn.now)]
    return { kind: 'opened', receipt, writes }
  }
  desk.meter.count('misses', { channel: turn.message.from.channel })
  return { kind: 'missed', second: wanted, writes: [recordMiss(desk, attempt, turn.now)] }
}

/** Asks the platform; trouble there is an answer of its own, never "no such receipt". */
export async function ask<T>(question: () => Promise<T>): Promise<T | 'unavailable'> {
  try {
    return await question()
  } catch (error) {
    if (error instanceof PlatformError) return 'unavailable'
    throw error
  }
}

/** Counts a miss, unless others of the same person or address have locked it meanwhile. */
export function recordMiss(
  desk: Desk,
  attempt: Attempt,
  now: Instant,
  {
    id = desk.random(16).toString('hex'),
    except,
  }: { id?: string; except?: string | undefined } = {},
): Write {
  return async (tx) => {
    const { lockedUntil, total } = await verdictOn(tx.misses, attempt, now, { except })
    if (lockedUntil !== undefined) throw new StaleTurn()
    await tx.misses.add({ ...attempt, id, at: now })
    await alarmWhenMany(desk, total + 1, now)(tx)
  }
}

function alarmWhenMany(desk: Desk, total: number, now: Instant): Write {
  return async (tx) => {
    if (total < TOTAL_MISSES) return
    const text = zhCN.alarm.guessing(total)
    await raiseAlarm(tx, desk, { name: 'guessing', text }, now)
  }
}

/** Asked again when the turn is kept, so that tries side by side do not slip past the limit. */
export function stillAllowed(attempt: Attempt, now: Instant, except?: string): Write {
  return async (tx) => {
    const { lockedUntil } = await verdictOn(tx.misses, attempt, now, { except })
    if (lockedUntil !== undefined) throw new StaleTurn()
  }
}

function isGiven({ payer, date, amountFen }: SecondFact): boolean {
  return payer !== undefined || (date !== undefined && amountFen !== undefined)
}

function holds({ payer, date, amountFen }: SecondFact, receipt: Receipt): boolean {
  if (payer !== undefined && sameName(payer, receipt.payer.name)) return true
  return date === receipt.issuedOn && amountFen === receipt.amountFen
}
