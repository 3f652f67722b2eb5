/** A text taken apart: grams, concepts, sounds and the signs of what kind of question it is. */
import { CONCEPTS } from './synonyms.ts'
import { normalise, plain } from './normalise.ts'
import { soundOf } from './sounds.ts'

export interface Analysed {
  /** Normalised; what grams are taken from. */
  readonly text: string
  /** Its units in order: Chinese characters, whole Latin words, whole numbers. Without gaps. */
  readonly units: readonly string[]
  /** One of each unit. */
  readonly singles: readonly string[]
  /** One of each pair of neighbours, and the concepts the text has. */
  readonly pairs: readonly string[]
  /** Fuzzy syllables and pairs of them. */
  readonly sounds: readonly string[]
  readonly signs: Signs
}

/** What two wordings of one question hardly ever differ in. */
export interface Signs {
  readonly negated: boolean
  /** Bits, one for each of `ASKING`. */
  readonly asking: number
  readonly digits: string
}

const UNITS = /[\u3400-\u9fff\u{20000}-\u{3ffff}]|[\p{L}\p{M}]+|\p{N}+/gu
const CHINESE = /[\u3400-\u9fff\u{20000}-\u{3ffff}]/u
const NEGATED = /不|没|无|非|未|别|勿|莫|\b(?:not|no|never|cannot|without)\b|n t\b/
const LATIN_STOP = new Set(
  'a an the is are was be to of in on for and or i my me it its this that do does'.split(' '),
)

/** The kinds of question, each by the words that ask it. The order is that of the bits in `Signs.asking`. */
const ASKING: readonly RegExp[] = [
  /怎么|办法|步骤|流程|方法|\bhow\b/,
  /为什么|原因|\bwhy\b/,
  /哪里|地方|网址|入口|\bwhere\b/,
  /谁|哪个部门|找哪|\bwho\b/,
  /什么时候|多久|几天|时间|\bwhen\b|\bhow long\b/,
  /多少|几位|几个|几张|几年|\bhow many\b|\bhow much\b/,
  /可以|能|行吗|允许|吗|\bcan\b|\bmay\b/,
  /什么|是啥|意思|哪些|哪种|\bwhat\b|\bwhich\b/,
  /区别|不同|不一样|差别|比较|\bdifference\b/,
  /需要|必须|应该|\bneed\b|\bmust\b|\bshould\b/,
]

const concepts = conceptWords()

/** Takes any text; never fails. */
export function analyse(said: string): Analysed {
  const text = normalise(said)
  const units = unitsOf(text)
  return {
    text,
    units: units.flat(),
    singles: unique(units.flat()),
    pairs: unique([...units.flatMap(neighbours), ...conceptsOf(plain(said))]),
    sounds: soundsOf(units),
    signs: signsOf(said, text),
  }
}

/** Clause by clause, so that no pair reaches over a gap. */
function unitsOf(text: string): string[][] {
  return text.split(' ').reduce<string[][]>((clauses, clause) => {
    const units = (clause.match(UNITS) ?? []).map(stem).filter((unit) => !LATIN_STOP.has(unit))
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
  if (unit.length < 5 || !/^[a-z]+$/.test(unit)) return unit.replace(/^([a-z]{3})s$/, '$1')
  return unit.replace(/(?:ies|y)$/, 'i').replace(/(?:ing|ed|es|s|e)$/, '')
}

function neighbours(units: readonly string[]): string[] {
  return units.slice(1).map((unit, index) => join(units[index] ?? '', unit))
}

/** Words need a gap between them, characters do not. */
function join(left: string, right: string): string {
  return isWord(left) && isWord(right) ? `${left} ${right}` : left + right
}

function soundsOf(clauses: readonly (readonly string[])[]): string[] {
  const heard = clauses.map((units) => units.map(soundOf))
  const two = heard.flatMap((clause) =>
    clause.slice(1).map((sound, index) => `${clause[index]}-${sound}`),
  )
  return unique([...heard.flat(), ...two])
}

function conceptsOf(text: string): string[] {
  return [...text.matchAll(concepts.pattern)].flatMap(([word]) => concepts.of.get(word) ?? [])
}

function conceptWords() {
  const of = new Map<string, string[]>()
  for (const [concept, words] of Object.entries(CONCEPTS)) {
    for (const word of words) of.set(word, [...(of.get(word) ?? []), `<${concept}>`])
  }
  const words = [...of.keys()].sort((a, b) => b.length - a.length)
  return { of, pattern: new RegExp(words.join('|'), 'gu') }
}

function signsOf(said: string, text: string): Signs {
  const whole = `${plain(said)} ${text}`
  const asking = ASKING.reduce((bits, kind, index) => bits | (kind.test(whole) ? 1 << index : 0), 0)
  const digits = (text.match(/\p{N}+/gu) ?? []).sort().join(' ')
  return { negated: NEGATED.test(text.replace(/能不能|是不是|有没有|要不要/g, '')), asking, digits }
}

function unique(parts: readonly string[]): string[] {
  return [...new Set(parts)]
}
