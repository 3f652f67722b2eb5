/** The pace of a channel: so many messages a second, so many in flight, so many to one chat. */
import Bottleneck from 'bottleneck'
import { type Address, conversationOf, type Instant } from '../../core/message.ts'
import type { Clock, Pace } from '../../core/ports.ts'

/** Bottleneck's: from 0, the first, to 9. What nobody asked for takes what is left of the rate. */
const priorities = { reply: 4, notice: 5, claimed: 9 } as const
type Kind = keyof typeof priorities
const MINUTE = 60_000
/** A claim takes a commit: so much before a silence ends it is begun, and for so long it is kept. */
const CLAIM_MS = 20
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
  // What is claimed must never keep a reply waiting, and has a bound of its own.
  const inClaimingSlot = createSlots(inFlight)
  const lanes = createLanes()
  const rests = createRests(clock)
  let heldUntil: Instant = 0

  const gapOf = ({ group }: Address) =>
    limited ? (group ? Math.ceil(MINUTE / perGroupMinute) : perChatMs) : 0

  /** Whether a message may leave in this instant, which the rate gave it. */
  async function mayLeave(kind: Kind): Promise<boolean> {
    let may = false
    const look = async () => {
      if (limited) await rests.until(clock() + jitterOf(options))
      may = !rests.over && heldUntil <= clock()
    }
    try {
      await (rate ? rate.schedule({ priority: priorities[kind] }, look) : look())
    } catch (error) {
      if (!rests.over) throw error
    }
    return may
  }

  /**
   * Runs the job when all limits allow it, or drops it when that is over. What waited for the end of a silence waits
   * for its turn again: a turn that was kept through it would let several leave in one instant.
   */
  async function inTurn(job: () => Promise<void>, kind: Kind): Promise<void> {
    while (!rests.over) {
      await rests.until(heldUntil)
      if (await mayLeave(kind)) return job()
    }
  }

  async function claiming(job: (mayLeave: () => Promise<boolean>) => Promise<void>): Promise<void> {
    while (heldUntil - CLAIM_MS > clock() && !rests.over) await rests.until(heldUntil - CLAIM_MS)
    if (rests.over) return
    await job(async () => {
      if (heldUntil - CLAIM_MS > clock()) return false
      await rests.until(heldUntil)
      return mayLeave('claimed')
    })
  }

  /** One at a time for a conversation; `work` says when its message begins to leave. */
  function inLane(to: Address, work: (begins: () => void) => Promise<void>): Promise<void> {
    let began: Instant | undefined
    return new Promise((resolve, reject) => {
      lanes.append(conversationOf(to), async () => {
        const result = work(() => void (began = clock()))
        result.then(resolve, reject)
        await Promise.allSettled([result])
        if (began !== undefined) await rests.until(began + gapOf(to))
      })
    })
  }

  return {
    run(to, job, kind = 'reply') {
      return inLane(to, (begins) => {
        const noted = () => {
          begins()
          return job()
        }
        return inSlot(() => inTurn(noted, kind))
      })
    },
    runClaiming(to, job) {
      return inLane(to, (begins) => {
        const noted = (mayLeave: () => Promise<boolean>) =>
          job(async () => {
            const may = await mayLeave()
            if (may) begins()
            return may
          })
        return inClaimingSlot(() => claiming(noted))
      })
    },
    holdUntil(instant) {
      heldUntil = Math.max(heldUntil, instant)
    },
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
