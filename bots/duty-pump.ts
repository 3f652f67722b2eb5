/** Performs the duties, about once a second, in one process at a time. */
import { randomBytes } from 'node:crypto'
import type { Duty } from '../core/duty.ts'
import type { Clock, Logger } from '../core/ports.ts'
import type { Store } from '../core/store.ts'
import type { Desk } from '../core/turn.ts'
import { nameOf } from './failure.ts'

const ROUND_MS = 1000
/** Who does not renew it for so long has lost it. */
const LEASE_MS = 20_000
const RENEW_MS = 5_000
const LEASE = 'duties'

export interface DutyPump {
  start(): void
  /** Resolves when what is under way has ended; another process may take over then. */
  stop(): Promise<void>
}

export interface DutyPumpOptions {
  readonly duties: readonly Duty[]
  readonly desk: Desk
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Clock
  readonly logger: Logger
  /** A round has ended: there may be something to send. */
  readonly onRound: () => void
}

export function createDutyPump(options: DutyPumpOptions): DutyPump {
  const { duties, store, clock, logger, onRound } = options
  const owner = randomBytes(12).toString('hex')
  let renewed = 0
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  async function holds(): Promise<boolean> {
    const now = clock()
    if (now - renewed < RENEW_MS && now >= renewed) return true
    const taken = await store.transaction((tx) => tx.marks.take(LEASE, owner, now, now + LEASE_MS))
    renewed = taken ? now : 0
    return taken
  }

  async function round(): Promise<void> {
    try {
      if (!(await holds())) return
      await performAll(duties, options)
      onRound()
    } catch (error) {
      logger.error('duties failed', { reason: nameOf(error) })
    }
  }

  return {
    start() {
      if (duties.length === 0) return
      timer = setInterval(() => {
        running ??= round().finally(() => (running = undefined))
      }, ROUND_MS)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await running
      if (renewed > 0) await store.transaction((tx) => tx.marks.drop(LEASE, owner))
    },
  }
}

/** One that throws keeps none of the others from being done. */
export async function performAll(
  duties: readonly Duty[],
  { desk, clock, logger }: Pick<DutyPumpOptions, 'desk' | 'clock' | 'logger'>,
): Promise<void> {
  for (const duty of duties) {
    try {
      await duty.perform(clock(), desk)
    } catch (error) {
      logger.error('a duty failed', { duty: duty.name, reason: nameOf(error) })
    }
  }
}
