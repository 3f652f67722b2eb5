/** Waits of a second or more pass when a test says so; the short ones, by which work is shared out, are real. */
import { onTestFinished } from 'vitest'

const LONG_MS = 1000

export interface LongWaits {
  /** How many there are. */
  readonly waiting: number
  /** What was to happen within so long happens now, in its order. */
  advance(ms: number): void
}

/** Until the end of the test, `setTimeout` hands its long waits over. */
export function holdLongWaits(): LongWaits {
  const { setTimeout: real, clearTimeout: realClear } = globalThis
  const held = new Map<object, { at: number; run: () => void }>()
  let now = 0
  const hold = (run: () => void, ms: number) => {
    const handle = { unref: () => handle, ref: () => handle }
    held.set(handle, { at: now + ms, run })
    return handle
  }
  globalThis.setTimeout = ((run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    ms < LONG_MS ? real(run, ms, ...args) : hold(() => run(...args), ms)) as typeof real
  globalThis.clearTimeout = ((handle: Parameters<typeof realClear>[0]) => {
    if (typeof handle !== 'object' || !held.delete(handle)) realClear(handle)
  }) as typeof realClear
  onTestFinished(
    () => void Object.assign(globalThis, { setTimeout: real, clearTimeout: realClear }),
  )
  return {
    get waiting() {
      return held.size
    },
    advance(ms) {
      now += ms
      const due = [...held].filter(([, { at }]) => at <= now)
      for (const [handle, { run }] of due.sort(([, one], [, other]) => one.at - other.at)) {
        if (held.delete(handle)) run()
      }
    },
  }
}
