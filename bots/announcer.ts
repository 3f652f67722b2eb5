/** Sends announcements over one channel: at most once each, within what replies leave of its pace. */
import type { Announcement } from '../core/announcements/announcement.ts'
import { afterPart, afterTrouble, type Tried } from '../core/announcements/delivery.ts'
import type { DueDelivery } from '../core/announcements/kept.ts'
import { announced } from '../core/announcements/telling.ts'
import type { Calendar } from '../core/calendar/calendar.ts'
import { type DeliveryOptions, sendable } from '../core/delivery.ts'
import { ChannelError } from '../core/errors.ts'
import type { Instant } from '../core/message.ts'
import { moveGroup } from '../core/moving-group.ts'
import type { Channel, Pace } from '../core/ports.ts'
import { createWaker } from './waker.ts'

/** So many messages are handed to the pace at once; the rest waits in the store. */
const BATCH = 48
/** So many announcements are kept at hand. */
const MOST_KNOWN = 8
const SWEEP_MS = 1000
const STORE_PAUSE_MS = 1000
const STOP_PATIENCE_MS = 3000

export interface Announcer {
  /** What a crash left in flight is marked first: it is never sent again by itself. */
  start(): Promise<void>
  wake(): void
  stop(): Promise<void>
  /** Resolves when nothing that may leave now is left. */
  idle(): Promise<void>
}

export interface AnnouncerOptions extends DeliveryOptions {
  readonly channel: Channel
  readonly pace: Pace
  readonly calendar: Calendar
  readonly sleep: (ms: number) => Promise<void>
}

export function createAnnouncer(options: AnnouncerOptions): Announcer {
  const { store, keys, channel, pace, clock, calendar, logger, reached, sleep } = options
  /** Chats of which a message is handed out. */
  const handedOut = new Set<string>()
  const jobs = new Set<Promise<void>>()
  const known = new Map<string, Announcement>()
  /** Whether the store may hold more that is due. */
  let more = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const loader = createWaker(load, { what: 'reading deliveries', logger, sleep })

  async function load(): Promise<void> {
    const room = BATCH - handedOut.size
    more = room <= 0
    if (more || stopped) return
    const now = clock()
    const emergenciesOnly = !calendar.isOpen(now)
    const except = [...handedOut]
    const due = await store.deliveries.due(channel.name, now, room, { emergenciesOnly, except })
    if (due.length === 0) return
    reached('announcement-between-batches')
    more = true
    for (const one of due) handOut(one)
  }

  function handOut(due: DueDelivery): void {
    const { conversation } = due.to
    handedOut.add(conversation)
    const job = pace
      .run(due.to, () => sendOne(due), 'announcement')
      .catch((error: unknown) => {
        logger.error('an announcement was not sent', { reason: nameOf(error) })
        return sleep(STORE_PAUSE_MS)
      })
      .finally(() => {
        handedOut.delete(conversation)
        jobs.delete(job)
        if (more && handedOut.size <= BATCH / 2) loader.wake()
      })
    jobs.add(job)
  }

  /** Read once, not for each recipient: nobody can change what is being sent, and its audience may be long. */
  async function contentOf(id: string): Promise<Announcement | undefined> {
    const found = known.get(id) ?? (await store.announcements.find(id))
    if (!found || known.has(id)) return found
    const oldest = known.size >= MOST_KNOWN ? known.keys().next().value : undefined
    if (oldest !== undefined) known.delete(oldest)
    known.set(id, found)
    return found
  }

  /** `sending` is kept before anything leaves: whatever happens then, it does not leave twice. */
  async function sendOne(due: DueDelivery): Promise<void> {
    const announcement = await contentOf(due.announcement)
    if (!announcement || !(await store.transaction((tx) => tx.deliveries.begin(due)))) return
    reached('announcement-claimed')
    // The network may have asked for silence while this was claimed: it has not left yet, and waits.
    const silentUntil = pace.heldUntil()
    if (silentUntil > clock()) {
      return record(due, { tried: { state: 'pending', notBefore: silentUntil } })
    }
    const { user, ...to } = due.to
    const message = announced(announcement, due.to, channel.traits)
    const row = { id: `${due.announcement} ${to.conversation}`, to, user, message }
    let follows = { any: false, text: false }
    const part = { at: due.progress.parts, follows: (what: typeof follows) => (follows = what) }
    const whole = sendable(row, options, channel.traits)
    const error = await attempt(() => channel.send(to, { ...whole, part }))
    const outcome = outcomeOf(error, due, follows, clock())
    if (outcome.holdUntil !== undefined) pace.holdUntil(outcome.holdUntil)
    reached('announcement-before-record')
    await record(due, outcome)
    // The next part, or where the group is now.
    const { tried } = outcome
    if (tried.state === 'pending' && tried.notBefore <= clock()) more = true
    reached('announcement-after-record')
  }

  async function attempt(send: () => Promise<void>): Promise<unknown> {
    reached('announcement-before-send')
    try {
      await send()
      return undefined
    } catch (error) {
      return error
    } finally {
      reached('announcement-after-send')
    }
  }

  /** However often it takes: what cannot be recorded would be unknown. */
  async function record(due: DueDelivery, { tried, movedTo }: Outcome): Promise<void> {
    const { channel: name, conversation: from } = due.to
    while (!stopped) {
      try {
        return await store.transaction(async (tx) => {
          await tx.deliveries.record(due, tried, clock())
          if (movedTo === undefined) return
          await moveGroup(tx, keys, { channel: name, from, to: movedTo }, clock())
        })
      } catch (error) {
        logger.error('a delivery could not be recorded', { reason: nameOf(error) })
        await sleep(STORE_PAUSE_MS)
      }
    }
  }

  async function idle(): Promise<void> {
    while (loader.current() ?? jobs.size > 0) {
      await loader.current()
      await Promise.all(jobs)
    }
  }

  return {
    async start() {
      const lost = await store.transaction((tx) => tx.deliveries.lost([channel.name]))
      if (lost > 0) logger.warn('deliveries were in flight and are unknown', { count: lost })
      loader.wake()
      timer = setInterval(() => loader.wake(), SWEEP_MS)
      timer.unref()
    },
    wake: () => loader.wake(),
    async stop() {
      loader.stop()
      clearInterval(timer)
      await Promise.race([Promise.all(jobs), sleep(STOP_PATIENCE_MS)])
      stopped = true
    },
    idle,
  }
}

/** What became of it, until when the channel asked for silence, and where its group is now. */
interface Outcome {
  readonly tried: Tried
  readonly holdUntil?: Instant
  readonly movedTo?: string
}

function outcomeOf(
  error: unknown,
  due: DueDelivery,
  follows: { readonly any: boolean; readonly text: boolean },
  now: Instant,
): Outcome {
  if (error === undefined) return { tried: afterPart(due.progress, follows, now) }
  const trouble =
    error instanceof ChannelError ? error : new ChannelError('refused', 'error in the adapter')
  const tried = afterTrouble(trouble, due, now)
  const held = trouble.kind === 'limited' && trouble.scope === 'channel' && 'notBefore' in tried
  const { movedTo } = trouble
  return {
    tried,
    ...(held && { holdUntil: tried.notBefore }),
    ...(movedTo !== undefined && { movedTo }),
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}
