/** Makes questions with known answers: out of a corpus itself, by hiding parts of it, and out of labelled questions. */
import type { Corpus } from './corpus.ts'
import type { Outcome } from './measure.ts'
import { misspelling } from './misspell.ts'
import { look, type Look, rankLook } from './rank.ts'
import type { Hidden } from './recall.ts'
import type { Example } from './table.ts'
import { train } from './train.ts'

/** A line of a file of questions; `id` null is out of scope, `also` further ids that count as right. */
export interface Asked {
  readonly q: string
  readonly id: string | null
  readonly also?: readonly string[] | undefined
  readonly kind?: 'near' | 'far' | undefined
}

export interface Lesson {
  readonly corpus: Corpus
  readonly asked: Asked
  readonly seen: Look
  /** What is learned from it. */
  readonly examples: readonly Example[]
}

/** Every how manieth question is also asked with its whole entry hidden, so that “none” is right. */
const HIDDEN_ENTRY_EVERY = 3
const HIDDEN_ENTRY_WEIGHT = 0.5
const MISSPELT_EVERY = 2

/** Each wording asked as if it were not there. */
export function lessonsFromWordings(corpus: Corpus): Lesson[] {
  return corpus.wordings.map(({ entry }, wording) => {
    const own = corpus.entries[entry]!
    const q = own.wordings[wording - corpus.begins[entry]!]!
    return lesson(corpus, { q, id: own.elsewhere ? null : own.id }, { wording }, wording)
  })
}

/** The same, misspelt: every other wording in turn. */
export function lessonsFromErrors(corpus: Corpus): Lesson[] {
  const misspelt = misspelling(corpus.entries.flatMap(({ wordings }) => wordings))
  return corpus.wordings.flatMap(({ entry }, wording) => {
    if (wording % MISSPELT_EVERY > 0) return []
    const own = corpus.entries[entry]!
    const q = misspelt(own.wordings[wording - corpus.begins[entry]!]!, wording)
    return lesson(corpus, { q, id: own.elsewhere ? null : own.id }, { wording }, wording)
  })
}

/** Labelled questions, none of them in the corpus. */
export function lessonsFromQuestions(corpus: Corpus, asked: readonly Asked[]): Lesson[] {
  return asked.map((one, index) => lesson(corpus, one, {}, index))
}

function lesson(corpus: Corpus, asked: Asked, hidden: Hidden, index: number): Lesson {
  const seen = look(corpus, asked.q, hidden)
  if (asked.id === null) return { corpus, asked, seen, examples: [outside(corpus, seen, 1)] }
  const ids = [asked.id, ...(asked.also ?? [])]
  const kept = {
    features: seen.features,
    right: rightIn(corpus, seen, ids),
    noneRight: false,
    weight: 1,
  }
  const entry = corpus.entries.findIndex(({ id }) => id === asked.id)
  const without = index % HIDDEN_ENTRY_EVERY === 0 && entry >= 0
  const gone = without
    ? [outside(corpus, look(corpus, asked.q, { entry }), HIDDEN_ENTRY_WEIGHT)]
    : []
  return { corpus, asked, seen, examples: [kept, ...gone] }
}

function rightIn({ entries }: Corpus, { candidates }: Look, ids: readonly string[]): number[] {
  return candidates.flatMap(({ entry }, at) => (ids.includes(entries[entry]!.id) ? [at] : []))
}

/** Right is any matter from elsewhere, and “none”. */
function outside({ entries }: Corpus, { candidates, features }: Look, weight: number): Example {
  const right = candidates.flatMap(({ entry }, at) => (entries[entry]!.elsewhere ? [at] : []))
  return { features, right, noneRight: true, weight }
}

/**
 * Each lesson ranked by weights that were learned without it: lessons of one entry, and of one question out of
 * scope, are always in the same part. `always` is learned from in every part.
 */
export function crossValidate(
  lessons: readonly Lesson[],
  always: readonly Lesson[],
  folds: number,
): Outcome[] {
  return Array.from({ length: folds }, (_, fold) => {
    const isOut = ({ asked }: Lesson) => hash(asked.id ?? asked.q) % folds === fold
    const learnedFrom = [...always, ...lessons.filter((one) => !isOut(one))]
    const model = train(learnedFrom.flatMap(({ examples }) => examples))
    return lessons
      .filter(isOut)
      .map(({ corpus, asked, seen }) => ({ asked, ranked: rankLook(corpus, model, seen) }))
  }).flat()
}

/** FNV-1a with its high bits folded in. */
function hash(text: string): number {
  let value = 2166136261
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 16777619)
  }
  return (value ^ (value >>> 15)) >>> 0
}
