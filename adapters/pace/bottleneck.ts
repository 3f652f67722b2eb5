/** The pace of a channel: so many messages a second, so many in flight, so many to one chat. */
import Bottleneck from 'bottleneck'
import { type Address, conversationOf, type Instant } from '../../core/message.ts'
import type { Clock, Pace } from '../../core/ports.ts'

type Kind = NonNullable<Parameters<Pace['run']>[2]>

/** Bottleneck's: from 0, the first, to 9. What nobody asked for takes what is left of the rate. */
const priorities: Readonly<Record<Kind, number>> = { reply: 4, notice: 5, announcement: 9 }
const MINUTE = 60_000
/** What a timer of Node can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface PaceOptions {
  /** Messages a second in all; 0 lifts this and the limits per chat and group, but not `inFlight`. */
  readonly perSecond: number
  /** Jobs under way at once: what a crash can send twice. 3 unless told. */
  readonly inFlight?: number
  /** Between the starts of two jobs for one chat, in milliseconds. 1,000 unless told. */
  readonly perChatMs?: number
  /** Jobs a minute for one group, evenly spaced. 20 unless told. */
  readonly perGroupMinute?: number
  /** Before each job up to so many milliseconds more, by chance: none unless told. */
  readonly jitterMs?: number
  /** From 0 up to 1. */
  readonly chance?: () => number
  readonly clock: Clock
}

/**
 * One job at a time for a conversation, in the order they came. `run` rejects with what the job threw;
 * a job that `stop` dropped never began, and its `run` resolves.
 */
export function createPace(options: PaceOptions): Pace {
  const { perSecond, inFlight = 3, perChatMs = 1000, perGroupMinute = 20, clock } = options
  const limited = perSecond > 0
  const rate = limited ? new Bottleneck({ minTime: Math.ceil(1000 / perSecond) }) : undefined
  const inSlot = createSlots(inFlight)
  // What announcements hold must never keep a reply waiting, and has a bound of its own.
  const inAnnouncementSlot = createSlots(inFlight)
  const lanes = createLanes()
  const rests = createRests(clock)
  let heldUntil: Instant = 0

  const gapOf = ({ group }: Address) =>
    limited ? (group ? Math.ceil(MINUTE / perGroupMinute) : perChatMs) : 0

  /**
   * Runs the job when all limits allow it, or drops it when that is over. What waited for the end of a silence waits
   * for its turn again: a turn that was kept through it would let several leave in one instant.
   */
  async function inTurn(job: () => Promise<void>, kind: Kind): Promise<void> {
    let begun = false
    const work = async () => {
      if (limited) await rests.until(clock() + jitterOf(options))
      if (rests.over || heldUntil > clock()) return
      begun = true
      await job()
    }
    try {
      const slot = kind === 'announcement' ? inAnnouncementSlot : inSlot
      await slot(async () => {
        while (!begun && !rests.over) {
          await rests.until(heldUntil)
          await (rate ? rate.schedule({ priority: priorities[kind] }, work) : work())
        }
      })
    } catch (error) {
      if (begun || !rests.over) throw error
    }
  }

  function run(to: Address, job: () => Promise<void>, kind: Kind = 'reply'): Promise<void> {
    let began: Instant | undefined
    const noted = () => {
      began = clock()
      return job()
    }
    return new Promise((resolve, reject) => {
      lanes.append(conversationOf(to), async () => {
        const result = inTurn(noted, kind)
        result.then(resolve, reject)
        await Promise.allSettled([result])
        if (began !== undefined) await rests.until(began + gapOf(to))
      })
    })
  }

  return {
    run,
    holdUntil(instant) {
      heldUntil = Math.max(heldUntil, instant)
    },
    heldUntil: () => heldUntil,
    async stop() {
      if (!rests.over) {
        rests.end()
        await rate?.stop({ dropWaitingJobs: true })
      }
      await lanes.idle()
    },
  }
}

function jitterOf({ jitterMs = 0, chance = () => 0 }: PaceOptions): number {
  return jitterMs * chance()
}

/**
 * So many tasks at once, first come first served. Not Bottleneck's `maxConcurrent`, whose bookkeeping takes some three
 * milliseconds for each job: that alone would bound the browser chat, which has no rate, to a few hundred a second.
 */
function createSlots(count: number) {
  const waiting: (() => void)[] = []
  let free = count
  return async (task: () => Promise<void>): Promise<void> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

/**
 * One task at a time for each key. Not `Bottleneck.Group` with `minTime` and `chain`: a chained limiter counts its gap
 * from when a job was let through to the next limiter, so after a wait there two messages of a chat would leave
 * together; and a group forgets a chat after a fixed time, also while a job of it waits.
 */
function createLanes() {
  const tails = new Map<string, Promise<void>>()
  return {
    /** `task` never rejects. */
    append(key: string, task: () => Promise<void>): void {
      const tail = (tails.get(key) ?? Promise.resolve()).then(task).finally(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
      tails.set(key, tail)
    },
    async idle(): Promise<void> {
      await Promise.all(tails.values())
    },
  }
}

/** Waits that can all be ended at once, for good. */
function createRests(clock: Clock) {
  const ends = new Set<() => void>()
  let over = false
  return {
    get over() {
      return over
    },
    async until(instant: Instant): Promise<void> {
      const ms = instant - clock()
      if (over || ms <= 0) return
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer)
          ends.delete(end)
          resolve()
        }
        const timer = setTimeout(end, Math.min(ms, LONGEST_TIMER_MS))
        ends.add(end)
      })
    },
    end() {
      over = true
      for (const end of ends) end()
    },
  }
}
