/** Makes two ways of writing the same question look the same: script, case, punctuation, filler words, dialect. */
import { Converter } from 'opencc-js/t2cn'
import { DIALECT, FILLERS, PARTICLES } from './synonyms.ts'

const INVISIBLE = /[\p{Cf}\p{Cc}\p{Mn}\p{Cs}\p{Co}]/gu
const BREAKS = /[^\p{L}\p{N}]+/gu
/** Longer questions are cut: nobody asks in more, and the work per question stays bounded. */
const LONGEST = 400

const simplify = Converter({ from: 't', to: 'cn' })
const simplified = new Map<string, string>()

/** Traditional characters that are words of their own in Simplified text: they are compared as one. */
const TWINS = new Map(
  Object.entries({ 著: '着', 覆: '复', 炼: '链', 乾: '干', 藉: '借', 瞭: '了' }),
)

const dialect = new Map(DIALECT)
const dialectWords = alternatives(DIALECT.map(([said]) => said))
const fillerWords = alternatives(FILLERS)
const particles = new RegExp(`[${PARTICLES}]`, 'gu')

/**
 * The text with one script, one case and no punctuation; clauses are kept apart by one space.
 * Nothing that carries meaning is lost: filler words and particles are still there.
 */
export function plain(text: string): string {
  const even = text
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replace(/[\t\n\r]/g, ' ')
  const visible = even.replace(INVISIBLE, '').toLowerCase()
  let result = ''
  for (const char of visible) result += simplifiedChar(char)
  return result.replace(BREAKS, ' ').trim()
}

/** What is compared: `plain` text in the words of the written language, without filler words. Never empty for a text that has letters. */
export function normalise(text: string): string {
  const said = plain(text)
  const written = said.replace(dialectWords, (word) => dialect.get(word) ?? word)
  const bare = tidy(written.replace(fillerWords, ' ').replace(particles, ' '))
  return bare || tidy(written) || said
}

/** Characters are converted one by one and remembered: phrases would cost more and change little. */
function simplifiedChar(char: string): string {
  if (char < '\u3400') return char
  const known = simplified.get(char)
  if (known !== undefined) return known
  const once = simplify(char)
  const found = TWINS.get(once) ?? once
  simplified.set(char, found)
  return found
}

function tidy(text: string): string {
  return text.replace(/ +/g, ' ').trim()
}

/** Longest first, so that 么样搞 is read before 么样. Latin fillers stand between word boundaries. */
function alternatives(words: readonly string[]): RegExp {
  const sorted = [...words].sort((a, b) => b.length - a.length)
  const source = sorted.map((word) => (/^[a-z ]+$/.test(word) ? `\\b${word}\\b` : word))
  return new RegExp(source.join('|'), 'gu')
}
