/** Whom an announcement reaches as of now, and how long that takes. */
import type { Instant } from '../message.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import type { Announcement, Content } from './announcement.ts'
import type { NewDelivery, Batches } from './kept.ts'
import { type Plan, planOf, withFiles } from './plan.ts'
import { createTally, resolved, type Summary } from './resolve.ts'

/** What an announcement is written, counted and told of with. */
export type Office = Pick<Desk, 'calendar' | 'keys' | 'channels' | 'announcementRules'>

export interface Counted {
  readonly summary: Summary
  readonly plan: Plan
}

/** Keeps a row for each recipient, in the place of what was there before. */
export async function resolve(
  tx: Repositories,
  office: Pick<Office, 'announcementRules'>,
  announcement: Announcement,
): Promise<Summary> {
  const tally = createTally()
  const found = await deliveriesOf(tx, office, announcement)
  await tx.deliveries.resolve(announcement.id, tally.through(found))
  return tally.summary()
}

/** Counts them without keeping anything. */
export async function count(
  store: Pick<Repositories, 'deliveries' | 'groups'>,
  office: Pick<Office, 'announcementRules'>,
  content: Meant,
): Promise<Summary> {
  const tally = createTally()
  const counted = tally.through(await deliveriesOf(store, office, content))
  while (!(await counted.next()).done);
  return tally.summary()
}

type Meant = Pick<Content, 'audience' | 'mandatory' | 'follows'>

/** What follows an earlier announcement goes to the chats that one went to. */
async function deliveriesOf(
  { deliveries, groups }: Pick<Repositories, 'deliveries' | 'groups'>,
  { announcementRules: { preference } }: Pick<Office, 'announcementRules'>,
  content: Meant,
): Promise<Batches<NewDelivery>> {
  const { follows } = content
  if (follows) return deliveries.reached(follows.id, { andWaiting: follows.kind === 'correction' })
  return resolved(content, deliveries.candidates(), await groups.list(), preference)
}

/** From the time it is to leave at. */
export function planned(
  { messages }: Pick<Summary, 'messages'>,
  { emergency, sendAt, files = [] }: Pick<Content, 'emergency' | 'sendAt' | 'files'>,
  { calendar, announcementRules: { rates } }: Pick<Office, 'calendar' | 'announcementRules'>,
  now: Instant,
): Plan {
  const calls = withFiles(messages, files.length)
  return planOf(calls, rates, Math.max(now, sendAt ?? now), emergency ? undefined : calendar)
}
