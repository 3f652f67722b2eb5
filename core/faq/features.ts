/** What the ranker looks at: numbers about a question and an entry, and about a question and all that was found for it. */
import type { Signs } from './analyse.ts'
import type { Corpus } from './corpus.ts'
import { alike } from './distance.ts'
import type { Candidate, Hidden, Question, Scores } from './recall.ts'

/** The names of the numbers in the row of a candidate, in order. Most lie between 0 and 1. */
export const FEATURES = [
  'cosine',
  'cosineSquared',
  'nearestThree',
  'meanCosine',
  'bm25',
  'sound',
  'questionCovered',
  'wordingCovered',
  'bothCovered',
  'entryCovers',
  'entryCoversSquared',
  'entryBm25',
  'likelihood',
  'standardQuestion',
  'edits',
  'commonInQuestion',
  'commonInWording',
  'run',
  'lengths',
  'negation',
  'askingShared',
  'askingApart',
  'digits',
  'same',
  'firstByCosine',
  'firstBySound',
  'firstByEntry',
  'firstByLikelihood',
] as const

/** The names of the numbers that speak for “none of these”. */
export const NONE_FEATURES = [
  'one',
  'bestCosine',
  'bestCosineSquared',
  'bestSound',
  'bestCovered',
  'bestLikelihood',
  'lead',
  'unknown',
  'length',
  'short',
] as const

export interface Features {
  /** One row a candidate, in the candidates' order. */
  readonly rows: readonly Float64Array[]
  readonly none: Float64Array
}

/** What an entry as a whole says about a question, whichever wording said it. */
interface Whole {
  readonly covers: number
  readonly bm25: number
  readonly likelihood: number
}

const SMOOTHING = 0.6

export function featuresOf(
  corpus: Corpus,
  question: Question,
  scores: Scores,
  candidates: readonly Candidate[],
  hidden: Hidden,
): Features {
  const masked = hidden.wording === undefined ? undefined : corpus.wordings[hidden.wording]
  const wholes = candidates.map(({ entry }) =>
    wholeOf(corpus, question, entry, masked?.entry === entry ? masked.grams : NOTHING),
  )
  const cosines = candidates.map(({ wording }) => scores.cosine[wording] ?? 0)
  const firsts = [
    first(cosines),
    first(candidates.map(({ sound }) => sound)),
    first(wholes.map(({ bm25 }) => bm25)),
    first(wholes.map(({ likelihood }) => likelihood)),
  ]
  const rows = candidates.map((candidate, index) => {
    const whole = wholes[index] as Whole
    const row = rowOf(corpus, question, scores, candidate, whole, hidden)
    return Float64Array.from([...row, ...firsts.map((one) => (one === index ? 1 : 0))])
  })
  return { rows, none: noneOf(question, cosines, candidates, wholes) }
}

const NOTHING = new Int32Array()

function rowOf(
  corpus: Corpus,
  question: Question,
  scores: Scores,
  candidate: Candidate,
  whole: Whole,
  hidden: Hidden,
): number[] {
  const wording = corpus.wordings[candidate.wording]!
  const cosine = scores.cosine[candidate.wording] ?? 0
  const [shared, own] = overlap(corpus.grams.idf, question.grams.parts, wording.grams)
  const covered = shared / (question.grams.total || 1)
  const covering = shared / (own || 1)
  const standard = corpus.begins[candidate.entry] ?? 0
  const { edits, common, run } = alike(question.units, wording.units)
  const [asked, offered] = [question.units.length || 1, wording.units.length || 1]
  return [
    cosine,
    cosine * cosine,
    candidate.nearest,
    candidate.mean,
    candidate.bm25,
    candidate.sound,
    covered,
    covering,
    Math.sqrt(covered * covering),
    whole.covers,
    whole.covers ** 2,
    whole.bm25,
    whole.likelihood,
    standard === hidden.wording ? cosine : (scores.cosine[standard] ?? 0),
    edits,
    common / asked,
    common / offered,
    run / Math.min(asked, offered),
    Math.abs(Math.log(asked / offered)),
    ...signsApart(question.signs, wording.signs),
    question.text === wording.text ? 1 : 0,
  ]
}

/** The idf of the parts both have, and of all parts of the second. Both are sorted. */
function overlap(idf: Float64Array, left: Int32Array, right: Int32Array): [number, number] {
  let [shared, total, at] = [0, 0, 0]
  for (const part of right) {
    const weight = idf[part] as number
    total += weight
    while (at < left.length && (left[at] as number) < part) at++
    if (left[at] === part) shared += weight
  }
  return [shared, total]
}

function signsApart(asked: Signs, offered: Signs): number[] {
  const [both, either] = [asked.asking & offered.asking, asked.asking ^ offered.asking]
  return [
    asked.negated === offered.negated ? 0 : 1,
    both === 0 ? 0 : 1,
    bits(either) / 4,
    asked.digits === offered.digits ? 0 : 1,
  ]
}

function bits(value: number): number {
  let count = 0
  for (let rest = value; rest !== 0; rest &= rest - 1) count++
  return count
}

/** `masked` are the grams of a wording of this entry that must not help it. */
function wholeOf(corpus: Corpus, { grams }: Question, entry: number, masked: Int32Array): Whole {
  const counts = corpus.counts[entry]!
  const without = masked.length > 0 ? new Set(masked) : undefined
  const size = (corpus.begins[entry + 1] ?? 0) - (corpus.begins[entry] ?? 0) - (without ? 1 : 0)
  let [covered, bm25, likelihood] = [0, 0, 0]
  for (const part of grams.parts) {
    const idf = corpus.grams.idf[part] as number
    const count = (counts.get(part) ?? 0) - (without?.has(part) ? 1 : 0)
    if (count > 0) covered += idf
    bm25 += (idf * 2 * count) / (count + 1)
    likelihood += idf * Math.log((count + SMOOTHING * 0.1) / (size + SMOOTHING))
  }
  const total = grams.total || 1
  return { covers: covered / total, bm25: bm25 / total / 2, likelihood: 1 + likelihood / total / 4 }
}

function first(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0)
}

function noneOf(
  question: Question,
  cosines: readonly number[],
  candidates: readonly Candidate[],
  wholes: readonly Whole[],
): Float64Array {
  const [best = 0, next = 0] = [...cosines].sort((a, b) => b - a)
  const length = question.units.length
  return Float64Array.from([
    1,
    best,
    best * best,
    Math.max(0, ...candidates.map(({ sound }) => sound)),
    Math.max(0, ...wholes.map(({ covers }) => covers)),
    Math.max(-1, ...wholes.map(({ likelihood }) => likelihood)),
    best - next,
    question.grams.unknown,
    Math.log(1 + length),
    length < 4 ? 1 : 0,
  ])
}
