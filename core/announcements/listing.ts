/** The announcements that a person may see, newest first. */
import type { Person } from '../people/person.ts'
import type { Repositories } from '../store.ts'
import type { Announcement } from './announcement.ts'
import { maySee } from './moving.ts'

/** Each is read whole, and may be long. */
const MOST_LOOKED_AT = 200

export interface Page {
  readonly found: readonly Announcement[]
  /** The last one that was looked at, where the list goes on behind it. */
  readonly next?: string
}

interface Looking {
  readonly after?: string | undefined
  readonly limit: number
  /** Also what lies only in part within their region, or not at all. */
  readonly anywhere?: boolean
  readonly fits?: (announcement: Announcement) => boolean | Promise<boolean>
}

/**
 * Those that come after this one in the list; fewer than the limit, or none, where so many may not be seen that looking
 * on is left to the next call. Whom an announcement is for is no column that could be asked for.
 */
export async function visibleTo(
  { announcements }: Pick<Repositories, 'announcements'>,
  person: Person,
  { after, limit, anywhere = false, fits = () => true }: Looking,
): Promise<Page> {
  const found: Announcement[] = []
  let last = after
  for (let looked = 0; looked < MOST_LOOKED_AT;) {
    const some = await announcements.list(limit, last)
    for (const one of some) {
      if ((anywhere || maySee(person, one)) && (await fits(one))) found.push(one)
      last = one.id
      if (found.length === limit) return { found, next: last }
    }
    if (some.length < limit) return { found }
    looked += some.length
  }
  return { found, ...(last !== undefined && { next: last }) }
}
