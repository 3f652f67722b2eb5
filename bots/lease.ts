/** One process at a time serves a database: a second one would send what the first is sending. */
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { Clock, Logger } from '../core/ports.ts'
import type { Store } from '../core/store.ts'

const LEASE_MS = 30_000
const RENEW_MS = 10_000
const LOOK_MS = 1000

export interface Lease {
  release(): Promise<void>
}

export interface LeaseOptions {
  readonly store: Pick<Store, 'transaction' | 'marks'>
  readonly name: string
  /** The database is a file: a holder with the name of this machine runs on this machine, or no more. */
  readonly isFile: boolean
  readonly clock: Clock
  /** Waits until the lease of a holder that may be gone has run out; absent, nobody is waited for. */
  readonly sleep?: (ms: number) => Promise<void>
  readonly logger: Logger
  /** Somebody else serves the database now: this process must end at once, without sending what waits. */
  readonly onLost: () => void
}

/**
 * Undefined when another living process holds it. From one that died on this machine a file is taken over at once;
 * from any other holder only when its lease has run out, for which this waits (half a minute at most).
 */
export async function takeLease(options: LeaseOptions): Promise<Lease | undefined> {
  const { store, clock, logger } = options
  const name = `process:${options.name}`
  const owner = `${hostname()}/${process.pid}/${randomBytes(6).toString('hex')}`
  const take = () =>
    store.transaction(async (tx) => {
      const held = await tx.marks.owner(name)
      const gone = options.isFile && held && held.owner !== owner && isGone(held.owner)
      if (gone) await tx.marks.drop(name, held.owner)
      return tx.marks.take(name, owner, clock(), clock() + LEASE_MS)
    })
  if (!(await takeInTime(name, take, options))) return undefined
  const timer = setInterval(() => {
    take().then(
      (kept) => kept || options.onLost(),
      () => logger.warn('the lease could not be renewed'),
    )
  }, RENEW_MS)
  timer.unref()
  return {
    async release() {
      clearInterval(timer)
      await store.transaction((tx) => tx.marks.drop(name, owner))
    },
  }
}

/** A holder that lives renews its lease while we look; one that does not, loses it. */
async function takeInTime(
  name: string,
  take: () => Promise<boolean>,
  { store, isFile, sleep, logger }: LeaseOptions,
): Promise<boolean> {
  let seen: string | undefined
  while (!(await take())) {
    const held = await store.marks.owner(name)
    const now = `${held?.owner} ${held?.until}`
    const lives = isFile && held && isOfThisMachine(held.owner)
    if (!sleep || lives || (seen !== undefined && seen !== now)) return false
    if (seen === undefined) logger.warn('another process served this database: waiting')
    seen = now
    await sleep(LOOK_MS)
  }
  return true
}

function isOfThisMachine(owner: string): boolean {
  return owner.split('/')[0] === hostname()
}

/** A process of this machine that no longer runs; of other machines only time tells. Our own number was used before. */
function isGone(owner: string): boolean {
  const pid = Number(owner.split('/')[1])
  if (!isOfThisMachine(owner)) return false
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
