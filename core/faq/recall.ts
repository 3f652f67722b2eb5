/** The first, cheap pass: every wording that shares a part with the question gets its scores at once. */
import { analyse, type Analysed, type FieldName } from './analyse.ts'
import { type Corpus, type Field, idfOf } from './corpus.ts'

/** How many entries are looked at closely. */
const CANDIDATES = 24

/** What is not to be found, to ask how well the rest would do without it. */
export interface Hidden {
  /** Index of a wording. */
  readonly wording?: number
  /** Index of an entry. */
  readonly entry?: number
}

export interface Question extends Analysed {
  readonly weighed: Readonly<Record<FieldName, Weighed>>
}

/** The parts of a question against a field. */
export interface Weighed {
  /** Those that the field knows, rising. */
  readonly parts: Int32Array
  /** Length of the question's vector, unknown parts included. */
  readonly norm: number
  /** Sum of the idf of all parts, unknown ones included. */
  readonly total: number
  /** Share of that sum that no entry knows, 0 to 1. */
  readonly unknown: number
}

/** For each field the cosine of each wording, by its index; good until the next question. */
export type Scores = Readonly<Record<FieldName, Float32Array>>

export interface Candidate {
  readonly entry: number
  /** Index of the entry's wording that is nearest. */
  readonly wording: number
}

export function readQuestion(corpus: Corpus, text: string, hidden: Hidden): Question {
  const analysed = analyse(text)
  const weighed = (name: FieldName) =>
    weigh(corpus.fields[name], analysed[name], withoutHidden(corpus, corpus.fields[name], hidden))
  return {
    ...analysed,
    weighed: {
      said: weighed('said'),
      written: weighed('written'),
      heard: weighed('heard'),
      meant: weighed('meant'),
    },
  }
}

function weigh(
  field: Field,
  parts: readonly string[],
  spreadOf: (part: number) => number,
): Weighed {
  const known: number[] = []
  let [squares, total, unknown] = [0, 0, 0]
  for (const part of parts) {
    const id = field.ids.get(part)
    const spread = id === undefined ? 0 : spreadOf(id)
    const isWhole = id !== undefined && spread === field.spread[id]
    const idf = isWhole ? field.idf[id]! : idfOf(field.entries, spread)
    if (id === undefined || spread === 0) unknown += idf
    else known.push(id)
    squares += idf * idf
    total += idf
  }
  const norm = Math.sqrt(squares) || 1
  return {
    parts: Int32Array.from(known).sort(),
    norm,
    total: total || 1,
    unknown: unknown / (total || 1),
  }
}

/** In how many entries a part stands, as if the hidden were not there. */
function withoutHidden(corpus: Corpus, field: Field, { wording, entry }: Hidden) {
  const owner = entry ?? (wording === undefined ? undefined : corpus.wordings[wording]?.entry)
  if (owner === undefined) return (part: number) => field.spread[part]!
  const [all, left] = [new Set<number>(), new Set<number>()]
  for (let index = corpus.begins[owner]!; index < corpus.begins[owner + 1]!; index++) {
    for (const part of field.parts[index]!) {
      all.add(part)
      if (entry === undefined && index !== wording) left.add(part)
    }
  }
  return (part: number) => field.spread[part]! - (all.has(part) && !left.has(part) ? 1 : 0)
}

export function score({ fields, scratch }: Corpus, { weighed }: Question): Scores {
  const of = (name: FieldName) => cosines(fields[name], weighed[name], scratch.scores[name])
  return { said: of('said'), written: of('written'), heard: of('heard'), meant: of('meant') }
}

function cosines(
  { idf, starts, wordings, cosine }: Field,
  { parts, norm }: Weighed,
  scores: Float32Array,
) {
  scores.fill(0)
  for (const part of parts) {
    const turn = idf[part]! / norm
    const end = starts[part + 1]!
    for (let at = starts[part]!; at < end; at++) scores[wordings[at]!]! += turn * cosine[at]!
  }
  return scores
}

/** The entries worth a closer look, best first. */
export function recall(
  { entries, begins, scratch: { best, nearest } }: Corpus,
  scores: Scores,
  hidden: Hidden,
): Candidate[] {
  const { said, written, heard, meant } = scores
  best.fill(0)
  for (let entry = 0; entry < entries.length; entry++) {
    if (entry === hidden.entry) continue
    for (let index = begins[entry]!; index < begins[entry + 1]!; index++) {
      const height = said[index]! + written[index]! + heard[index]! + meant[index]!
      if (height <= best[entry]! || index === hidden.wording) continue
      best[entry] = height
      nearest[entry] = index
    }
  }
  return highest(best).map((entry) => ({ entry, wording: nearest[entry]! }))
}

/** Indices of the highest values above zero, highest first; of equals the first. */
function highest(values: Float32Array): number[] {
  const top: number[] = []
  let least = 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (value <= least) continue
    let at = top.length < CANDIDATES ? top.length : CANDIDATES - 1
    for (; at > 0 && values[top[at - 1]!]! < value; at--) top[at] = top[at - 1]!
    top[at] = index
    if (top.length === CANDIDATES) least = values[top[CANDIDATES - 1]!]!
  }
  return top
}
