/** Officers who work on one announcement hear of each other's moves: who may approve it, and then who wrote it. */
import type { Instant } from '../message.ts'
import { notify } from '../people/notice.ts'
import { mightEver } from '../people/role.ts'
import { PROVINCE, regionByCode } from '../people/regions.ts'
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
  const told = new Set([announcement.writer])
  for (const id of await officersFor(tx, announcement)) {
    if (told.has(id) || told.size > MOST_TOLD) continue
    const person = await tx.people.find(id)
    if (!person || !mightEver(person, 'announcement.approve')) continue
    if (!staysWithin(announcement.audience, person)) continue
    told.add(id)
    await notify(tx, desk, id, (wording) => card(announcement, wording, 'toApprove'), now)
  }
  return told.size - 1
}

export function tellWriter(
  tx: Repositories,
  desk: Teller,
  announcement: Announcement,
  now: Instant,
): Promise<void> {
  const words = (wording: Wording) => card(announcement, wording, 'isApproved')
  return notify(tx, desk, announcement.writer, words, now)
}

function card(
  { id, title }: Announcement,
  { announcements: words }: Wording,
  what: 'toApprove' | 'isApproved',
) {
  const label = words.actions.show
  const choices = [{ label, intent: 'managing', action: 'show', data: { id } }]
  return { text: words[what](id, title), choices }
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
