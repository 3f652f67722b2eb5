/** The pace of a channel: so many messages a second, so many in flight, so many to one chat. */
import Bottleneck from 'bottleneck'
import { type Address, conversationOf, type Instant } from '../../core/message.ts'
import type { Clock, Pace } from '../../core/ports.ts'

const MINUTE = 60_000
/** A chat that is idle for so long is forgotten. */
const IDLE_MS = 10 * MINUTE
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
  readonly clock: Clock
}

/**
 * One job at a time for a conversation, in the order they came. `run` rejects with what the job threw;
 * a job that `stop` dropped never began, and its `run` resolves.
 */
export function createPace(options: PaceOptions): Pace {
  const { perSecond, inFlight = 3, perChatMs = 1000, perGroupMinute = 20, clock } = options
  const limited = perSecond > 0
  const minTime = limited ? Math.ceil(1000 / perSecond) : 0
  const everything = new Bottleneck({ maxConcurrent: inFlight, minTime })
  const chats = new Bottleneck.Group({ maxConcurrent: 1, timeout: IDLE_MS })
  const rests = createRests(clock)
  const turns = new Set<Promise<void>>()
  let heldUntil: Instant = 0

  const gapOf = ({ group }: Address) =>
    limited ? (group ? Math.ceil(MINUTE / perGroupMinute) : perChatMs) : 0

  /** Runs the job when all limits allow it, or drops it when that is over. */
  async function inTurn(job: () => Promise<void>): Promise<void> {
    let begun = false
    const work = async () => {
      while (!rests.over && heldUntil > clock()) await rests.until(heldUntil)
      begun = !rests.over
      if (begun) await job()
    }
    if (rests.over) return
    await everything.schedule(work).catch((error: unknown) => {
      if (begun || !rests.over) throw error
    })
  }

  /**
   * The gap is kept here and not with `minTime` and `chain`: a chained limiter counts from when a job was let
   * through to the next limiter, so after a wait there two messages of a chat would leave together.
   */
  function run(to: Address, job: () => Promise<void>): Promise<void> {
    let began: Instant | undefined
    const noted = () => {
      began = clock()
      return job()
    }
    return new Promise((resolve, reject) => {
      const turn = chats.key(conversationOf(to)).schedule(async () => {
        const result = inTurn(noted)
        result.then(resolve, reject)
        await Promise.allSettled([result])
        if (began !== undefined) await rests.until(began + gapOf(to))
      })
      turns.add(turn)
      void turn.finally(() => turns.delete(turn))
    })
  }

  return {
    run,
    holdUntil(instant) {
      heldUntil = Math.max(heldUntil, instant)
    },
    async stop() {
      if (!rests.over) {
        rests.end()
        await everything.stop({ dropWaitingJobs: true })
      }
      await Promise.all(turns)
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
