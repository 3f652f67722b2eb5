/** How a character sounds, so loosely that typing errors by sound and the accents of Hubei fall together. */
import { pinyin } from 'pinyin-pro'

const known = new Map<string, string>()

const SYLLABLE =
  '(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])(?:i(?:ang|ong|an|ao|ng|[aenu])?|u(?:ang|an|ai|[aeino])?|ve?|a(?:ng|[ino])?|e(?:ng|[inr])?|o(?:ng|u)?)|ai|ang?|ao|er'
const SYLLABLES = new RegExp(SYLLABLE, 'g')
const SPELT = new RegExp(`^(?:${SYLLABLE})+$`)

/** The fuzzy syllable of a Chinese character or of its pinyin (no tone; zh=z, n=l, h=f, ng=n); any other text as it is. */
export function soundOf(unit: string): string {
  if (unit < '\u3400') return SPELT.test(unit) ? fuzzy(unit) : unit
  const before = known.get(unit)
  if (before !== undefined) return before
  const sound = fuzzy(pinyin(unit, { toneType: 'none' }))
  known.set(unit, sound)
  return sound
}

/** “piaoju” → piao, ju: who has no patience to choose a character leaves its sound. Other words stay whole. */
export function syllablesOf(word: string): readonly string[] {
  return SPELT.test(word) ? (word.match(SYLLABLES) ?? []) : [word]
}

function fuzzy(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^[nr](?=[aeiouv])/, 'l')
    .replace(/^hu(?=[aeo])/, 'f')
    .replace(/^h(?=u$)/, 'f')
    .replace(/ng$/, 'n')
    .replace(/ü/g, 'v')
}
