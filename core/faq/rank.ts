/** Ranks the entries for a question: one calibrated score that also says how likely none of them is meant. */
import type { Corpus } from './corpus.ts'
import { type Features, featuresOf } from './features.ts'
import { type Candidate, type Hidden, readQuestion, recall, score } from './recall.ts'

export interface Found {
  readonly id: string
  /** Probability that this entry is meant, 0 to 1. */
  readonly score: number
}

export interface Ranked {
  /** Best first; entries only, at most 24. Their scores, `elsewhere` and `none` add up to 1. */
  readonly found: readonly Found[]
  /** The likeliest matter that is not answered here. */
  readonly elsewhere?: Found
  /** Probability that nothing that is known is meant. */
  readonly none: number
}

export type Decision =
  | { readonly kind: 'answer'; readonly id: string }
  | { readonly kind: 'suggest'; readonly ids: readonly string[] }
  | { readonly kind: 'decline'; readonly elsewhere?: string }

/** Learned; `numbers` and `none` are in the order in which features.ts gives them. */
export interface Model {
  readonly numbers: readonly number[]
  readonly none: readonly number[]
}

/** `lone` for corpora that have little more than one wording an entry, `many` for others. */
export interface Weights {
  readonly lone: Model
  readonly many: Model
}

export interface RankOptions extends Hidden {
  /** Who asks (payer | unit | accountant | bureau): entries for them are a little likelier. */
  readonly audience?: string
}

/** What a known audience is worth against the words of the question: it decides between equals. */
const FOR_THE_ASKER = 0.35
const MANY = 3
const MOST_CHOICES = 3
/** The probability from which an entry is answered; those of all entries and of the best from which choices are offered at all. */
const SURE = 0.55
const LIKELY = 0.2
const LEAST = 0.1

export function modelFor(corpus: Corpus, weights: Weights): Model {
  return corpus.perEntry >= MANY ? weights.many : weights.lone
}

/** Takes any text and never throws; a question that shares nothing with the corpus finds nothing. */
export function rank(
  corpus: Corpus,
  weights: Weights,
  text: string,
  options: RankOptions = {},
): Ranked {
  return rankLook(corpus, modelFor(corpus, weights), look(corpus, text, options), options)
}

/** The part of `rank` that depends on the weights. */
export function rankLook(
  corpus: Corpus,
  model: Model,
  { candidates, features }: Look,
  options: Pick<RankOptions, 'audience'> = {},
): Ranked {
  const logits = logitsOf(model, features)
  if (options.audience !== undefined) {
    candidates.forEach(({ entry }, index) => {
      const meant = corpus.entries[entry]?.audience?.includes(options.audience ?? '')
      logits.rows[index]! += meant ? FOR_THE_ASKER : 0
    })
  }
  return shares(corpus, candidates, logits)
}

/**
 * The first, the three likeliest, or nothing. To be asked back does no harm, to be sent to another office does:
 * that takes as much as an answer.
 */
export function decide({ found, elsewhere }: Ranked): Decision {
  const [best] = found
  if (best && best.score >= SURE) return { kind: 'answer', id: best.id }
  if (elsewhere && elsewhere.score >= SURE) return { kind: 'decline', elsewhere: elsewhere.id }
  const inside = found.reduce((sum, { score }) => sum + score, 0)
  if (!best || best.score < LEAST || inside < LIKELY) return { kind: 'decline' }
  return { kind: 'suggest', ids: found.slice(0, MOST_CHOICES).map(({ id }) => id) }
}

export interface Look {
  readonly candidates: readonly Candidate[]
  readonly features: Features
}

/** Everything about a question that does not depend on the weights. */
export function look(corpus: Corpus, text: string, hidden: Hidden = {}): Look {
  const question = readQuestion(corpus, text, hidden)
  const scores = score(corpus, question)
  const candidates = recall(corpus, scores, hidden)
  return { candidates, features: featuresOf(corpus, question, scores, candidates, hidden) }
}

interface Logits {
  readonly rows: Float64Array
  readonly none: number
}

function logitsOf(model: Model, { rows, none }: Features): Logits {
  return {
    rows: Float64Array.from(rows, (row) => dot(model.numbers, row)),
    none: dot(model.none, none),
  }
}

function dot(weights: readonly number[], numbers: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < numbers.length; index++)
    sum += (weights[index] ?? 0) * numbers[index]!
  return sum
}

function shares(corpus: Corpus, candidates: readonly Candidate[], { rows, none }: Logits): Ranked {
  const highest = Math.max(none, ...rows)
  const parts = rows.map((logit) => Math.exp(logit - highest))
  const nothing = Math.exp(none - highest)
  const total = parts.reduce((sum, part) => sum + part, nothing)
  const scored = candidates
    .map(({ entry }, index) => ({ entry: corpus.entries[entry]!, score: parts[index]! / total }))
    .sort((a, b) => b.score - a.score)
  const [elsewhere] = scored.filter(({ entry }) => entry.elsewhere)
  return {
    found: scored
      .filter(({ entry }) => !entry.elsewhere)
      .map(({ entry, score }) => ({ id: entry.id, score })),
    ...(elsewhere ? { elsewhere: { id: elsewhere.entry.id, score: elsewhere.score } } : {}),
    none: nothing / total,
  }
}
