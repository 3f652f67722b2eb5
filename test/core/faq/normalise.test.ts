/** One question in many scripts and manners becomes one text. */
import { describe, expect, it } from 'vitest'
import { normalise, plain } from '../../../core/faq/normalise.ts'

describe('normalising', () => {
  it.each([
    ['Traditional characters', '電子票據怎麼作廢', '电子票据怎么作废'],
    [
      'characters that Traditional script has two of',
      '顯示著錯誤，鏈接要回覆嗎',
      '显示着错误，链接要回复吗',
    ],
    ['full width and case', 'ＯＦＤ打不开', 'ofd打不开'],
    ['greetings and thanks', '您好，请问一下电子票据能作废吗？谢谢！', '电子票据能作废吗'],
    ['Wuhan dialect', '票丢了么样办撒', '票丢了怎么办'],
    ['characters that cannot be seen', '电\u200b子\u00ad票据', '电子票据'],
  ])('sees through %s', (_what, said, written) => {
    expect(normalise(said)).toBe(normalise(written))
  })

  it('keeps what a text of nothing but fillers says', () => {
    expect(normalise('你好')).toBe('你好')
    expect(normalise('？！…')).toBe('')
  })

  it('does not take 什么 apart for the dialect word in it', () => {
    expect(plain('什么是红字票')).toBe('什么是红字票')
    expect(normalise('什么是红字票')).toContain('什么')
  })

  it('reads no more of a text than somebody would ask in', () => {
    expect(plain('票'.repeat(100_000)).length).toBe(400)
  })
})
