/** Moves messages from the inbox through the assistant: in order within a conversation, side by side across them. */
import type { Assistant } from '../core/assistant.ts'
import { type Address, conversationOf } from '../core/message.ts'
import type { Logger } from '../core/ports.ts'
import type { InboxRow, Store } from '../core/store.ts'
import { createWaker } from './waker.ts'

/** So many messages are held in memory at most; the rest waits in the store. */
const MOST_IN_MEMORY = 500
const BATCH = 100
/** How often it looks for what was put back in line by hand. */
const SWEEP_MS = 2000
const STORE_PAUSE_MS = 1000

export interface InboxPump {
  start(): void
  /** Something new is in the inbox. */
  wake(): void
  /** Takes up nothing more; resolves when what was taken up has ended. */
  stop(): Promise<void>
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>
}

export interface InboxPumpOptions {
  readonly store: Pick<Store, 'inbox'>
  readonly assistant: Assistant
  readonly channels: readonly string[]
  readonly logger: Logger
  readonly sleep: (ms: number) => Promise<void>
  /** A turn has ended: there may be something to send. */
  readonly onTurn: (address: Address) => void
}

export function createInboxPump(options: InboxPumpOptions): InboxPump {
  const { store, assistant, channels, logger, sleep } = options
  const held = new Set<number>()
  const tails = new Map<string, Promise<void>>()
  let cursor = 0
  let sweepDue = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const loader = createWaker(load, { what: 'reading the inbox', logger, sleep })

  async function load(): Promise<void> {
    if (sweepDue) await sweep()
    while (held.size < MOST_IN_MEMORY && !stopped) {
      const rows = await store.inbox.pending(channels, cursor, BATCH)
      for (const row of rows) take(row)
      if (rows.length < BATCH) return
    }
  }

  /** What a person put back in line, or a commit that became visible late, lies before the cursor. */
  async function sweep(): Promise<void> {
    sweepDue = false
    const rows = await store.inbox.pending(channels, 0, BATCH)
    for (const row of rows) if (row.seq <= cursor) take(row)
  }

  function take(row: InboxRow): void {
    cursor = Math.max(cursor, row.seq)
    if (held.has(row.seq)) return
    held.add(row.seq)
    const key = conversationOf(row.message.from)
    const turn = (tails.get(key) ?? Promise.resolve()).then(() => handle(row))
    tails.set(key, turn)
    void turn.finally(() => {
      held.delete(row.seq)
      if (tails.get(key) === turn) tails.delete(key)
      if (held.size === MOST_IN_MEMORY - 1) loader.wake()
    })
  }

  async function handle(row: InboxRow): Promise<void> {
    for (let attempts = row.attempts; !stopped;) {
      try {
        const result = await assistant.answer({ ...row, attempts })
        if (result.kind !== 'again') break
        attempts += 1
        await sleep(result.afterMs)
      } catch (error) {
        const reason = error instanceof Error ? error.name : 'unknown'
        logger.error('the store failed', { seq: row.seq, reason })
        await sleep(STORE_PAUSE_MS)
      }
    }
    options.onTurn(row.message.from)
  }

  async function idle(): Promise<void> {
    while (loader.current() ?? tails.size > 0) {
      await loader.current()
      await Promise.all(tails.values())
    }
  }

  return {
    start() {
      loader.wake()
      timer = setInterval(() => {
        sweepDue = true
        loader.wake()
      }, SWEEP_MS)
      timer.unref()
    },
    wake: loader.wake,
    async stop() {
      stopped = true
      loader.stop()
      clearInterval(timer)
      await idle()
    },
    idle,
  }
}
