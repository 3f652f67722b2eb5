/** Officers who work on one announcement hear of each other's moves: who may approve it, and then who wrote it. */
import type { Choice, Instant } from '../message.ts'
import { notify } from '../people/notice.ts'
import { mightEver } from '../people/role.ts'
import { PROVINCE, regionByCode } from '../people/regions.ts'
import { clockTime } from '../receipts/date.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import type { Announcement } from './announcement.ts'
import { regionsIn, staysWithin } from './audience.ts'

/** One of so many will look at it. */
const MOST_TOLD = 10

type Teller = Pick<Desk, 'channels' | 'keys'>

/**
 * The nearest first: of the region it is for, of what that lies in, then the bureau's administrators. Resolves to how
 * many there are to be told.
 */
export async function tellApprovers(
  tx: Repositories,
  desk: Teller,
  announcement: Announcement,
  now: Instant,
): Promise<number> {
  const { writer, id: announced, title } = announcement
  const toApprove = (wording: Wording) => ({
    text: wording.announcements.toApprove(announced, title),
    choices: opening(announcement, wording, 'review'),
  })
  const told = new Set([writer])
  for (const id of await officersFor(tx, announcement)) {
    if (told.has(id) || told.size > MOST_TOLD) continue
    const person = await tx.people.find(id)
    if (!person || !mightEver(person, 'announcement.approve')) continue
    if (!staysWithin(announcement.audience, person)) continue
    told.add(id)
    await notify(tx, desk, id, toApprove, now)
  }
  return told.size - 1
}

export function tellWriter(
  tx: Repositories,
  desk: Teller,
  announcement: Announcement,
  now: Instant,
): Promise<void> {
  const { id, title, sendAt } = announcement
  const at = sendAt === undefined || sendAt <= now ? undefined : clockTime(sendAt, now)
  const words = (wording: Wording) => ({
    text: wording.announcements.isApproved(id, title, at),
    choices: opening(announcement, wording, 'show'),
  })
  return notify(tx, desk, announcement.writer, words, now)
}

function opening(
  { id }: Announcement,
  { announcements: { actions } }: Wording,
  action: 'review' | 'show',
): Choice[] {
  return [{ label: actions.show, intent: 'managing', action, data: { id } }]
}

async function officersFor(tx: Repositories, { audience }: Announcement): Promise<string[]> {
  const regions = new Set(regionsIn(audience).flatMap(upwards))
  const found: string[] = []
  for (const region of [...regions, PROVINCE]) {
    found.push(...(await tx.people.holders('officer', { region })))
  }
  return [...found, ...(await tx.people.holders('administrator'))]
}

/** A region, and those it lies in. */
function upwards(code: string): string[] {
  const within = regionByCode(code)?.within
  return within === undefined ? [code] : [code, ...upwards(within)]
}
