/** A text taken apart in four ways: as it is said, as it is written, as it sounds, and as it is meant. */
import { CONCEPT_WORDS, conceptOf } from './concepts.ts'
import { normalise, plain } from './normalise.ts'
import { soundOf, syllablesOf } from './sounds.ts'

/** A unit is a Chinese character, a whole Latin word (beside Chinese a syllable, where it is pinyin) or a whole number. Each list has a part once. */
export interface Analysed {
  /** Normalised. */
  readonly text: string
  /** Its units in order, repeated ones too. */
  readonly units: readonly string[]
  /** Units of the text before anything was rewritten or left out. */
  readonly said: readonly string[]
  /** Units and pairs of neighbours. */
  readonly written: readonly string[]
  /** Fuzzy syllables and pairs of them. */
  readonly heard: readonly string[]
  /** Concepts, and the units that belong to none. */
  readonly meant: readonly string[]
  readonly negated: boolean
  readonly digits: string
}

/** The ways in which texts are compared; each is a list of parts in `Analysed`. */
export const FIELDS = ['said', 'written', 'heard', 'meant'] as const
export type FieldName = (typeof FIELDS)[number]

const CHINESE = /[\u3400-\u9fff\u{20000}-\u{3ffff}]/u
const UNITS =
  /[\u3400-\u9fff\u{20000}-\u{3ffff}]|(?:(?![\u3400-\u9fff\u{20000}-\u{3ffff}])[\p{L}\p{M}])+|\p{N}+/gu
const NEGATED = /不|没|无|非|未|别|勿|莫|\b(?:not|no|never|cannot|without)\b|n t\b/
const BOTH_WAYS = /能不能|是不是|有没有|要不要|会不会|算不算|可不可以/g
const LATIN_STOP = new Set(
  'a an the is are was be to of in on for and or i my me it its this that do does'.split(' '),
)
const CONCEPTS = new RegExp(
  `${CONCEPT_WORDS.map((word) => (/^[a-z]+$/.test(word) ? `\\b${word}\\b` : word)).join('|')}|${UNITS.source}`,
  'gu',
)

/** Takes any text; never fails. */
export function analyse(question: string): Analysed {
  const said = plain(question)
  const text = normalise(said)
  const clauses = clausesOf(text)
  const units = clauses.flat()
  const sounds = clauses.map((clause) => clause.map(soundOf))
  return {
    text,
    units,
    said: unique((said.match(UNITS) ?? []).map(stem)),
    written: written(clauses),
    heard: unique([...sounds.flat(), ...sounds.flatMap((clause) => pairsOf(clause, '-'))]),
    meant: withPairs(
      unique(
        (text.match(CONCEPTS) ?? [])
          .map((word) => (conceptOf(word) === word ? stem(word) : conceptOf(word)))
          .filter((unit) => !LATIN_STOP.has(unit)),
      ),
    ),
    negated: NEGATED.test(text.replace(BOTH_WAYS, '')),
    digits: (text.match(/\p{N}+/gu) ?? []).sort().join(' '),
  }
}

/** The part of `analyse` that is made of the characters alone: what is asked of long texts. */
export function writtenParts(text: string): readonly string[] {
  return written(clausesOf(normalise(plain(text))))
}

function written(clauses: readonly (readonly string[])[]): readonly string[] {
  return unique([...clauses.flat(), ...clauses.flatMap((clause) => pairsOf(clause))])
}

/** Clause by clause, so that no pair reaches over a gap; Latin words are one clause as long as they follow each other. */
function clausesOf(text: string): string[][] {
  const unitsOf = CHINESE.test(text) ? (unit: string) => syllablesOf(unit).map(stem) : stem
  return text.split(' ').reduce<string[][]>((clauses, part) => {
    const units = (part.match(UNITS) ?? []).flatMap(unitsOf).filter((unit) => !LATIN_STOP.has(unit))
    const last = clauses.at(-1)
    const goesOn = last && isWord(units[0]) && isWord(last.at(-1))
    if (goesOn) last.push(...units)
    else if (units.length > 0) clauses.push(units)
    return clauses
  }, [])
}

function isWord(unit: string | undefined): boolean {
  return unit !== undefined && !CHINESE.test(unit)
}

/** English words lose their plainest endings. */
function stem(unit: string): string {
  if (!/^[a-z]{4,}$/.test(unit)) return unit
  if (unit.length === 4) return unit.replace(/s$/, '')
  return unit.replace(/(?:ies|y)$/, 'i').replace(/(?:ing|ed|es|s|e)$/, '')
}

function pairsOf(units: readonly string[], between = ' '): string[] {
  return units.slice(1).map((unit, index) => `${units[index]}${between}${unit}`)
}

function unique(parts: readonly string[]): string[] {
  return [...new Set(parts)]
}

/** Two concepts in one question, in whatever order, say more than both alone. */
function withPairs(meant: readonly string[]): string[] {
  const concepts = meant.filter((part) => part.startsWith('<')).sort()
  return [
    ...meant,
    ...concepts.flatMap((one, at) => concepts.slice(at + 1).map((other) => one + other)),
  ]
}
