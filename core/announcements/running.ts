/** The moves of an announcement by people: approved, sent, paused, cancelled, sent again; by HTTP and in the chat alike. */
import type { Instant } from '../message.ts'
import type { Pseudonym } from '../keys.ts'
import type { Repositories } from '../store.ts'
import { afterAnnouncementMove, type Announcement, contentHashOf } from './announcement.ts'
import { attachedTo } from './attachment.ts'
import { tellWriter } from './colleagues.ts'
import { type Office, resolve } from './counting.ts'
import { type Actor, type Changed, changing, type Done, moved, refused } from './moving.ts'

/** By another person than who wrote it, and exactly what they have read. */
export function approve(
  tx: Repositories,
  office: Office,
  { person, pseudonym }: Actor,
  id: string,
  hash: string,
  now: Instant,
): Promise<Changed> {
  return changing(tx, person, id, 'announcement.approve', async (announcement) => {
    if (announcement.writer === person.id) return refused('own')
    if (announcement.contentHash !== hash || contentHashOf(announcement) !== hash) {
      return refused('moved-on')
    }
    const done = await moved(tx, announcement, 'approve', pseudonym, now, { approver: person.id })
    if (done.kind === 'done') await tellWriter(tx, office, done.announcement, now)
    return done
  })
}

/** At once, or at its time, however often it is asked for; who is meant is looked up anew. */
export function send(
  tx: Repositories,
  office: Office,
  { person, pseudonym }: Actor,
  id: string,
  now: Instant,
): Promise<Changed> {
  return changing(tx, person, id, 'announcement.send', (announcement) => {
    if (waitsForTime(announcement, now)) return { kind: 'done', announcement }
    const later = announcement.state === 'approved' && (announcement.sendAt ?? now) > now
    if (later) return moved(tx, announcement, 'schedule', pseudonym, now)
    return begun(tx, office, announcement, pseudonym, now)
  })
}

/** Before its time, because a person says so. */
export function sendNow(
  tx: Repositories,
  office: Office,
  { person, pseudonym }: Actor,
  id: string,
  now: Instant,
): Promise<Changed> {
  return changing(tx, person, id, 'announcement.send', (announcement) =>
    begun(tx, office, announcement, pseudonym, now),
  )
}

export function waitsForTime(
  { state, sendAt }: Pick<Announcement, 'state' | 'sendAt'>,
  now: Instant,
): boolean {
  return state === 'scheduled' && (sendAt ?? now) > now
}

/**
 * In its transaction: from here on the sender takes it up. What it corrects or recalls, and every reminder of that,
 * goes to nobody any more, and waits for no word.
 */
export async function begun(
  tx: Repositories,
  office: Pick<Office, 'announcementRules'>,
  announcement: Announcement,
  actor: Pseudonym,
  now: Instant,
): Promise<Changed> {
  if (afterAnnouncementMove(announcement.state, 'send') === undefined) return refused('wrong-state')
  if (!isInTime(announcement, now)) return refused('no-time-to-read')
  await resolve(tx, office, announcement)
  const { id, follows } = announcement
  if (follows) {
    const replaced = await tx.announcements.replace(follows.id, id)
    for (const one of replaced) await tx.deliveries.cancel(one)
  }
  return moved(tx, announcement, 'send', actor, now)
}

/** It may have waited for its approval, or to be sent, until nobody can say 收到 in time any more. */
export function isInTime(
  { acknowledge }: Pick<Announcement, 'acknowledge'>,
  now: Instant,
): boolean {
  return acknowledge === undefined || acknowledge.until > now
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
    if (done.kind === 'done' && move === 'cancel') {
      await tx.deliveries.cancel(id)
      // What nobody got nobody opens.
      if (!hasBegun(announcement)) await tx.files.removePurpose(attachedTo(id))
    }
    return done
  })
}

function hasBegun({ state }: Announcement): boolean {
  return state === 'sending' || state === 'paused' || state === 'done'
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
    if (announcement.replacedBy !== undefined) return refused('wrong-state')
    const counts = await tx.deliveries.counts(id)
    const isAny = states.some((state) => counts[state] > 0)
    if (!isAny && afterAnnouncementMove(announcement.state, 'again')) {
      return refused('none-to-resend')
    }
    const made = await moved(tx, announcement, 'again', pseudonym, now)
    if (made.kind === 'done') count = await tx.deliveries.again(id, states)
    return made
  })
  return done.kind === 'done' ? { ...done, count } : done
}
