/** The day's quota of calls: once it is spent, nothing is called before it is whole again, at midnight in Beijing. */
import { dayAfter, dayOf, instantOf } from '../../core/calendar/local-time.ts'
import { ChannelError } from '../../core/errors.ts'
import type { Instant } from '../../core/message.ts'
import type { Clock } from '../../core/ports.ts'

/**
 * Messages are looked at again so often meanwhile, without a call: one that waits may leave in a callback of its
 * person, and must not hold up for hours what that callback asks for.
 */
const LOOK_AGAIN_MS = 60_000

export interface Quota {
  /** Throws `ChannelError` (`limited`) while it is spent. */
  check(): void
  /** The server has said that it is. */
  spent(): void
}

/** `onSpent` is told once for each day. */
export function createQuota(clock: Clock, onSpent: () => void): Quota {
  let wholeAt: Instant = 0
  return {
    check() {
      const left = wholeAt - clock()
      if (left > 0) throw quotaIsSpent(Math.min(left, LOOK_AGAIN_MS))
    },
    spent() {
      if (clock() < wholeAt) return
      wholeAt = instantOf(dayAfter(dayOf(clock())), '00:00')
      onSpent()
    },
  }
}

/** Of one conversation only: an answer in a callback needs no call. */
export function quotaIsSpent(retryAfterMs = LOOK_AGAIN_MS): ChannelError {
  const words = 'the calls of the day are used up'
  return new ChannelError('limited', words, { retryAfterMs, scope: 'conversation' })
}
