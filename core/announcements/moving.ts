/** One move of an announcement: asked for by who may, made in one transaction with its audit record. */
import { StaleTurn } from '../errors.ts'
import type { Instant } from '../message.ts'
import type { Pseudonym } from '../keys.ts'
import type { Person } from '../people/person.ts'
import type { Repositories } from '../store.ts'
import { type Action, mightEver } from '../people/role.ts'
import type { AnnouncementsWording } from '../wording/announcements-zh-cn.ts'
import { afterAnnouncementMove, type Announcement, type AnnouncementMove } from './announcement.ts'
import { staysWithin } from './audience.ts'
import type { Changes } from './kept.ts'

/** Who acts, and the name the audit log has for them. */
export interface Actor {
  readonly person: Person
  readonly pseudonym: Pseudonym
}

export type Refusal =
  | 'not-allowed'
  | 'not-there'
  | 'not-writer'
  | 'wrong-state'
  | 'moved-on'
  | 'own'
  | 'in-the-past'
  | 'no-time-to-read'
  | 'nobody-waits'
  | 'too-soon'
  | 'none-to-resend'
export type Refused = { readonly kind: 'refused'; readonly reason: Refusal }
export type Done<T> = ({ readonly kind: 'done' } & T) | Refused

export type Changed = Done<{ readonly announcement: Announcement }>

export const refused = (reason: Refusal): Refused => ({ kind: 'refused', reason })

type Allowed = Extract<Action, 'announcement.write' | 'announcement.approve' | 'announcement.send'>

/** What is not theirs to see is not there for them; asked as this person is now. */
export async function changing(
  tx: Repositories,
  { id: personId }: Person,
  id: string,
  action: Allowed,
  work: (announcement: Announcement) => Changed | Promise<Changed>,
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

export async function moved(
  tx: Repositories,
  announcement: Announcement,
  move: AnnouncementMove,
  actor: Pseudonym,
  now: Instant,
  changes: Changes = {},
): Promise<Changed> {
  if (afterAnnouncementMove(announcement.state, move) === undefined) return refused('wrong-state')
  const made = await tx.announcements.move(announcement, move, changes, now)
  if (!made) throw new StaleTurn()
  noteMove(tx, made, move, actor, now)
  return { kind: 'done', announcement: made }
}

export function noteMove(
  tx: Repositories,
  { id, state }: Pick<Announcement, 'id' | 'state'>,
  move: AnnouncementMove | 'write' | 'remind',
  actor: Pseudonym,
  now: Instant,
): void {
  tx.audit.append({ actor, action: `announcement.${move}`, object: id, result: state }, now)
}

/** Of one that stands otherwise it is said how, and what comes next. */
export async function refusalOf(
  { announcements }: Pick<Repositories, 'announcements'>,
  id: string,
  reason: Refusal,
  words: AnnouncementsWording,
): Promise<string> {
  const current = reason === 'wrong-state' ? await announcements.find(id) : undefined
  return current ? words.notNow(id, current.state, current.replacedBy) : words.refusals[reason]
}
