/** The pace of a channel: so many messages a second, so many in flight, so many to one chat. */
import Bottleneck from 'bottleneck'
import { type Address, conversationOf } from '../../core/message.ts'
import type { Clock, Pace } from '../../core/ports.ts'

/** From 0, the first, to 9. What nobody asked for takes what is left of the rate. */
const priorities = { reply: 4, notice: 5, claimed: 9 } as const
type Kind = keyof typeof priorities
const SECOND = 1000
const MINUTE = 60 * SECOND
/** A claim takes a commit: it is begun so long before a silence ends. */
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
  const rests = createRests()
  const rate = limited ? createRate(perSecond, rests) : undefined
  const inSlot = createSlots(inFlight)
  // What is claimed must never keep a reply waiting, and has a bound of its own.
  const inClaimingSlot = createSlots(inFlight)
  const lanes = createLanes()
  let heldUntil: Moment = 0

  const gapOf = ({ group }: Address) =>
    limited ? (group ? Math.ceil(MINUTE / perGroupMinute) : perChatMs) : 0

  /** Waits for a turn, and by chance a little longer; then whether a message may leave now. */
  async function mayLeave(kind: Kind): Promise<boolean> {
    if (rate) {
      await rate.turn(priorities[kind])
      await rests.until(moment() + jitterOf(options))
    }
    return !rests.over && heldUntil <= moment()
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
    while (heldUntil - CLAIM_MS > moment() && !rests.over) await rests.until(heldUntil - CLAIM_MS)
    if (rests.over) return
    await job(async () => {
      if (heldUntil - CLAIM_MS > moment()) return false
      await rests.until(heldUntil)
      return mayLeave('claimed')
    })
  }

  /** One at a time for a conversation; `work` says when its message begins to leave. */
  function inLane(to: Address, work: (begins: () => void) => Promise<void>): Promise<void> {
    let began: Moment | undefined
    return new Promise((resolve, reject) => {
      lanes.append(conversationOf(to), async () => {
        const result = work(() => void (began = moment()))
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
        return inSlot(kind, () => inTurn(noted, kind))
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
        return inClaimingSlot('claimed', () => claiming(noted))
      })
    },
    holdUntil(instant) {
      heldUntil = Math.max(heldUntil, moment() + instant - clock())
    },
    async stop() {
      if (!rests.over) {
        rests.end()
        await rate?.stop()
      }
      await lanes.idle()
    },
  }
}

function jitterOf({ jitterMs = 0, chance = () => 0 }: PaceOptions): number {
  return jitterMs * chance()
}

/** So many turns are given out ahead: it hides what Bottleneck needs for each, and is all that a reply waits for. */
const AHEAD = 2
/** From so many a second on, a turn that nobody took may be taken later, at once: one, and no more. */
const SPARE_FROM = 2

/**
 * Turns as evenly as Bottleneck gives them, the most urgent first, and one more after a pause: it makes up for what the
 * end of a silence costs. Never more than `perSecond` in a second, rounded up.
 */
function createRate(perSecond: number, rests: Rests) {
  const gap = 1000 / perSecond
  const most = Math.ceil(perSecond)
  const limiter = new Bottleneck({ minTime: gap, maxConcurrent: AHEAD })
  /** The latest turns, as many as a second may hold, the oldest first. */
  const taken: Moment[] = []

  function take(): void {
    if (taken.length === most) taken.shift()
    taken.push(moment())
  }

  /** When a second has room again. */
  const room = (): Moment => (taken.length < most ? 0 : (taken[0] ?? 0) + SECOND)

  const isSpare = () => perSecond >= SPARE_FROM && (taken.at(-1) ?? 0) + 2 * gap <= moment()

  return {
    /** Resolves when it is one's turn, or all is over. `priority`: 0 first, 9 last. */
    async turn(priority: number): Promise<void> {
      if (isSpare()) return take()
      try {
        await limiter.schedule({ priority }, async () => {
          while (room() > moment() && !rests.over) await rests.until(room())
          take()
        })
      } catch (error) {
        if (!rests.over) throw error
      }
    },
    /** After `rests` have ended. */
    stop: () => limiter.stop({ dropWaitingJobs: true }),
  }
}

/**
 * So many tasks at once, replies first, else as they came. Not Bottleneck's `maxConcurrent`, whose bookkeeping takes
 * some three milliseconds for each job: that alone would bound the browser chat, which has no rate, to a few hundred a
 * second.
 */
function createSlots(count: number) {
  const waiting: Record<Kind, (() => void)[]> = { reply: [], notice: [], claimed: [] }
  let free = count
  return async (kind: Kind, task: () => Promise<void>): Promise<void> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting[kind].push(resolve))
    try {
      await task()
    } finally {
      const next = waiting.reply.shift() ?? waiting.notice.shift() ?? waiting.claimed.shift()
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

/** Milliseconds on a clock that nobody sets. */
type Moment = number
const moment = (): Moment => performance.now()

type Rests = ReturnType<typeof createRests>

/** Waits that can all be ended at once, for good. */
function createRests() {
  const ends = new Set<() => void>()
  let over = false

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        ends.delete(end)
        resolve()
      }
      const timer = setTimeout(end, Math.min(Math.ceil(ms), LONGEST_TIMER_MS))
      ends.add(end)
    })

  return {
    get over() {
      return over
    },
    /** Never early, as a timer that was set in a busy moment can be. */
    async until(until: Moment): Promise<void> {
      for (let ms = until - moment(); ms > 0 && !over; ms = until - moment()) await wait(ms)
    },
    end() {
      over = true
      for (const end of ends) end()
    },
  }
}
