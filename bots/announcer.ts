/** Hands out the announcements of one channel, within what replies leave of its pace. How one is sent: deliverer.ts. */
import type { DueDelivery } from '../core/announcements/kept.ts'
import type { Calendar } from '../core/calendar/calendar.ts'
import { createDeliverer, type DelivererOptions } from './deliverer.ts'
import { nameOf } from './failure.ts'
import { createWaker } from './waker.ts'

/** So many messages are handed to the pace at once; the rest waits in the store. */
const BATCH = 48
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

export interface AnnouncerOptions extends Omit<DelivererOptions, 'isOver'> {
  readonly calendar: Calendar
}

export function createAnnouncer(options: AnnouncerOptions): Announcer {
  const { store, channel, pace, clock, calendar, logger, reached, sleep } = options
  /** Chats of which a message is handed out. */
  const handedOut = new Set<string>()
  const jobs = new Set<Promise<void>>()
  /** Whether the store may hold more that is due. */
  let more = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const deliver = createDeliverer({ ...options, isOver: () => stopped })
  const loader = createWaker(load, { what: 'reading deliveries', logger, sleep })

  async function load(): Promise<void> {
    const room = BATCH - handedOut.size
    more = room <= 0
    if (more || stopped) return
    const now = clock()
    const emergenciesOnly = !calendar.isOpen(now)
    const except = [...handedOut]
    const due = await store.deliveries.due(channel.name, now, room, { emergenciesOnly, except })
    // What else is for the chats that were left out is looked for when they are done.
    more = due.length + except.length > 0
    if (due.length === 0) return
    reached('announcement-between-batches')
    for (const one of due) handOut(one)
  }

  function handOut(due: DueDelivery): void {
    const { conversation } = due.to
    handedOut.add(conversation)
    const job = pace
      .runClaiming(due.to, async (mayLeave) => {
        if (await deliver(due, mayLeave)) more = true
      })
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
    async idle() {
      while (loader.current() ?? jobs.size > 0) {
        await loader.current()
        await Promise.all(jobs)
      }
    },
  }
}
