/** How a character sounds, so loosely that typing errors by sound and the accents of Hubei fall together. */
import { pinyin } from 'pinyin-pro'

const known = new Map<string, string>()

/** The fuzzy syllable of a Chinese character (no tone; zh=z, n=l, h=f, ng=n); any other text as it is. */
export function soundOf(char: string): string {
  const before = known.get(char)
  if (before !== undefined) return before
  const sound = char < '\u3400' ? char : fuzzy(pinyin(char, { toneType: 'none' }))
  known.set(char, sound)
  return sound
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
