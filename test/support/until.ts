/** Waits for a condition, not for a time. */
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 25_000

/** Asks again until it holds; throws when it never does. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${String(holds)}`)
    await sleep(5)
  }
}
