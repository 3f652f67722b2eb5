/** The signature on everything that WeChat's server sends: SHA-1 over the sorted parts, the token among them. */
import { createHash } from 'node:crypto'
import { sameText } from '../../core/keys.ts'
import type { Instant } from '../../core/message.ts'

/** A request signed longer ago, or further ahead, is a replay or comes from a wrong clock. */
const WINDOW_MS = 5 * 60 * 1000

export function signatureOf(...parts: readonly string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex')
}

/** Compared as given, in constant time: another case of a letter is another signature. */
export function isSigned(signature: string | undefined, ...parts: readonly string[]): boolean {
  return signature !== undefined && sameText(signature, signatureOf(...parts))
}

/** `timestamp` is in seconds, as WeChat signs it. */
export function isRecent(timestamp: string, now: Instant): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp) * 1000) <= WINDOW_MS
}
