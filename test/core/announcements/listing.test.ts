/** Whoever may see few announcements of many goes on from page to page, and no call looks at all of them. */
import { describe, expect, it } from 'vitest'
import type { Announcement } from '../../../core/announcements/announcement.ts'
import { visibleTo } from '../../../core/announcements/listing.ts'
import type { Announcements } from '../../../core/announcements/kept.ts'
import type { Person } from '../../../core/people/person.ts'

const person: Person = { id: 'p', name: '王某', grants: [{ role: 'officer', region: '420100' }] }

/** Newest first; those of `seen` are for the officer's region. Counts what is read. */
function listOf(length: number, seen: readonly number[]) {
  const all = Array.from({ length }, (_, at): Announcement => {
    const region = seen.includes(length - at) ? '420100' : '420600'
    return {
      ...{ id: `A-${length - at}`, state: 'done', version: 1, writer: 'w', at: 1, since: 1 },
      ...{ title: '通知', text: '内容', audience: { region }, emergency: false, mandatory: true },
      contentHash: 'x',
    }
  })
  const reads: number[] = []
  const list: Announcements['list'] = (limit, after) => {
    const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
    const some = all.slice(start, start + limit)
    reads.push(some.length)
    return Promise.resolve(some)
  }
  const page = async (limit: number, after?: string) => {
    reads.length = 0
    const store = { announcements: { list } as Announcements }
    const { found, next } = await visibleTo(store, person, { after, limit })
    return { ids: found.map(({ id }) => id), next, read: reads.reduce((sum, n) => sum + n, 0) }
  }
  return { page }
}

describe('the announcements that a person may see', () => {
  it('are read no further than the page goes', async () => {
    const { page } = listOf(450, [450, 449, 448])
    expect(await page(1)).toEqual({ ids: ['A-450'], next: 'A-450', read: 1 })
    expect(await page(2, 'A-450')).toEqual({ ids: ['A-449', 'A-448'], next: 'A-448', read: 2 })
  })

  it.each([1, 7, 100])('are all found, in pages of %i, whatever lies between', async (limit) => {
    const { page } = listOf(450, [430, 3])
    const found: string[] = []
    let after: string | undefined
    for (let calls = 0; ; calls += 1) {
      const { ids, next, read } = await page(limit, after)
      expect(read).toBeLessThan(200 + limit)
      expect(ids.length).toBeLessThanOrEqual(limit)
      expect(calls).toBeLessThan(6)
      found.push(...ids)
      if (next === undefined) break
      after = next
    }
    expect(found).toEqual(['A-430', 'A-3'])
  })
})
