/** Work that is done when something woke it: once at a time, and once more when it was woken meanwhile. */
import { setImmediate } from 'node:timers/promises'
import type { Logger } from '../core/ports.ts'
import { nameOf } from './failure.ts'

const PAUSE_AFTER_FAILURE_MS = 1000

export interface Waker {
  wake(): void
  /** Does no more; what is under way ends by itself. */
  stop(): void
  /** What is under way, if anything is. */
  current(): Promise<void> | undefined
}

/** A failure is logged, and the work is tried again after a second. */
export function createWaker(
  work: () => Promise<void>,
  options: { readonly what: string; logger: Logger; sleep: (ms: number) => Promise<void> },
): Waker {
  let running: Promise<void> | undefined
  let wanted = false
  let stopped = false

  async function run(): Promise<void> {
    // Many are woken by one commit: one look serves them all.
    await setImmediate()
    while (wanted && !stopped) {
      wanted = false
      try {
        await work()
      } catch (error) {
        options.logger.error(`${options.what} failed`, { reason: nameOf(error) })
        await options.sleep(PAUSE_AFTER_FAILURE_MS)
        wanted = true
      }
    }
    // Here, and not when the promise has settled: a wake in between would be lost.
    running = undefined
  }

  return {
    wake() {
      wanted = true
      running ??= run()
    },
    stop() {
      stopped = true
    },
    current: () => running,
  }
}
