/** The matters that are not answered here, as competitors of the entries. */
import type { Searchable } from '../corpus.ts'
import { OFFICES } from './offices.ts'
import { TALK } from './talk.ts'

export type Matter = keyof typeof OFFICES | keyof typeof TALK

const PREFIX = 'elsewhere:'

/** One searchable a matter, marked `elsewhere`; added to the entries of the FAQ, never to a corpus from outside. */
export const ELSEWHERE: readonly Searchable[] = Object.entries({ ...OFFICES, ...TALK }).map(
  ([matter, wordings]) => ({ id: PREFIX + matter, wordings, elsewhere: true }),
)

/** `elsewhere:tax` → `tax`; undefined for the id of an entry. */
export function matterOf(id: string): Matter | undefined {
  const name = id.startsWith(PREFIX) ? id.slice(PREFIX.length) : ''
  return isMatter(name) ? name : undefined
}

function isMatter(name: string): name is Matter {
  return Object.hasOwn(OFFICES, name) || Object.hasOwn(TALK, name)
}
