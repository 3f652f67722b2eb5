/** What the ranker looks at: numbers about a question and an entry, and about a question and all that was found for it. */
import { type Corpus, FIELDS } from './corpus.ts'
import { alike } from './distance.ts'
import type { Candidate, Hidden, Question, Scores } from './recall.ts'

export interface Features {
  /** One row a candidate, in the candidates' order. */
  readonly rows: readonly (readonly number[])[]
  /** The numbers that speak for “none of these”. */
  readonly none: readonly number[]
}

export function featuresOf(
  corpus: Corpus,
  question: Question,
  scores: Scores,
  candidates: readonly Candidate[],
  hidden: Hidden,
): Features {
  const rows = candidates.map((candidate) => [
    ...nearness(corpus, question, scores, candidate),
    ...inOrder(question.units, corpus.wordings[candidate.wording]!.units),
    ...ofEntry(corpus, question, scores, candidate, hidden),
    ...signs(corpus, question, candidate),
  ])
  return { rows, none: noneOf(question, rows) }
}

/** Scores of the nearest wording in each way, and how much of either side the other covers. */
function nearness(corpus: Corpus, { weighed }: Question, scores: Scores, { wording }: Candidate) {
  return FIELDS.flatMap((name) => {
    const field = corpus.fields[name]
    const { parts, total } = weighed[name]
    const cosine = scores[name][wording]!
    const shared = sharedIdf(field.idf, parts, field.parts[wording]!)
    const [covered, covering] = [shared / total, shared / (field.totals[wording]! || 1)]
    return [cosine, cosine * cosine, covered * field.saturation[wording]!, covered, covering]
  })
}

/** Both are sorted. */
function sharedIdf(idf: Float64Array, left: Int32Array, right: Int32Array): number {
  let [shared, at] = [0, 0]
  for (const part of right) {
    while (at < left.length && left[at]! < part) at++
    if (left[at] === part) shared += idf[part]!
  }
  return shared
}

function inOrder(asked: readonly string[], offered: readonly string[]): number[] {
  const { edits, common, run } = alike(asked, offered)
  const [long, short] = [asked.length || 1, offered.length || 1]
  return [
    edits,
    common / long,
    common / short,
    run / Math.min(long, short),
    Math.abs(Math.log(long / short)),
  ]
}

const SMOOTHING = 0.6

/** What an entry as a whole says about a question, whichever wording said it. */
function ofEntry(
  corpus: Corpus,
  question: Question,
  scores: Scores,
  { entry }: Candidate,
  hidden: Hidden,
): number[] {
  const { written } = corpus.fields
  const { text } = corpus.wholes[entry]!
  const asked = question.weighed.written
  let inText = 0
  for (const part of asked.parts) if (text.has(part)) inText += written.idf[part]!
  return [
    ...asWhole(corpus, question, 'written', entry, hidden.wording),
    ...asWhole(corpus, question, 'meant', entry, hidden.wording),
    inText / asked.total,
    ...severalOf(corpus, scores.written, entry, hidden.wording),
    ...severalOf(corpus, scores.meant, entry, hidden.wording),
  ]
}

/** How many of the question's parts the entry knows, how well it knows them, and how likely it would ask so. */
function asWhole(
  corpus: Corpus,
  { weighed }: Question,
  name: 'written' | 'meant',
  entry: number,
  hidden = -1,
): number[] {
  const { idf, parts, spread } = corpus.fields[name]
  const counts = corpus.wholes[entry]![name]
  const masked = corpus.wordings[hidden]?.entry === entry
  const without = masked ? new Set(parts[hidden]) : undefined
  const size = corpus.begins[entry + 1]! - corpus.begins[entry]! - (masked ? 1 : 0)
  const asked = weighed[name]
  let [covered, deep, likelihood] = [0, 0, 0]
  for (const part of asked.parts) {
    const weight = idf[part]!
    const count = (counts.get(part) ?? 0) - (without?.has(part) ? 1 : 0)
    if (count > 0) covered += weight
    deep += (weight * count) / (count + 1)
    const common = spread[part]! / corpus.entries.length
    likelihood += Math.log((count + SMOOTHING * common) / (size + SMOOTHING) / common)
  }
  const many = asked.parts.length || 1
  return [
    covered / asked.total,
    deep / asked.total,
    likelihood / many,
    likelihood / Math.sqrt(many),
  ]
}

/** The mean over all wordings of an entry, and over the best three or as many as there are. */
function severalOf({ begins }: Corpus, scores: Float32Array, entry: number, hidden = -1) {
  let [sum, count, first, second, third] = [0, 0, 0, 0, 0]
  for (let index = begins[entry]!; index < begins[entry + 1]!; index++) {
    if (index === hidden) continue
    const near = scores[index]!
    sum += near
    count++
    if (near > first) [first, second, third] = [near, first, second]
    else if (near > second) [second, third] = [near, second]
    else if (near > third) third = near
  }
  return [sum / (count || 1), (first + second + third) / (Math.min(3, count) || 1)]
}

function signs(corpus: Corpus, question: Question, { entry, wording }: Candidate): number[] {
  const offered = corpus.wordings[wording]!
  return [
    question.negated === offered.negated ? 0 : 1,
    question.digits === offered.digits ? 0 : 1,
    question.text === offered.text ? 1 : 0,
    corpus.entries[entry]!.elsewhere ? 1 : 0,
  ]
}

/** The best that any candidate has of each number, and how much of the question is in no entry at all. */
function noneOf({ weighed, units }: Question, rows: readonly (readonly number[])[]): number[] {
  const best = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!)))
  const unknown = FIELDS.map((name) => weighed[name].unknown)
  return [1, Math.log(1 + units.length), units.length < 4 ? 1 : 0, ...unknown, ...best]
}
