/**
 * The guard against guessing: misses are counted over a person, an address, a receipt and the whole system.
 * A lock is not stored; it follows from the misses, which are. The limits are those of the project's interface paper.
 */
import type { Keys, Pseudonym } from '../keys.ts'
import type { Instant, Sender } from '../message.ts'
import type { MissCounts, Misses } from '../store.ts'
import type { Reference } from './receipt.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface LockRule {
  /** So many misses within the window lock. */
  readonly misses: number
  readonly windowMs: number
  readonly firstLockMs: number
  readonly longestLockMs: number
  /** After so long without a miss beyond the last lock, counting starts afresh. */
  readonly forgetMs: number
}

const lock = { windowMs: HOUR, firstLockMs: 15 * MINUTE, longestLockMs: DAY, forgetMs: DAY }
export const personRule: LockRule = { misses: 5, ...lock }
export const ipRule: LockRule = { misses: 100, ...lock }
/** Misses from so many people make everybody show a second fact for this receipt. */
export const TARGET_PEOPLE = 5
/** So many misses of everybody in an hour: an alarm, and a second fact for check codes that are all digits. */
export const TOTAL_MISSES = 1000
/** How long misses are kept and count towards a receipt. */
export const MISS_RETENTION_MS = 30 * DAY

/** What a try is about and who makes it, as pseudonyms. */
export interface Attempt {
  readonly person: Pseudonym
  readonly ip?: Pseudonym
  readonly target: Pseudonym
}

export interface Verdict {
  readonly lockedUntil?: Instant
  /** The three values are not enough for this receipt, whether they are right or wrong. */
  readonly secondFact: boolean
}

export function attemptOf(keys: Keys, from: Sender, target: Pseudonym): Attempt {
  return {
    person: keys.person(from),
    ...(from.ip !== undefined && { ip: keys.pseudonym('ip', networkOf(from.ip)) }),
    target,
  }
}

/** The pseudonym under which misses of one receipt are counted, whether it exists or not. */
export function targetOf(keys: Keys, { code, number }: Omit<Reference, 'check'>): Pseudonym {
  return keys.pseudonym('receipt', `${code}:${number}`)
}

/** Who has an IPv6 address has a whole /64 of them; an IPv4 address in IPv6 form is that IPv4 address. */
export function networkOf(ip: string): string {
  const address = ip.toLowerCase().replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address
  const [left = '', right = ''] = address.split('::')
  const groups = left.split(':').filter(Boolean)
  const after = right.split(':').filter(Boolean)
  const zeros = address.includes('::') ? Math.max(0, 8 - groups.length - after.length) : 0
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...after]
  return `${all.slice(0, 4).map(withoutZeros).join(':')}::/64`
}

function withoutZeros(group: string): string {
  return group.replace(/^0+(?=.)/, '')
}

/**
 * The guard's one question: may this be tried now? `check` is what was typed as the check code, `except` a miss that
 * does not count. `misses` is the store, or the transaction in which the answer has to hold.
 */
export async function verdictOn(
  misses: Misses,
  attempt: Attempt,
  now: Instant,
  { check, except }: { check?: string; except?: string | undefined } = {},
): Promise<Verdict & { readonly total: number }> {
  const counts = await misses.counts({
    ...attempt,
    personSince: now - MISS_RETENTION_MS,
    targetSince: now - MISS_RETENTION_MS,
    totalSince: now - HOUR,
    ...(except !== undefined && { except }),
  })
  return { ...judge(counts, check, now), total: counts.total }
}

/** Pure: what follows from the counts. `check` is what was typed as the check code, if anything. */
export function judge(counts: MissCounts, check: string | undefined, now: Instant): Verdict {
  const until = Math.max(
    lockedUntil(counts.person, personRule) ?? 0,
    lockedUntil(counts.ip, ipRule) ?? 0,
  )
  const digitsOnly = check !== undefined && /^\d+$/.test(check)
  return {
    ...(until > now && { lockedUntil: until }),
    secondFact: counts.people >= TARGET_PEOPLE || (counts.total >= TOTAL_MISSES && digitsOnly),
  }
}

/**
 * Until when these misses (oldest first) lock: the miss that fills the window locks for the first time,
 * each further one doubles it.
 */
export function lockedUntil(misses: readonly Instant[], rule: LockRule): Instant | undefined {
  let until: Instant | undefined
  let level = 0
  let windowStart = 0
  misses.forEach((at, index) => {
    while ((misses[windowStart] ?? at) <= at - rule.windowMs) windowStart++
    if (until !== undefined && at > until + rule.forgetMs) level = 0
    if (level === 0 && index - windowStart + 1 < rule.misses) return
    level += 1
    until = at + Math.min(rule.firstLockMs * 2 ** (level - 1), rule.longestLockMs)
  })
  return until
}
