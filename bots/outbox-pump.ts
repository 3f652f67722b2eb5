/** Moves messages from the outbox to one channel, in small batches and within the channel's pace. */
import { deliver, type DeliveryOptions, recordDelivery } from '../core/delivery.ts'
import type { Channel, Pace } from '../core/ports.ts'
import type { DueRow, OutboxRow } from '../core/store.ts'
import { nameOf } from './failure.ts'
import { createWaker } from './waker.ts'

/** So many messages are handed to the pace at once; the rest waits in the store. */
const MOST_HANDED_OUT = 64
const SWEEP_MS = 1000
const STORE_PAUSE_MS = 1000
const STOP_PATIENCE_MS = 3000

export interface OutboxPump {
  start(): void
  /** Something new is in the outbox: for this conversation, or for any. */
  wake(conversation?: string): void
  /** Sends what can be sent at once, then stops. */
  stop(): Promise<void>
  /** Resolves when nothing that is due is left. */
  idle(): Promise<void>
}

export interface OutboxPumpOptions extends DeliveryOptions {
  readonly channel: Channel
  readonly pace: Pace
  readonly sleep: (ms: number) => Promise<void>
  /** A pace that holds notices back for long gets so many at once: a conversation waits for what is handed out. */
  readonly mostNotices?: number
}

export function createOutboxPump(options: OutboxPumpOptions): OutboxPump {
  const { store, channel, pace, clock, logger, sleep, mostNotices = MOST_HANDED_OUT } = options
  /** The conversations of which a message is handed out: their next one waits, so that order holds. */
  const handedOut = new Set<string>()
  /** Those of them that have a next one, as far as is known; the sweep finds the others. */
  const followed = new Set<string>()
  /** The last look into the outbox left something there for want of room. */
  let full = false
  const jobs = new Set<Promise<void>>()
  let notices = 0
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const loader = createWaker(load, { what: 'reading the outbox', logger, sleep })

  async function load(): Promise<void> {
    const room = MOST_HANDED_OUT - handedOut.size
    full = room <= 0
    if (full) return
    const rows = await store.outbox.due(channel.name, clock(), room, [...handedOut])
    full = rows.length === room
    for (const row of rows) {
      const { conversation } = row.to
      // A reply does not wait for the notice that came with it; that one follows.
      if (handedOut.has(conversation)) followed.add(conversation)
      else if (row.kind === 'reply' || notices < mostNotices) handOut(row)
      else full = true
    }
  }

  function handOut(row: DueRow): void {
    const { conversation } = row.to
    handedOut.add(conversation)
    if (row.followed) followed.add(conversation)
    if (row.kind === 'notice') notices += 1
    const job = pace
      .run(row.to, () => sendOne(row), row.kind)
      .catch((error: unknown) => {
        logger.error('sending failed', { id: row.id, reason: nameOf(error) })
        return sleep(STORE_PAUSE_MS)
      })
      .finally(() => {
        handedOut.delete(conversation)
        if (row.kind === 'notice') notices -= 1
        jobs.delete(job)
        if (followed.delete(conversation) || full) loader.wake()
      })
    jobs.add(job)
  }

  /** Sent once, and recorded however often it takes: a store that fails must not make a message go out again. */
  async function sendOne(row: OutboxRow): Promise<void> {
    const delivered = await deliver(row, channel, options)
    if (delivered.holdUntil !== undefined) pace.holdUntil(delivered.holdUntil)
    // Where the group is now, it is due at once.
    if (delivered.movedTo !== undefined) followed.add(row.to.conversation)
    while (!stopped) {
      try {
        return await recordDelivery(row, delivered, options)
      } catch (error) {
        logger.error('a sent message could not be recorded', { id: row.id, reason: nameOf(error) })
        await sleep(STORE_PAUSE_MS)
      }
    }
  }

  function wake(conversation?: string): void {
    if (conversation === undefined) for (const busy of handedOut) followed.add(busy)
    else if (handedOut.has(conversation)) return void followed.add(conversation)
    loader.wake()
  }

  async function idle(): Promise<void> {
    while (loader.current() ?? jobs.size > 0) {
      await loader.current()
      await Promise.all(jobs)
    }
  }

  return {
    start() {
      loader.wake()
      timer = setInterval(() => loader.wake(), SWEEP_MS)
      timer.unref()
    },
    wake,
    async stop() {
      loader.wake()
      await Promise.race([idle(), patience()])
      loader.stop()
      clearInterval(timer)
      await pace.stop()
      await Promise.race([idle(), patience()])
      stopped = true
    },
    idle,
  }
}

/** How long a stop waits for what is under way; it keeps no process alive by itself. */
function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, STOP_PATIENCE_MS).unref())
}
