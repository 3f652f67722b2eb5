/** Contents that belong to nothing any more: their purpose went, or a crash came before they were recorded. */
import type { Instant } from '../message.ts'
import type { Files } from '../ports.ts'
import type { Store } from '../store.ts'
import { ORPHAN_MS } from './file.ts'

const BATCH = 500

/** Resolves to how many were removed. What is younger than an hour may be about to be recorded. */
export async function sweepFiles(
  store: Pick<Store, 'files'>,
  files: Files,
  now: Instant,
): Promise<number> {
  const old = await files.list(now - ORPHAN_MS)
  let removed = 0
  for (let start = 0; start < old.length; start += BATCH) {
    const some = old.slice(start, start + BATCH)
    const known = await store.files.known(some)
    for (const id of some.filter((one) => !known.has(one))) {
      await files.remove(id)
      removed += 1
    }
  }
  return removed
}
