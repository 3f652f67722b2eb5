/** The FAQ as a book: entries by id, and the one that a question means. Built anew when an entry changes. */
import type { Faq, FaqQuery } from '../ports.ts'
import { type Corpus, corpusInSteps } from './corpus.ts'
import { ELSEWHERE } from './elsewhere/elsewhere.ts'
import { type FaqEntry, wordingsOf } from './entry.ts'
import { decide, rank, type Ranked, type Weights } from './rank.ts'

/** So many related questions are offered at most. */
const MOST_RELATED = 3
/** A chain of entries that supersede each other is followed so far. */
const LONGEST_CHAIN = 8

/** A book that is being made. */
export interface BookInMaking {
  /** Does some milliseconds of the work that is left; whether none is. */
  step(): boolean
  /** Does what is left at once. */
  finish(): Faq
}

/** Takes up to 500 ms in all for 1,300 entries; a question then takes a few. Ids must be unique. */
export function beginBook(entries: readonly FaqEntry[], weights: Weights): BookInMaking {
  const steps = corpusInSteps([...entries.map(searchableOf), ...ELSEWHERE])
  let book: Faq | undefined
  const step = (): boolean => {
    if (book) return true
    const { done, value } = steps.next()
    if (done) book = bookOf(entries, value, weights)
    return book !== undefined
  }
  return {
    step,
    finish() {
      while (!book) step()
      return book
    },
  }
}

const searchableOf = (entry: FaqEntry) => ({
  id: entry.id,
  audience: entry.audience,
  text: entry.answer,
  wordings: wordingsOf(entry),
})

function bookOf(entries: readonly FaqEntry[], corpus: Corpus, weights: Weights): Faq {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  return {
    entry: (id) => byId.get(id),
    find: (text, { audience, without }: FaqQuery = {}) => {
      const ranked = rank(corpus, weights, text, audience === undefined ? {} : { audience })
      return decide(without === undefined ? ranked : leftOut(ranked, without))
    },
    related: (id) =>
      (byId.get(id)?.related ?? [])
        .flatMap((other) => byId.get(other) ?? [])
        .filter((other) => other.id !== id)
        .slice(0, MOST_RELATED),
    newer: (id) => newestAfter(id, byId),
  }
}

/** As if the entry were not there; the probabilities of the others still add up to 1. */
function leftOut({ found, elsewhere, none }: Ranked, without: string): Ranked {
  const gone = found.find(({ id }) => id === without)?.score ?? 0
  const rest = Math.max(1 - gone, 1e-9)
  return {
    found: found
      .filter(({ id }) => id !== without)
      .map(({ id, score }) => ({ id, score: score / rest })),
    ...(elsewhere && { elsewhere: { id: elsewhere.id, score: elsewhere.score / rest } }),
    none: none / rest,
  }
}

function newestAfter(id: string, byId: ReadonlyMap<string, FaqEntry>): FaqEntry | undefined {
  let newest: FaqEntry | undefined
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    const next = byId.get((newest ?? byId.get(id))?.superseded ?? '')
    if (!next || next.id === id || next === newest) break
    newest = next
  }
  return newest
}
