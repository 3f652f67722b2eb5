/** How characters, and syllables typed in place of characters, sound. */
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../core/faq/analyse.ts'
import { soundOf, syllablesOf } from '../../../core/faq/sounds.ts'

describe('a sound', () => {
  it.each([
    ['票', 'piao'],
    ['章', 'zang'],
    ['红', 'hong'],
  ])('of %s is that of %s', (char, syllable) => {
    expect(soundOf(char)).toBe(soundOf(syllable))
  })

  it('of a word that is no pinyin is the word', () => {
    expect(['ofd', 'ukey', 'excel'].map(soundOf)).toEqual(['ofd', 'ukey', 'excel'])
  })
})

describe('pinyin beside characters', () => {
  it('is read by syllables, and heard as the characters', () => {
    expect(syllablesOf('chonghong')).toEqual(['chong', 'hong'])
    expect(analyse('电子piaoju能zuofei吗').heard).toEqual(analyse('电子票据能作废吗').heard)
  })

  it('is not looked for in English', () => {
    expect(analyse('can women pay').units).toEqual(['can', 'women', 'pay'])
  })
})
