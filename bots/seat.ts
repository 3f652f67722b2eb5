/** Which of the terminals at one database this one is: each has a channel of its own, so that none prints another's answers. */
import { randomBytes } from 'node:crypto'
import type { Store } from '../core/store.ts'
import { type Lease, type LeaseOptions, takeLease } from './lease.ts'

const MOST_SEATS = 8
const SEATS = Array.from({ length: MOST_SEATS }, (_, n) =>
  n === 0 ? 'console' : `console-${n + 1}`,
)
const BATCH = 100
/** Also what was to be tried again later. */
const EVER = Number.MAX_SAFE_INTEGER

export interface Seat {
  /** The name of the channel. */
  readonly name: string
  readonly conversation: string
  release(): Promise<void>
}

export interface SeatOptions extends Omit<LeaseOptions, 'store' | 'name' | 'sleep'> {
  readonly store: Store
  readonly user: string
}

/**
 * The first terminal goes on with the user's conversation, any further one begins its own. What terminals that are
 * gone have left waiting is dropped: nobody sits there to read it. Undefined when all seats are taken.
 */
export async function takeSeat(options: SeatOptions): Promise<Seat | undefined> {
  for (const name of SEATS) {
    const lease = await takeLease({ ...options, name })
    if (!lease) continue
    const { user, store } = options
    const own = name === 'console'
    const conversation = own ? user : `${user}-${randomBytes(4).toString('hex')}`
    await dropLeft(store, name, conversation)
    await sweepEmpty(options, name)
    return { name, conversation, release: () => lease.release() }
  }
  return undefined
}

/** The other seats where something waits and nobody sits. */
async function sweepEmpty(options: SeatOptions, own: string): Promise<void> {
  const { store } = options
  for (const name of SEATS) {
    if (name === own || !(await hasLeft(store, name))) continue
    const lease: Lease | undefined = await takeLease({ ...options, name })
    if (!lease) continue
    await dropLeft(store, name, name === 'console' ? options.user : '')
    await lease.release()
  }
}

async function hasLeft({ inbox, outbox }: Store, channel: string): Promise<boolean> {
  const [asked, answered] = [
    await inbox.pending([channel], 0, 1),
    await outbox.due(channel, EVER, 1),
  ]
  return asked.length + answered.length > 0
}

/** All but what the conversation that goes on is still to be told, and what is no answer. */
async function dropLeft(store: Store, channel: string, kept: string): Promise<void> {
  for (let after = 0; ;) {
    const rows = await store.inbox.pending([channel], after, BATCH)
    after = rows.at(-1)?.seq ?? after
    const gone = rows.filter(({ message }) => message.from.conversation !== kept)
    await store.transaction(async (tx) => gone.forEach(({ seq }) => tx.inbox.finish(seq)))
    if (rows.length < BATCH) break
  }
  const reason = 'its terminal was closed'
  for (;;) {
    const rows = await store.outbox.due(channel, EVER, BATCH, [kept])
    const gone = rows.filter(({ kind }) => kind === 'reply')
    if (gone.length === 0) return
    await store.transaction(async (tx) => {
      for (const { id } of gone) await tx.outbox.record(id, { state: 'failed', reason }, EVER)
    })
  }
}
