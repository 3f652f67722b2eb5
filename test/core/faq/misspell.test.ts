/** Errors made on purpose: they change how a text is written, not how it sounds. */
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../core/faq/analyse.ts'
import { misspelling } from '../../../core/faq/misspell.ts'

const TEXTS = ['电子票据开错了能不能作废', '纸质的票据丢失了怎么补', '只剩一张飘在具体的地方，坐等']
const misspelt = misspelling(TEXTS)
const turns = Array.from({ length: 40 }, (_, turn) => turn)

describe('misspelling', () => {
  it('keeps the sound, with characters of the same sound and with pinyin', () => {
    const made = turns.map((turn) => misspelt('电子票据作废', turn))
    for (const text of made)
      expect(analyse(text).heard, text).toEqual(analyse('电子票据作废').heard)
    expect(made.some((text) => /[a-z]/.test(text))).toBe(true)
    expect(made.some((text) => text.includes('飘'))).toBe(true)
  })

  it('makes the same errors again', () => {
    const again = misspelling(TEXTS)
    expect(turns.map((turn) => again('纸质的票据', turn))).toEqual(
      turns.map((turn) => misspelt('纸质的票据', turn)),
    )
  })

  it('leaves what is not Chinese', () => {
    expect(turns.map((turn) => misspelt('OFD 4299', turn))).toEqual(turns.map(() => 'OFD 4299'))
  })
})
