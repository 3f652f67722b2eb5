/** The search structure: every wording of every entry, taken apart and indexed in each of four ways. */
import { analyse, type Analysed, type FieldName, FIELDS, writtenParts } from './analyse.ts'
import { type Scratch, scratchOf } from './scratch.ts'

/** What is searched; an `FaqEntry` becomes one through `wordingsOf`, and so does a line of a corpus file. */
export interface Searchable {
  readonly id: string
  /** All wordings, the standard question first. At least one. */
  readonly wordings: readonly string[]
  readonly audience?: readonly string[]
  /** What is answered; its words speak for the entry too, though less than the wordings. */
  readonly text?: string
  /** What people ask that is not answered here: it competes like an entry, and when it wins nothing is answered. */
  readonly elsewhere?: boolean
}

/** What is still asked of a wording when it is indexed: its parts are in the fields, once for all of them. */
export interface Wording extends Pick<Analysed, 'text' | 'negated' | 'digits'> {
  /** Index into `Corpus.entries`. */
  readonly entry: number
  /** Its units in order, as ids of the field `written`. */
  readonly units: Int32Array
}

export interface Corpus {
  readonly entries: readonly Searchable[]
  readonly wordings: readonly Wording[]
  /** For each entry where its wordings begin in `wordings`; one more at the end. */
  readonly begins: Int32Array
  /** For each wording its entry. */
  readonly owners: Int32Array
  readonly fields: Readonly<Record<FieldName, Field>>
  /** Which entries have a part of `written` in their text. */
  readonly texts: Texts
  /** Wordings of an entry on average, those of matters from elsewhere left out. */
  readonly perEntry: number
  readonly scratch: Scratch
}

/** `starts` has one more element than the field `written` has parts; `entries` are indices. */
export interface Texts {
  readonly starts: Int32Array
  readonly entries: Int32Array
}

/** An inverted index of one kind of parts. `starts` has one more element than there are parts. */
export interface Field {
  readonly ids: ReadonlyMap<string, number>
  readonly entries: number
  /** In how many entries a part stands; many wordings of one entry make nothing common. */
  readonly spread: Float64Array
  readonly idf: Float64Array
  readonly starts: Int32Array
  readonly wordings: Int32Array
  /** The weight of a part in a wording, whose vector has length 1. */
  readonly cosine: Float32Array
  /** For each wording its parts in rising order. */
  readonly parts: readonly Int32Array[]
  /** For each wording the sum of the idf of its parts. */
  readonly totals: Float64Array
  /** For each wording what BM25 makes of its length: the score of a part is its idf times this. */
  readonly saturation: Float64Array
}

/** Analysing one takes about a tenth of a millisecond. */
const WORDINGS_IN_A_STEP = 50
const K1 = 1.2
const B = 0.6

/** Builds the index; some 100 ms for 1,300 entries. Order of entries is kept. */
export function buildCorpus(entries: readonly Searchable[]): Corpus {
  const steps = corpusInSteps(entries)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The same, some milliseconds of it at a time: between two steps others have their turn. */
export function* corpusInSteps(entries: readonly Searchable[]): Generator<undefined, Corpus> {
  const analysed: (Analysed & { entry: number })[] = []
  for (const [entry, { wordings }] of entries.entries()) {
    for (const wording of wordings) {
      analysed.push({ ...analyse(wording), entry })
      if (analysed.length % WORDINGS_IN_A_STEP === 0) yield
    }
  }
  const fields = {} as Record<FieldName, Field>
  for (const name of FIELDS) {
    fields[name] = indexOf(analysed, name, entries.length)
    yield
  }
  const wordings = analysed.map(({ text, units, negated, digits, entry }): Wording => ({
    ...{ text, negated, digits, entry },
    units: idsOf(fields.written, units),
  }))
  const answered = entries.filter(({ elsewhere }) => !elsewhere)
  return {
    entries,
    wordings,
    begins: beginsOf(entries.map((entry) => entry.wordings.length)),
    owners: Int32Array.from(wordings, ({ entry }) => entry),
    fields,
    texts: textsOf(fields.written, entries),
    perEntry:
      answered.reduce((sum, entry) => sum + entry.wordings.length, 0) / (answered.length || 1),
    scratch: scratchOf(entries.length, wordings.length, {
      ...{ said: fields.said.idf.length, written: fields.written.idf.length },
      ...{ heard: fields.heard.idf.length, meant: fields.meant.idf.length },
    }),
  }
}

/** How much a part says that stands in so many of all entries. */
export function idfOf(entries: number, spread: number): number {
  return Math.log(1 + (entries - spread + 0.5) / (spread + 0.5))
}

function indexOf(
  wordings: readonly (Pick<Wording, 'entry'> & Pick<Analysed, FieldName>)[],
  name: FieldName,
  entries: number,
): Field {
  const ids = new Map<string, number>()
  const parts = wordings.map((wording) =>
    Int32Array.from(wording[name], (part) => idFor(ids, part)).sort(),
  )
  const spread = spreadOf(ids.size, parts, wordings)
  const idf = spread.map((count) => idfOf(entries, count))
  const totals = Float64Array.from(parts, (own) => sumOver(own, (part) => idf[part]!))
  const mean = parts.reduce((sum, own) => sum + own.length, 0) / (parts.length || 1)
  const saturation = Float64Array.from(
    parts,
    (own) => (K1 + 1) / (1 + K1 * (1 - B + (B * own.length) / (mean || 1))),
  )
  return { ids, entries, spread, idf, parts, totals, saturation, ...postingsOf(parts, idf) }
}

function idFor(ids: Map<string, number>, part: string): number {
  const known = ids.get(part)
  if (known !== undefined) return known
  ids.set(part, ids.size)
  return ids.size - 1
}

function postingsOf(parts: readonly Int32Array[], idf: Float64Array) {
  const starts = beginsOf(sizesOf(parts, idf.length))
  const total = starts[idf.length] ?? 0
  const wordings = new Int32Array(total)
  const cosine = new Float32Array(total)
  const next = starts.slice()
  parts.forEach((own, wording) => {
    const norm = Math.sqrt(sumOver(own, (part) => idf[part]! ** 2)) || 1
    for (const part of own) {
      const at = next[part]!
      next[part] = at + 1
      wordings[at] = wording
      cosine[at] = idf[part]! / norm
    }
  })
  return { starts, wordings, cosine }
}

function sizesOf(parts: readonly Int32Array[], size: number): Int32Array {
  const sizes = new Int32Array(size)
  for (const own of parts) for (const part of own) sizes[part]! += 1
  return sizes
}

function spreadOf(
  size: number,
  parts: readonly Int32Array[],
  wordings: readonly Pick<Wording, 'entry'>[],
) {
  const seenIn = new Int32Array(size).fill(-1)
  const spread = new Float64Array(size)
  parts.forEach((own, wording) => {
    const { entry } = wordings[wording]!
    for (const part of own) {
      if (seenIn[part] !== entry) spread[part]! += 1
      seenIn[part] = entry
    }
  })
  return spread
}

/** Parts that the field does not know become −1, which is no part. */
export function idsOf({ ids }: Field, parts: readonly string[]): Int32Array {
  return Int32Array.from(parts, (part) => ids.get(part) ?? -1)
}

function textsOf({ ids, idf }: Field, entries: readonly Searchable[]): Texts {
  const parts = entries.map(({ text = '' }) =>
    Int32Array.from(writtenParts(text).flatMap((part) => ids.get(part) ?? [])),
  )
  const starts = beginsOf(sizesOf(parts, idf.length))
  const having = new Int32Array(starts[idf.length] ?? 0)
  const next = starts.slice()
  parts.forEach((own, entry) => {
    for (const part of own) having[next[part]!++] = entry
  })
  return { starts, entries: having }
}

function beginsOf(sizes: ArrayLike<number>): Int32Array {
  const begins = new Int32Array(sizes.length + 1)
  for (let index = 0; index < sizes.length; index++)
    begins[index + 1] = begins[index]! + sizes[index]!
  return begins
}

function sumOver(parts: Int32Array, of: (part: number) => number): number {
  let sum = 0
  for (const part of parts) sum += of(part)
  return sum
}
