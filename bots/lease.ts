/** One process at a time serves a database: a second one would send what the first is sending. */
import { hostname } from 'node:os'
import type { Clock, Logger } from '../core/ports.ts'
import type { Store } from '../core/store.ts'

const LEASE_MS = 30_000
const RENEW_MS = 10_000

export interface Lease {
  release(): Promise<void>
}

export interface LeaseOptions {
  readonly store: Store
  readonly name: string
  readonly clock: Clock
  readonly logger: Logger
  /** Somebody else serves the database now: this process must end at once, without sending what waits. */
  readonly onLost: () => void
}

/** Undefined when another living process holds it. The lease of a process that died on this machine is taken over. */
export async function takeLease(options: LeaseOptions): Promise<Lease | undefined> {
  const { store, clock, logger } = options
  const name = `process:${options.name}`
  const owner = `${hostname()}/${process.pid}`
  const take = () =>
    store.transaction(async (tx) => {
      const held = await tx.marks.owner(name)
      if (held && isGone(held.owner)) await tx.marks.drop(name, held.owner)
      return tx.marks.take(name, owner, clock(), clock() + LEASE_MS)
    })
  if (!(await take())) return undefined
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

/** A process of this machine that no longer runs; of other machines only time tells. */
function isGone(owner: string): boolean {
  const [host, pid] = owner.split('/')
  if (host !== hostname() || Number(pid) === process.pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
