/** What the ranker looks at: numbers about a question and an entry, and about a question and all that was found for it. */
import { type FieldName, FIELDS } from './analyse.ts'
import { type Corpus, idsOf } from './corpus.ts'
import { alike } from './distance.ts'
import type { Candidate, Hidden, Question, Scores, Weighed } from './recall.ts'
import type { Whole } from './scratch.ts'
import { inTexts, unseen, wholesOf } from './wholes.ts'

export interface Features {
  /** One row a candidate, in the candidates' order. */
  readonly rows: readonly (readonly number[])[]
  /** The numbers that speak for “none of these”. */
  readonly none: readonly number[]
}

/** What is the same for all candidates. */
interface Given {
  readonly corpus: Corpus
  readonly question: Question
  readonly scores: Scores
  readonly hidden: Hidden
  readonly asked: Readonly<Record<FieldName, Uint8Array>>
  /** The question's units as ids of the field `written`. */
  readonly units: Int32Array
  readonly written: Whole
  readonly meant: Whole
  readonly texts: Float64Array
}

export function featuresOf(
  corpus: Corpus,
  question: Question,
  scores: Scores,
  candidates: readonly Candidate[],
  hidden: Hidden,
): Features {
  const mark = (name: FieldName) => marked(corpus.scratch.marks[name], question.weighed[name])
  const given: Given = {
    ...{ corpus, question, scores, hidden },
    asked: {
      ...{ said: mark('said'), written: mark('written') },
      ...{ heard: mark('heard'), meant: mark('meant') },
    },
    units: idsOf(corpus.fields.written, question.units),
    written: wholesOf(corpus, question, 'written', hidden),
    meant: wholesOf(corpus, question, 'meant', hidden),
    texts: inTexts(corpus, question),
  }
  const rows = candidates.map((candidate) => [
    ...nearness(given, candidate),
    ...inOrder(given.units, corpus.wordings[candidate.wording]!.units),
    ...ofEntry(given, candidate),
    ...signs(given, candidate),
  ])
  return { rows, none: noneOf(question, rows) }
}

/** Scores of the nearest wording in each way, and how much of either side the other covers. */
function nearness({ corpus, question, scores, asked }: Given, { wording }: Candidate): number[] {
  const row: number[] = []
  for (const name of FIELDS) {
    const { idf, parts, saturation, totals } = corpus.fields[name]
    const cosine = scores[name][wording]!
    let shared = 0
    for (const part of parts[wording]!) if (asked[name][part]) shared += idf[part]!
    const covered = shared / question.weighed[name].total
    const covering = shared / (totals[wording]! || 1)
    row.push(cosine, cosine * cosine, covered * saturation[wording]!, covered, covering)
  }
  return row
}

/** 1 for each part that the question has. */
function marked(marks: Uint8Array, { parts }: Weighed): Uint8Array {
  marks.fill(0)
  for (const part of parts) marks[part] = 1
  return marks
}

function inOrder(asked: Int32Array, offered: Int32Array): number[] {
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

function ofEntry(given: Given, { entry }: Candidate): number[] {
  const { corpus, scores, hidden } = given
  return [
    ...asWhole(given, 'written', entry),
    ...asWhole(given, 'meant', entry),
    given.texts[entry]! / given.question.weighed.written.total,
    ...severalOf(corpus, scores.written, entry, hidden.wording),
    ...severalOf(corpus, scores.meant, entry, hidden.wording),
  ]
}

/** How many of the question's parts the entry knows, how well it knows them, and how likely it would ask so. */
function asWhole(given: Given, name: 'written' | 'meant', entry: number): number[] {
  const { covered, deep, gained } = given[name]
  const { parts, total } = given.question.weighed[name]
  const likelihood = gained[entry]! + unseen(given.corpus, entry, parts.length, given.hidden)
  const many = parts.length || 1
  const share = covered[entry]! / total
  return [share, deep[entry]! / total, likelihood / many, likelihood / Math.sqrt(many)]
}

/** The mean over all wordings of an entry, and over the best three or as many as there are. */
function severalOf({ begins }: Corpus, scores: Float32Array, entry: number, hidden = -1) {
  let [sum, count, first, second, third] = [0, 0, 0, 0, 0]
  for (let index = begins[entry]!; index < begins[entry + 1]!; index++) {
    if (index === hidden) continue
    const near = scores[index]!
    sum += near
    count++
    if (near > first) {
      third = second
      second = first
      first = near
    } else if (near > second) {
      third = second
      second = near
    } else if (near > third) third = near
  }
  return [sum / (count || 1), (first + second + third) / (Math.min(3, count) || 1)]
}

function signs({ corpus, question }: Given, { entry, wording }: Candidate): number[] {
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
  const best = [...(rows[0] ?? [])]
  for (const row of rows) {
    for (let at = 0; at < row.length; at++) if (row[at]! > best[at]!) best[at] = row[at]!
  }
  const unknown = FIELDS.map((name) => weighed[name].unknown)
  return [1, Math.log(1 + units.length), units.length < 4 ? 1 : 0, ...unknown, ...best]
}
