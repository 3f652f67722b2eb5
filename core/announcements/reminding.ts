/** Reminding who has not said 收到: an announcement of its own, to them and at once, under the earlier approval. */
import type { Instant } from '../message.ts'
import type { Person } from '../people/person.ts'
import { regionsOf } from '../people/reach.ts'
import { mightEver } from '../people/role.ts'
import { clockTime } from '../receipts/date.ts'
import type { Repositories } from '../store.ts'
import { zhCN } from '../wording/zh-cn.ts'
import { type Announcement, announcementId, contentHashOf } from './announcement.ts'
import type { Aim } from './audience.ts'
import type { Office } from './counting.ts'
import { type Actor, type Done, noteMove, refused, type Refused } from './moving.ts'

/** Within the region of who reminds, and each recipient at most as often as the rules say. */
export async function remind(
  tx: Repositories,
  office: Pick<Office, 'announcementRules'>,
  { person: { id: personId }, pseudonym }: Actor,
  id: string,
  now: Instant,
): Promise<Done<{ readonly announcement: Announcement; readonly count: number }>> {
  const [earlier, person] = await Promise.all([tx.announcements.find(id), tx.people.find(personId)])
  const reach = await reachIn(tx, person, earlier)
  if (!earlier || !person || !reach) return refused('not-there')
  if (!mightEver(person, 'announcement.chase')) return refused('not-allowed')
  const { acknowledge, replacedBy, state } = earlier
  const isOver = replacedBy !== undefined || state === 'cancelled'
  if (!acknowledge || acknowledge.until <= now || isOver) return refused('wrong-state')
  const before = now - office.announcementRules.chaseEveryMs
  const chased = tx.deliveries.chase(id, { ...reach, before }, now)
  const first = await chased.next()
  if (first.done) return noneLeft(tx, id, reach)
  const announcement = await reminderOf(tx, earlier, person, acknowledge.until, now)
  await tx.announcements.add(announcement)
  const count = await tx.deliveries.resolve(announcement.id, from(first.value, chased))
  noteMove(tx, announcement, 'remind', pseudonym, now)
  return { kind: 'done', announcement, count }
}

/** With the one that was taken to see whether there is any. */
async function* from<Some>(first: Some, others: AsyncIterable<Some>) {
  yield first
  yield* others
}

type Reach = NonNullable<ReturnType<typeof regionsOf>>

/** What of this announcement lies in this person's regions; undefined when nothing does. */
export async function reachIn(
  { deliveries }: Pick<Repositories, 'deliveries'>,
  person: Person | undefined,
  announcement: Announcement | undefined,
): Promise<Reach | undefined> {
  const reach = regionsOf(person)
  if (!reach || !announcement) return undefined
  const any = await deliveries.list(announcement.id, { ...reach, after: 0, limit: 1 })
  return any.length > 0 ? reach : undefined
}

/** Everybody has said so, or was reminded lately. */
async function noneLeft(tx: Repositories, id: string, reach: Reach): Promise<Refused> {
  const query = { ...reach, acknowledged: false, after: 0, limit: 1 }
  const unread = await tx.deliveries.list(id, query)
  return refused(unread.length > 0 ? 'too-soon' : 'nobody-waits')
}

async function reminderOf(
  tx: Repositories,
  { id, title, text, audience, emergency, writer, approver, at }: Announcement,
  person: Person,
  until: Instant,
  now: Instant,
): Promise<Announcement> {
  const { reminder } = zhCN.announcements
  const content = {
    ...{ title, text: `${reminder(clockTime(until, at))}\n\n${text}`, emergency },
    ...{ audience: withinReach(audience, person), mandatory: true },
    follows: { id, kind: 'reminder' as const },
  }
  return {
    ...content,
    ...{ id: announcementId(await tx.numbers.next('A')), state: 'sending', version: 1 },
    ...{ writer, ...(approver !== undefined && { approver }) },
    ...{ contentHash: contentHashOf(content), at: now, since: now },
  }
}

/** So that who reminds may follow it. */
function withinReach(audience: Aim, { grants }: Person): Aim {
  const own = grants.flatMap((grant) => ('region' in grant ? [{ region: grant.region }] : []))
  const everywhere = grants.some(({ role }) => role === 'administrator') || own.length === 0
  return everywhere ? audience : { every: [audience, { any: own }] }
}
