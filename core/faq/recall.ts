/** The first, cheap pass: every wording that shares a gram or a sound with the question gets its scores at once. */
import { analyse, type Analysed } from './analyse.ts'
import type { Corpus, Field } from './corpus.ts'

/** How many entries are looked at closely. */
const CANDIDATES = 24
const SOUND_SHARE = 0.5

/** What is not to be found, to ask how well the rest would do without it. */
export interface Hidden {
  /** Index of a wording. */
  readonly wording?: number
  /** Index of an entry. */
  readonly entry?: number
}

export interface Question extends Analysed {
  readonly grams: Weighed
  readonly heard: Weighed
}

/** The parts of a question that a field knows. */
export interface Weighed {
  readonly parts: Int32Array
  /** Length of the question's vector, unknown parts included. */
  readonly norm: number
  /** Sum of the idf of all parts, unknown ones included. */
  readonly total: number
  /** Share of that sum that no entry knows, 0 to 1. */
  readonly unknown: number
}

/** Scores of every wording, by its index. */
export interface Scores {
  readonly cosine: Float64Array
  readonly bm25: Float64Array
  readonly sound: Float64Array
}

export interface Candidate {
  readonly entry: number
  /** Index of the entry's wording that is nearest. */
  readonly wording: number
  /** Cosines of the nearest three wordings, on average over three or as many as there are. */
  readonly nearest: number
  /** Cosine of all its wordings, on average. */
  readonly mean: number
  readonly bm25: number
  readonly sound: number
}

export function readQuestion(corpus: Corpus, text: string): Question {
  const analysed = analyse(text)
  return {
    ...analysed,
    grams: weigh(corpus.grams, [...analysed.singles, ...analysed.pairs]),
    heard: weigh(corpus.sounds, analysed.sounds),
  }
}

function weigh(field: Field, parts: readonly string[]): Weighed {
  const known: number[] = []
  let [squares, total, unknown] = [0, 0, 0]
  for (const part of parts) {
    const id = field.ids.get(part)
    const idf = id === undefined ? field.unknownIdf : (field.idf[id] ?? 0)
    if (id === undefined) unknown += idf
    else known.push(id)
    squares += idf * idf
    total += idf
  }
  const sorted = Int32Array.from(known).sort()
  return {
    parts: sorted,
    norm: Math.sqrt(squares),
    total,
    unknown: total > 0 ? unknown / total : 0,
  }
}

export function score(corpus: Corpus, question: Question): Scores {
  const size = corpus.wordings.length
  const [cosine, bm25] = [new Float64Array(size), new Float64Array(size)]
  const [sound, unused] = [new Float64Array(size), new Float64Array(size)]
  add(corpus.grams, question.grams, cosine, bm25)
  add(corpus.sounds, question.heard, sound, unused)
  return { cosine, bm25, sound }
}

/** `bm25` is given as a share of what the question itself would get. */
function add(
  field: Field,
  { parts, norm, total }: Weighed,
  cosine: Float64Array,
  bm25: Float64Array,
) {
  for (const part of parts) {
    const turn = (field.idf[part] ?? 0) / (norm || 1)
    const end = field.starts[part + 1] ?? 0
    for (let at = field.starts[part] ?? 0; at < end; at++) {
      const wording = field.wordings[at] as number
      cosine[wording]! += turn * (field.cosine[at] as number)
      bm25[wording]! += (field.bm25[at] as number) / (total || 1)
    }
  }
}

/** The entries worth a closer look, best first. */
export function recall(corpus: Corpus, scores: Scores, hidden: Hidden): Candidate[] {
  const found: { candidate: Candidate; height: number }[] = []
  for (let entry = 0; entry < corpus.entries.length; entry++) {
    if (entry === hidden.entry) continue
    const candidate = candidateOf(corpus, scores, entry, hidden.wording ?? -1)
    if (!candidate) continue
    const near = scores.cosine[candidate.wording] ?? 0
    const height = near + candidate.nearest + SOUND_SHARE * candidate.sound + candidate.bm25
    found.push({ candidate, height })
  }
  found.sort((a, b) => b.height - a.height || a.candidate.entry - b.candidate.entry)
  return found.slice(0, CANDIDATES).map(({ candidate }) => candidate)
}

/** Nothing for an entry that shares nothing with the question. */
function candidateOf(
  { begins }: Corpus,
  { cosine, bm25, sound }: Scores,
  entry: number,
  hidden: number,
): Candidate | undefined {
  const [from, to] = [begins[entry] ?? 0, begins[entry + 1] ?? 0]
  let [best, wording, sum, count, first, second, third] = [0, -1, 0, 0, 0, 0, 0]
  let [bestBm25, bestSound] = [0, 0]
  for (let index = from; index < to; index++) {
    if (index === hidden) continue
    const near = cosine[index] as number
    const height = near + SOUND_SHARE * (sound[index] as number)
    count++
    if (height === 0) continue
    sum += near
    if (height > best) [best, wording] = [height, index]
    if (near > first) [first, second, third] = [near, first, second]
    else if (near > second) [second, third] = [near, second]
    else if (near > third) third = near
    if ((bm25[index] as number) > bestBm25) bestBm25 = bm25[index] as number
    if ((sound[index] as number) > bestSound) bestSound = sound[index] as number
  }
  if (wording < 0) return undefined
  const nearest = (first + second + third) / Math.min(3, count)
  return { entry, wording, nearest, mean: sum / count, bm25: bestBm25, sound: bestSound }
}
