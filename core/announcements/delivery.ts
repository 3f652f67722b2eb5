/** What becomes of an announcement for each recipient: one vocabulary, used everywhere. */
import type { ChannelError } from '../errors.ts'
import type { Instant } from '../message.ts'

export const deliveryStates = [
  'pending',
  'sending',
  'sent',
  'blocked',
  'failed',
  'unknown',
  'skipped',
] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** How many recipients are in each state; the sum is always the size of the audience. */
export type Counts = Readonly<Record<DeliveryState, number>>

/** Why nobody is written to. */
export const skipReasons = [
  'nobody-bound',
  'no-channel',
  'blocked',
  'opted-out',
  'cancelled',
] as const
export type SkipReason = (typeof skipReasons)[number]

/**
 * A message may take several calls: its text, in pieces where it is long, then its files. Each is claimed and recorded
 * by itself, so that none leaves twice. `parts`: so many have left; `text`: and all of the text with them.
 */
export interface Progress {
  readonly parts: number
  readonly text: boolean
}

/** The text has arrived, so it was sent; this became of the files behind it. 通知 with its number gives them. */
export type Shortfall = 'attachments-failed' | 'attachments-unknown' | 'attachments-cancelled'

/** How one try ended. Only what was surely not sent goes back in line. */
export type Tried =
  | { readonly state: 'sent'; readonly reason?: Shortfall }
  | { readonly state: 'blocked' | 'unknown' }
  | { readonly state: 'failed'; readonly reason: string }
  | {
      readonly state: 'pending'
      readonly notBefore: Instant
      /** How often this part was tried so far; what the network only put off is no try. */
      readonly tries: number
      readonly progress?: Progress
    }

/** A part has left: the next one is in line, or this was the last. */
export function afterPart(
  { parts }: Progress,
  follows: { readonly any: boolean; readonly text: boolean },
  now: Instant,
): Tried {
  if (!follows.any) return { state: 'sent' }
  const progress = { parts: parts + 1, text: !follows.text }
  return { state: 'pending', notBefore: now, tries: 0, progress }
}

const SECOND = 1000
const LONGEST_PAUSE_MS = 10 * 60 * SECOND
/** What a network could not take for so long is given up, for a person to decide. */
const MOST_TRIES = 8

/** `tries`: how often this part was tried before. Of a message whose text has arrived nothing calls it unsent. */
export function afterTrouble(
  error: ChannelError,
  { tries, progress }: { readonly tries: number; readonly progress: Progress },
  now: Instant,
): Tried {
  const tried = tryAfter(error, tries, now)
  if (!progress.text || tried.state === 'pending') return tried
  const reason = tried.state === 'unknown' ? 'attachments-unknown' : 'attachments-failed'
  return { state: 'sent', reason }
}

function tryAfter(error: ChannelError, tries: number, now: Instant): Tried {
  switch (error.kind) {
    case 'limited':
      return { state: 'pending', notBefore: now + (error.retryAfterMs ?? SECOND), tries }
    case 'moved':
    case 'unavailable':
      if (tries >= MOST_TRIES) return { state: 'failed', reason: error.kind }
      return {
        state: 'pending',
        notBefore:
          error.kind === 'moved' ? now : now + Math.min(SECOND * 2 ** tries, LONGEST_PAUSE_MS),
        tries: tries + 1,
      }
    case 'blocked':
      return { state: 'blocked' }
    case 'refused':
      return { state: 'failed', reason: error.message }
    case 'unknown':
      return { state: 'unknown' }
  }
}

export const noCounts: Counts = {
  ...{ pending: 0, sending: 0, sent: 0, blocked: 0, failed: 0, unknown: 0, skipped: 0 },
}

export function totalOf(counts: Counts): number {
  return deliveryStates.reduce((sum, state) => sum + counts[state], 0)
}
