/** How much waits, and of how much nobody knows whether it left. */
import type { Store } from './store.ts'

export interface Backlog {
  readonly inbox: number
  readonly outbox: number
  readonly setAside: number
  /** Sends that may or may not have arrived: messages, and deliveries of announcements. */
  readonly unknown: { readonly messages: number; readonly deliveries: number }
}

export type BacklogStore = Pick<Store, 'inbox' | 'outbox' | 'deliveries'>

export async function backlogOf(store: BacklogStore): Promise<Backlog> {
  const [inbox, outbox, deliveries] = await Promise.all([
    store.inbox.count(),
    store.outbox.count(),
    store.deliveries.unknown(),
  ])
  return {
    ...{ inbox: inbox.pending, outbox: outbox.pending, setAside: inbox.setAside },
    unknown: { messages: outbox.unknown, deliveries },
  }
}

/** All together. */
export function unknownOf({ unknown }: Backlog): number {
  return unknown.messages + unknown.deliveries
}
