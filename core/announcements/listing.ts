/** The announcements that a person may see, newest first. */
import type { Person } from '../people/person.ts'
import type { Repositories } from '../store.ts'
import type { Announcement } from './announcement.ts'
import { maySee } from './moving.ts'

const LOOKED_AT_ONCE = 200

/** Those that come after this one in the list. Whom an announcement is for is no column that could be asked for. */
export async function visibleTo(
  { announcements }: Pick<Repositories, 'announcements'>,
  person: Person,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<Announcement[]> {
  const found: Announcement[] = []
  for (let last = after; found.length < limit;) {
    const some = await announcements.list(LOOKED_AT_ONCE, last)
    found.push(...some.filter((one) => maySee(person, one)))
    if (some.length < LOOKED_AT_ONCE) break
    last = some.at(-1)?.id
  }
  return found.slice(0, limit)
}
