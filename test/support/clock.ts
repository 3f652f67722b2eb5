/** A clock that moves only when it is told to. */
import { setTimeout as realSleep } from 'node:timers/promises'
import type { Clock } from '../../core/ports.ts'

export interface FakeClock {
  readonly now: Clock
  advance(ms: number): void
  /** A pause costs no time but the clock's. */
  readonly sleep: (ms: number) => Promise<void>
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The time of the machine, for adapters that know no other. */
export function realClock(): FakeClock {
  return {
    now: Date.now,
    advance: () => {
      throw new Error('nobody moves the real clock')
    },
    sleep: (ms) => realSleep(ms, undefined, { ref: false }),
  }
}

export function fakeClock(start = Date.UTC(2026, 10, 23, 2, 0)): FakeClock {
  let now = start
  const advance = (ms: number) => {
    now += ms
  }
  return {
    now: () => now,
    advance,
    sleep: (ms) => {
      advance(ms)
      return Promise.resolve()
    },
  }
}
