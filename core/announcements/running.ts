/** What people do with an announcement: write, approve, send, pause, resume, cancel; the same by HTTP and in the chat. */
import type { Calendar } from '../calendar/calendar.ts'
import { StaleTurn } from '../errors.ts'
import type { Instant } from '../message.ts'
import type { Pseudonym } from '../keys.ts'
import type { Person } from '../people/person.ts'
import type { Repositories } from '../store.ts'
import { mightEver } from '../people/role.ts'
import {
  afterAnnouncementMove,
  type Announcement,
  announcementId,
  type AnnouncementMove,
  type Content,
  contentHashOf,
} from './announcement.ts'
import { staysWithin } from './audience.ts'
import { type Plan, planOf, type Rates } from './plan.ts'
import { resolved, type Summary, summaryOf } from './resolve.ts'

export interface Office {
  readonly calendar: Calendar
  /** Messages a second that each channel takes. */
  readonly rates: Rates
}

/** Who acts, and the name the audit log has for them. */
export interface Actor {
  readonly person: Person
  readonly pseudonym: Pseudonym
}

export type Refusal =
  'not-allowed' | 'not-there' | 'wrong-state' | 'moved-on' | 'own' | 'in-the-past'
export type Done<T> =
  ({ readonly kind: 'done' } & T) | { readonly kind: 'refused'; readonly reason: Refusal }

export type Changed = Done<{ readonly announcement: Announcement }>

export interface Counted {
  readonly summary: Summary
  readonly plan: Plan
}

export type Written = { readonly announcement: Announcement } & Counted

const refused = (reason: Refusal) => ({ kind: 'refused', reason }) as const

/** Rows for all recipients are there from here on: the counts add up from the beginning. */
export async function write(
  tx: Repositories,
  office: Office,
  { person, pseudonym }: Actor,
  content: Content,
  now: Instant,
): Promise<Done<Written>> {
  if (!mightEver(person, 'announcement.write') || !staysWithin(content.audience, person)) {
    return refused('not-allowed')
  }
  if (content.sendAt !== undefined && content.sendAt < now) return refused('in-the-past')
  const announcement: Announcement = {
    ...content,
    ...{ id: announcementId(await tx.numbers.next('A')), state: 'draft', version: 1 },
    ...{ writer: person.id, contentHash: contentHashOf(content), at: now, since: now },
  }
  await tx.announcements.add(announcement)
  const summary = await resolve(tx, announcement)
  noteMove(tx, announcement, 'write', pseudonym, now)
  return { kind: 'done', announcement, summary, plan: planned(summary, content, office, now) }
}

async function resolve(tx: Repositories, { id, audience }: Announcement): Promise<Summary> {
  const deliveries = resolved(audience, await tx.deliveries.candidates(), await tx.groups.list())
  await tx.deliveries.resolve(id, deliveries)
  return summaryOf(deliveries)
}

/** From the time it is to leave at. */
export function planned(
  { messages }: Pick<Summary, 'messages'>,
  { emergency, sendAt }: Pick<Content, 'emergency' | 'sendAt'>,
  { calendar, rates }: Office,
  now: Instant,
): Plan {
  return planOf(messages, rates, Math.max(now, sendAt ?? now), emergency ? undefined : calendar)
}

/** By another person than who wrote it, and exactly what they have read. */
export function approve(
  tx: Repositories,
  { person, pseudonym }: Actor,
  id: string,
  hash: string,
  now: Instant,
): Promise<Changed> {
  return changing(tx, person, id, 'announcement.approve', (announcement) => {
    if (announcement.writer === person.id) return Promise.resolve(refused('own'))
    if (announcement.contentHash !== hash || contentHashOf(announcement) !== hash) {
      return Promise.resolve(refused('moved-on'))
    }
    return moved(tx, announcement, 'approve', pseudonym, now, { approver: person.id })
  })
}

/** At once, or at its time; who is meant is looked up anew. */
export function send(
  tx: Repositories,
  { person, pseudonym }: Actor,
  id: string,
  now: Instant,
): Promise<Changed> {
  return changing(tx, person, id, 'announcement.send', (announcement) => {
    const later = announcement.state === 'approved' && (announcement.sendAt ?? now) > now
    if (later) return moved(tx, announcement, 'schedule', pseudonym, now)
    return begun(tx, announcement, pseudonym, now)
  })
}

/** In its transaction: from here on the sender takes it up. */
export async function begun(
  tx: Repositories,
  announcement: Announcement,
  actor: Pseudonym,
  now: Instant,
): Promise<Changed> {
  if (afterAnnouncementMove(announcement.state, 'send') === undefined) return refused('wrong-state')
  await resolve(tx, announcement)
  return moved(tx, announcement, 'send', actor, now)
}

export function change(
  tx: Repositories,
  { person, pseudonym }: Actor,
  id: string,
  move: 'pause' | 'resume' | 'cancel',
  now: Instant,
): Promise<Changed> {
  return changing(tx, person, id, 'announcement.send', async (announcement) => {
    const done = await moved(tx, announcement, move, pseudonym, now)
    if (done.kind === 'done' && move === 'cancel') await tx.deliveries.cancel(id)
    return done
  })
}

/** What is unknown or failed goes out once more, because a person says so. */
export async function resend(
  tx: Repositories,
  { person, pseudonym }: Actor,
  id: string,
  states: readonly ('unknown' | 'failed')[],
  now: Instant,
): Promise<Done<{ announcement: Announcement; count: number }>> {
  let count = 0
  const done = await changing(tx, person, id, 'announcement.send', async (announcement) => {
    const made = await moved(tx, announcement, 'again', pseudonym, now)
    if (made.kind === 'done') count = await tx.deliveries.again(id, states)
    return made
  })
  return done.kind === 'done' ? { ...done, count } : done
}

type Allowed = 'announcement.approve' | 'announcement.send'

/** What is not theirs to see is not there for them. */
async function changing(
  tx: Repositories,
  { id: personId }: Person,
  id: string,
  action: Allowed,
  work: (announcement: Announcement) => Promise<Changed>,
): Promise<Changed> {
  const [announcement, person] = await Promise.all([
    tx.announcements.find(id),
    tx.people.find(personId),
  ])
  if (!announcement || !person || !maySee(person, announcement)) return refused('not-there')
  return mightEver(person, action) ? work(announcement) : refused('not-allowed')
}

/** Officers see what lies wholly within their region. */
export function maySee(person: Person, { audience }: Pick<Announcement, 'audience'>): boolean {
  return mightEver(person, 'announcement.report') && staysWithin(audience, person)
}

async function moved(
  tx: Repositories,
  announcement: Announcement,
  move: AnnouncementMove,
  actor: Pseudonym,
  now: Instant,
  changes: Parameters<Repositories['announcements']['move']>[2] = {},
): Promise<Changed> {
  if (afterAnnouncementMove(announcement.state, move) === undefined) return refused('wrong-state')
  const made = await tx.announcements.move(announcement, move, changes, now)
  if (!made) throw new StaleTurn()
  noteMove(tx, made, move, actor, now)
  return { kind: 'done', announcement: made }
}

function noteMove(
  tx: Repositories,
  { id, state }: Announcement,
  move: AnnouncementMove | 'write',
  actor: Pseudonym,
  now: Instant,
): void {
  tx.audit.append({ actor, action: `announcement.${move}`, object: id, result: state }, now)
}
