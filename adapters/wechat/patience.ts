/** Waiting for a puppet, which may never answer. */
import { setTimeout as sleep } from 'node:timers/promises'

/** What `work` resolves to; throws `late()` when that takes longer than `ms`. */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  const patience = new AbortController()
  const { signal } = patience
  const over = sleep(ms, undefined, { signal, ref: false }).then(() => Promise.reject(late()))
  try {
    return await Promise.race([work, over])
  } finally {
    over.catch(() => undefined)
    patience.abort()
  }
}
