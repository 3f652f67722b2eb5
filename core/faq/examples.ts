/** Makes questions with known answers: out of a corpus itself, by hiding parts of it, and out of labelled questions. */
import type { Corpus } from './corpus.ts'
import { look } from './rank.ts'
import type { Example } from './table.ts'

/** A line of a file of questions; `id` null is out of scope, `also` further ids that count as right. */
export interface Asked {
  readonly q: string
  readonly id: string | null
  readonly also?: readonly string[] | undefined
  readonly kind?: 'near' | 'far' | undefined
}

/** Every how manieth wording is asked with its whole entry hidden, so that “none” is right. */
const HIDDEN_ENTRY_EVERY = 3
const HIDDEN_ENTRY_WEIGHT = 0.5

/** Each wording asked as if it were not there; some of them as if their entry were not there. */
export function examplesFromWordings(corpus: Corpus): Example[] {
  return corpus.wordings.flatMap(({ entry }, wording) => {
    const own = corpus.entries[entry]!
    const text = own.wordings[wording - (corpus.begins[entry] ?? 0)] ?? ''
    if (own.elsewhere) return [outside(corpus, text, { wording })]
    const kept = inside(corpus, text, [own.id], { wording })
    return wording % HIDDEN_ENTRY_EVERY > 0
      ? [kept]
      : [kept, { ...outside(corpus, text, { entry }), weight: HIDDEN_ENTRY_WEIGHT }]
  })
}

/** Labelled questions, and some of them with the right entry hidden. */
export function examplesFromQuestions(corpus: Corpus, asked: readonly Asked[]): Example[] {
  const entryOf = new Map(corpus.entries.map(({ id }, index) => [id, index]))
  return asked.flatMap(({ q, id, also = [] }, index) => {
    if (id === null) return [outside(corpus, q, {})]
    const kept = inside(corpus, q, [id, ...also], {})
    const entry = entryOf.get(id)
    return index % HIDDEN_ENTRY_EVERY > 0 || entry === undefined
      ? [kept]
      : [kept, { ...outside(corpus, q, { entry }), weight: HIDDEN_ENTRY_WEIGHT }]
  })
}

type Hiding = Parameters<typeof look>[2]

function inside(corpus: Corpus, text: string, ids: readonly string[], hidden: Hiding): Example {
  const { candidates, features } = look(corpus, text, hidden)
  const right = candidates.flatMap(({ entry }, position) =>
    ids.includes(corpus.entries[entry]?.id ?? '') ? [position] : [],
  )
  return { features, right, noneRight: false, weight: 1 }
}

function outside(corpus: Corpus, text: string, hidden: Hiding): Example {
  const { candidates, features } = look(corpus, text, hidden)
  const right = candidates.flatMap(({ entry }, position) =>
    corpus.entries[entry]?.elsewhere ? [position] : [],
  )
  return { features, right, noneRight: true, weight: 1 }
}
