/** The same question written otherwise: in Traditional characters, or with one character mistaken for another of the same sound. */
import { Converter } from 'opencc-js/cn2t'
import { pinyin } from 'pinyin-pro'

export const traditional = Converter({ from: 'cn', to: 'tw' })

const CHINESE = /[\u4e00-\u9fff]/g

/** Replaces one character of a text by one that sounds the same, tone included, out of those in `texts`. */
export function homophones(texts: readonly string[]): (text: string) => string {
  const all = new Set(texts.flatMap((text) => text.match(CHINESE) ?? []))
  const bySound = new Map<string, string[]>()
  for (const char of all) {
    const sound = pinyin(char)
    bySound.set(sound, [...(bySound.get(sound) ?? []), char])
  }
  return (text) => {
    const chars = [...text]
    const places = chars.flatMap((char, at) =>
      char.match(CHINESE) && others(bySound, char).length > 0 ? [at] : [],
    )
    const at = places[(text.length * 7) % (places.length || 1)]
    if (at === undefined) return text
    const choices = others(bySound, chars[at]!)
    chars[at] = choices[text.length % choices.length]!
    return chars.join('')
  }
}

function others(bySound: ReadonlyMap<string, readonly string[]>, char: string): string[] {
  return (bySound.get(pinyin(char)) ?? []).filter((one) => one !== char)
}
