/** Messages as plain text: numbered choices, and cuts at sentences. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numbered, splitAtSentences } from '../../core/numbered.ts'

const base = { id: 1, personal: true }

describe('a message as text', () => {
  it('has its card, link and numbered choices in the order they are read', () => {
    const text = numbered({
      ...base,
      text: '查到这张票据：',
      card: { title: '财政电子票据', lines: [{ label: '金额（元）', value: '236.21' }] },
      link: { label: '打开', url: 'https://piao.example.cn/r/x' },
      choices: [
        { label: '查验', data: '1.0' },
        { label: '完整票据', data: '1.1' },
      ],
    })
    expect(text).toBe(
      [
        '查到这张票据：',
        '财政电子票据\n金额（元）：236.21',
        '打开：\nhttps://piao.example.cn/r/x',
        '回复数字选择：\n1. 查验\n2. 完整票据',
      ].join('\n\n'),
    )
  })

  it('asks for a number in the language of the message', () => {
    const choices = [{ label: 'Look up', data: '1.0' }]
    expect(numbered({ ...base, text: 'Hello', choices })).toContain('Reply with a number:\n1.')
  })

  it('turns no reading direction, and keeps a label on its line', () => {
    const choices = [{ label: `甲\n2. ${'乙'.repeat(100)}`, data: '1.0' }]
    const text = numbered({ ...base, text: '1\u202e2\u0000', choices })
    expect(text).toMatch(/^12\n\n[^\n]*\n1\. 甲 2\. 乙+…$/)
  })
})

describe('cutting', () => {
  it('loses nothing, and no piece is longer than the limit', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 400 })
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 60 }), (text, limit) => {
        const pieces = splitAtSentences(text, limit, Buffer.byteLength)
        expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
        for (const piece of pieces) {
          if ([...piece].length > 1) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(limit)
        }
      }),
    )
  })

  it('prefers paragraphs, then lines, then sentences', () => {
    expect(splitAtSentences('甲甲甲。乙乙。\n\n丙丙', 9)).toEqual(['甲甲甲。乙乙。', '丙丙'])
    expect(splitAtSentences('甲甲甲。乙乙\n丙丙', 8)).toEqual(['甲甲甲。乙乙', '丙丙'])
    expect(splitAtSentences('甲甲甲。乙乙丙丙', 6)).toEqual(['甲甲甲。', '乙乙丙丙'])
    expect(splitAtSentences('12.50 yuan. Then more', 14)).toEqual(['12.50 yuan.', 'Then more'])
  })

  it('leaves a short text alone, and makes nothing of nothing', () => {
    expect(splitAtSentences('甲', 10)).toEqual(['甲'])
    expect(splitAtSentences(' ', 10)).toEqual([])
  })
})
