/** Work that is done when something woke it: once at a time, and once more when it was woken meanwhile. */
import type { Logger } from '../core/ports.ts'

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
    while (wanted && !stopped) {
      wanted = false
      try {
        await work()
      } catch (error) {
        const reason = error instanceof Error ? error.name : 'unknown'
        options.logger.error(`${options.what} failed`, { reason })
        await options.sleep(PAUSE_AFTER_FAILURE_MS)
        wanted = true
      }
    }
  }

  return {
    wake() {
      wanted = true
      running ??= run().finally(() => {
        running = undefined
      })
    },
    stop() {
      stopped = true
    },
    current: () => running,
  }
}
