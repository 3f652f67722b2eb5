/** What each entry as a whole says about a question, whichever of its wordings says it. */
import type { FieldName } from './analyse.ts'
import type { Corpus } from './corpus.ts'
import type { Hidden, Question } from './recall.ts'
import type { Whole } from './scratch.ts'

const SMOOTHING = 0.6
const UNSEEN = Math.log(SMOOTHING)

/** One walk over the postings of the question's parts; a hidden wording is passed over. */
export function wholesOf(
  corpus: Corpus,
  { weighed }: Question,
  name: FieldName,
  hidden: Hidden,
): Whole {
  const { owners, entries, scratch } = corpus
  const { idf, spread, starts, wordings } = corpus.fields[name]
  const { parts } = weighed[name]
  const { covered, deep, gained } = scratch.wholes[name]
  for (const numbers of [covered, deep, gained]) numbers.fill(0)
  for (const part of parts) {
    const weight = idf[part]!
    const rarity = entries.length / spread[part]!
    const end = starts[part + 1]!
    for (let at = starts[part]!; at < end;) {
      const entry = owners[wordings[at]!]!
      let count = 0
      for (; at < end && owners[wordings[at]!] === entry; at++) {
        if (wordings[at] !== hidden.wording) count++
      }
      if (count === 0) continue
      covered[entry]! += weight
      deep[entry]! += (weight * count) / (count + 1)
      gained[entry]! += Math.log(count * rarity + SMOOTHING) - UNSEEN
    }
  }
  return { covered, deep, gained }
}

/** Logarithm of how much likelier an entry is asked with so many parts, none of which it has, than any entry is. */
export function unseen({ begins, owners }: Corpus, entry: number, parts: number, hidden: Hidden) {
  const without = owners[hidden.wording ?? -1] === entry ? 1 : 0
  const size = begins[entry + 1]! - begins[entry]! - without
  return parts * (UNSEEN - Math.log(size + SMOOTHING))
}

/** Sum of the idf of the question's parts that stand in the entry's text. */
export function inTexts({ texts, fields, scratch }: Corpus, { weighed }: Question): Float64Array {
  const found = scratch.texts.fill(0)
  for (const part of weighed.written.parts) {
    const end = texts.starts[part + 1]!
    for (let at = texts.starts[part]!; at < end; at++) {
      found[texts.entries[at]!]! += fields.written.idf[part]!
    }
  }
  return found
}
