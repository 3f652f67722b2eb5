/** Writing an announcement, and writing it anew: each recipient has a row from here on, so that the counts add up. */
import type { Instant } from '../message.ts'
import type { Person } from '../people/person.ts'
import { mightEver } from '../people/role.ts'
import type { Repositories } from '../store.ts'
import { type Announcement, announcementId, type Content, contentHashOf } from './announcement.ts'
import { staysWithin } from './audience.ts'
import { tellApprovers } from './colleagues.ts'
import { type Counted, type Office, planned, resolve } from './counting.ts'
import {
  type Actor,
  changing,
  type Done,
  maySee,
  moved,
  noteMove,
  refused,
  type Refusal,
} from './moving.ts'

export interface Written extends Counted {
  readonly announcement: Announcement
  /** How many officers were asked to approve it. */
  readonly asked: number
}

/** The officers who may approve it are told. */
export async function write(
  tx: Repositories,
  office: Office,
  actor: Actor,
  given: Content,
  now: Instant,
): Promise<Done<Written>> {
  const content = await allowed(tx, actor, given, now)
  if (typeof content === 'string') return refused(content)
  const announcement: Announcement = {
    ...content,
    ...{ id: announcementId(await tx.numbers.next('A')), state: 'draft', version: 1 },
    ...{ writer: actor.person.id, contentHash: contentHashOf(content), at: now, since: now },
  }
  await tx.announcements.add(announcement)
  noteMove(tx, announcement, 'write', actor.pseudonym, now)
  return counted(tx, office, announcement, now)
}

/** By who wrote it, until it leaves. An approval that was given falls. */
export async function rewrite(
  tx: Repositories,
  office: Office,
  actor: Actor,
  id: string,
  given: Content,
  now: Instant,
): Promise<Done<Written>> {
  const done = await changing(tx, actor.person, id, 'announcement.write', async (before) => {
    if (before.writer !== actor.person.id) return refused('not-writer')
    const { follows } = before
    const content = await allowed(tx, actor, { ...given, ...(follows && { follows }) }, now)
    if (typeof content === 'string') return refused(content)
    return moved(tx, before, 'edit', actor.pseudonym, now, {
      content: { ...content, contentHash: contentHashOf(content) },
    })
  })
  return done.kind === 'done' ? counted(tx, office, done.announcement, now) : done
}

/** Asked as this person is now, not as they were when they began to write. */
async function allowed(
  tx: Repositories,
  { person: { id } }: Actor,
  given: Content,
  now: Instant,
): Promise<Content | Refusal> {
  const person = await tx.people.find(id)
  if (!person) return 'not-allowed'
  const content = await completed(tx, person, given)
  if (typeof content === 'string') return content
  return reasonAgainst(content, person, now) ?? content
}

/** What follows an earlier announcement is for whom that was for, and says so only of what they may see. */
async function completed(
  tx: Repositories,
  person: Person,
  content: Content,
): Promise<Content | Refusal> {
  if (!content.follows) return content
  const earlier = await tx.announcements.find(content.follows.id)
  if (!earlier || earlier.follows?.kind === 'reminder' || !maySee(person, earlier)) {
    return 'not-there'
  }
  if (!(await hasLeft(tx, earlier))) return 'wrong-state'
  return { ...content, audience: earlier.audience, mandatory: earlier.mandatory }
}

/** Whether anybody has got it, or may have. */
export async function hasLeft(
  { deliveries }: Pick<Repositories, 'deliveries'>,
  { id }: Announcement,
): Promise<boolean> {
  const { sending, sent, unknown } = await deliveries.counts(id)
  return sending + sent + unknown > 0
}

function reasonAgainst(content: Content, person: Person, now: Instant): Refusal | undefined {
  if (!mightEver(person, 'announcement.write') || !staysWithin(content.audience, person)) {
    return 'not-allowed'
  }
  return wrongTime(content.sendAt, content.acknowledge?.until, now)
}

export function wrongTime(
  sendAt: Instant | undefined,
  until: Instant | undefined,
  now: Instant,
): 'in-the-past' | 'no-time-to-read' | undefined {
  if (sendAt !== undefined && sendAt < now) return 'in-the-past'
  const leaves = Math.max(now, sendAt ?? now)
  return until !== undefined && until <= leaves ? 'no-time-to-read' : undefined
}

async function counted(
  tx: Repositories,
  office: Office,
  announcement: Announcement,
  now: Instant,
): Promise<Done<Written>> {
  const summary = await resolve(tx, office, announcement)
  const asked = await tellApprovers(tx, office, announcement, now)
  const plan = planned(summary, announcement, office, now)
  return { kind: 'done', announcement, summary, plan, asked }
}
