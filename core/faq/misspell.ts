/** Typing errors by sound, made on purpose, so that the ranker learns to see through those that people make. */
import { pinyin } from 'pinyin-pro'

const HAN = /\p{Script=Han}/u
/** One character in so many is mistaken, and of the mistaken ones one in so many left as its pinyin. */
const [MISTAKEN, SPELT] = [5, 4]

/**
 * Returns what misspells a text: some characters give way to others of `texts` that sound the same but for the tone,
 * a few to their pinyin. The same text and number give the same errors.
 */
export function misspelling(texts: readonly string[]): (text: string, turn: number) => string {
  const alike = bySound(texts)
  return (text, turn) => {
    const chance = chances(turn)
    const chars = Array.from(text, (char) => {
      if (!HAN.test(char) || chance() % MISTAKEN > 0) return char
      if (chance() % SPELT === 0) return soundOf(char)
      const others = (alike.get(soundOf(char)) ?? []).filter((other) => other !== char)
      return others[chance() % (others.length || 1)] ?? char
    })
    return chars.join('')
  }
}

function bySound(texts: readonly string[]): Map<string, string[]> {
  const alike = new Map<string, string[]>()
  for (const char of new Set(texts.join(''))) {
    if (!HAN.test(char)) continue
    const sound = soundOf(char)
    alike.set(sound, [...(alike.get(sound) ?? []), char])
  }
  return alike
}

function soundOf(char: string): string {
  return pinyin(char, { toneType: 'none' })
}

/** Numbers that look random and are the same each time (mulberry32). */
function chances(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
