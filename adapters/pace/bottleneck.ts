/** The pace of a channel: so many messages a second, so many in flight, so many to one chat. */
import Bottleneck from 'bottleneck'
import { type Address, conversationOf } from '../../core/message.ts'
import type { Clock, Pace } from '../../core/ports.ts'

/** From 0, the first, to 9. What nobody asked for takes what is left of the rate. */
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
  const rests = createRests()
  const rate = limited ? createRate(perSecond, rests) : undefined
  const inSlot = createSlots(inFlight)
  // What is claimed must never keep a reply waiting, and has a bound of its own.
  const inClaimingSlot = createSlots(inFlight)
  const lanes = createLanes()
  let heldUntil: Moment = 0

  const gapOf = ({ group }: Address) =>
    limited ? (group ? Math.ceil(MINUTE / perGroupMinute) : perChatMs) : 0

  /** Whether a message may leave in this instant, which the rate gave it. */
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

/** Turns that may lie ready: one that nobody took makes up for what a commit or the end of a silence costs. */
const READY = 2

/**
 * Never more than `perSecond` turns in any second, evenly but for one that makes up for a pause. The dispatcher gives
 * them out, the most urgent first; each is kept until the next one is due. Bottleneck's own `minTime` makes up for
 * nothing, and hands all that wait their turns in advance, whoever comes then.
 */
function createRate(perSecond: number, rests: Rests) {
  const gap = 1000 / perSecond
  const most = Math.max(1, Math.floor(perSecond))
  const dispatcher = createDispatcher(Math.min(READY, most), rests)
  /** The latest turns, as many as a second holds, the oldest first. */
  const taken: Moment[] = []
  let next: Moment = 0

  /** The first moment that leaves a second its bound and the turns their distance. */
  const due = (): Moment => {
    const [oldest] = taken
    const full = oldest !== undefined && taken.length === most
    return Math.max(full ? oldest + most * gap : 0, next - gap)
  }

  async function give(begin: () => void): Promise<void> {
    while (due() > moment() && !rests.over) await rests.until(due())
    const now = moment()
    if (taken.length === most) taken.shift()
    taken.push(now)
    next = Math.max(next, now) + gap
    begin()
    await rests.until(next)
  }

  return {
    /** Resolves when it is one's turn, or all is over. `priority`: 0 first, 9 last. */
    turn: (priority: number) =>
      new Promise<void>((resolve) => void dispatcher.add(priority, () => give(resolve), resolve)),
    stop: dispatcher.stop,
  }
}

/** How far the clock of the machine may jump back unnoticed. */
const JUMP_MS = 1000

/**
 * Bottleneck, with another one in its place when the clock of the machine was set back: it would wait until that shows
 * the old time again.
 */
function createDispatcher(maxConcurrent: number, rests: Rests) {
  const waiting = new Map<() => Promise<void>, { priority: number; dropped: () => void }>()
  let limiter = new Bottleneck({ maxConcurrent })
  let ahead = Date.now() - moment()

  function submit(task: () => Promise<void>, priority: number, dropped: () => void): void {
    const run = async () => {
      if (!waiting.delete(task)) return
      await task()
      lookAtClock()
    }
    // What it refuses was dropped at the end, or is submitted anew.
    limiter.schedule({ priority }, run).catch(() => void (rests.over && dropped()))
  }

  function lookAtClock(): void {
    const aheadNow = Date.now() - moment()
    const jumped = aheadNow < ahead - JUMP_MS
    ahead = aheadNow
    if (!jumped || rests.over) return
    void limiter.stop({ dropWaitingJobs: true })
    limiter = new Bottleneck({ maxConcurrent })
    for (const [task, { priority, dropped }] of waiting) submit(task, priority, dropped)
  }

  return {
    add(priority: number, task: () => Promise<void>, dropped: () => void): void {
      lookAtClock()
      waiting.set(task, { priority, dropped })
      submit(task, priority, dropped)
    },
    /** After `rests` have ended. */
    stop: () => limiter.stop({ dropWaitingJobs: true }),
  }
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

/** Milliseconds on a clock that nobody sets: a pace goes on when the machine's time is changed. */
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
