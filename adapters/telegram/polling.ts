/**
 * Long polling that confirms an update to Telegram only when it is durable with us.
 *
 * Not `bot.start()`: it takes updates one after another, so that no two share a commit; it counts an update as
 * tried before its handler runs and confirms it on `stop()` or after a handler that failed; and it gives up for
 * good on 401 and 409. The runner plugin confirms earlier still.
 */
import type { Update } from 'grammy/types'

const BATCH = 100
const LONG_POLL_SECONDS = 30
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 60_000

export interface PollingOptions {
  /** Asks for updates from `offset` on, which confirms all before it. */
  getUpdates(ask: { offset: number; limit: number; timeout: number }): Promise<readonly Update[]>
  /** Resolves once the update is durable. */
  handle(update: Update): Promise<void>
  /** Waits after so many failures in a row; resolves at once when `signal` is aborted. */
  pause(failures: number, error: unknown): Promise<void>
  readonly signal: AbortSignal
  onSuccess(): void
  onFailure(error: unknown): void
}

/** Runs until `signal` is aborted, whatever fails. What is under way then is finished first. */
export async function poll(options: PollingOptions): Promise<void> {
  const { signal } = options
  let offset = 0
  let failures = 0
  while (!signal.aborted) {
    try {
      // After a failure it asks without waiting, so that the state is true again as soon as it works.
      const timeout = failures > 0 ? 0 : LONG_POLL_SECONDS
      const updates = await options.getUpdates({ offset, limit: BATCH, timeout })
      const taken = await takeAll(updates, options)
      offset = taken.offset ?? offset
      if (taken.failure) throw taken.failure.error
      failures = 0
      options.onSuccess()
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      options.onFailure(error)
      await options.pause(failures, error)
    }
  }
}

/** Grows with each failure in a row, up to a minute. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS)
}

interface Taken {
  /** All before it is durable. */
  readonly offset: number | undefined
  readonly failure?: { readonly error: unknown }
}

/**
 * Chats side by side, so that they share a commit, and each chat in order: after a failure the rest of that chat
 * waits. What is durable behind a failed update comes again with it, and the inbox knows it.
 */
async function takeAll(
  updates: readonly Update[],
  { handle }: Pick<PollingOptions, 'handle'>,
): Promise<Taken> {
  const failures = await Promise.all(byChat(updates).map((lane) => takeInOrder(lane, handle)))
  const first = failures.filter((failure) => failure !== undefined).sort((a, b) => a.id - b.id)[0]
  if (first) return { offset: first.id, failure: first }
  const last = updates.at(-1)
  return { offset: last && last.update_id + 1 }
}

async function takeInOrder(lane: readonly Update[], handle: PollingOptions['handle']) {
  for (const update of lane) {
    try {
      await handle(update)
    } catch (error) {
      return { id: update.update_id, error }
    }
  }
  return undefined
}

function byChat(updates: readonly Update[]): Update[][] {
  const lanes = new Map<number, Update[]>()
  for (const update of updates) {
    const { message, edited_message: edited, callback_query: press } = update
    const chat = (message ?? edited ?? press?.message)?.chat.id ?? 0
    lanes.set(chat, [...(lanes.get(chat) ?? []), update])
  }
  return [...lanes.values()]
}
