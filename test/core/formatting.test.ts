/** What is bold, and what stays as it was typed. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runsOf, unmarked, withoutBold, withSpans } from '../../core/formatting.ts'

describe('formatting', () => {
  it('knows bold letters within a line, and lines of a list', () => {
    expect(runsOf('请**周五**前报\n- 名单\n  - 电话')).toEqual([
      { text: '请' },
      { text: '周五', bold: true },
      { text: '前报\n· 名单\n  · 电话' },
    ])
  })

  it.each([
    ['**没有收尾', '**没有收尾'],
    ['** 空格 **', '** 空格 **'],
    ['****', '****'],
    ['**跨\n行**', '**跨\n行**'],
    ['2*3**2', '2*3**2'],
    ['-10 度', '-10 度'],
    ['[点这里](https://example.org)', '[点这里](https://example.org)'],
    ['<b>不是粗体</b>', '<b>不是粗体</b>'],
    ['**粗*体**', '粗*体'],
  ])('shows %j as %j', (typed, shown) => {
    expect(unmarked(typed, true)).toBe(shown)
    expect(unmarked(typed, undefined)).toBe(typed)
  })

  it('counts in UTF-16 units', () => {
    expect(withSpans('😀**𠮷a**', true)).toEqual({
      text: '😀𠮷a',
      bold: [{ offset: 2, length: 3 }],
    })
  })

  it('takes no longer for marks that are opened again and again and never closed', () => {
    const open = '**a '.repeat(100_000)
    expect(runsOf(open)).toEqual([{ text: open }])
    expect(withoutBold(`**周五**\n${open}`)).toBe(`周五\n${open}`)
  })

  it('finds what stands before marks that are not closed, in each line', () => {
    expect(runsOf('**甲** **乙\n丙**丁**\n**戊**己**庚**')).toEqual([
      { text: '甲', bold: true },
      { text: ' **乙\n丙' },
      { text: '丁', bold: true },
      { text: '\n' },
      { text: '戊', bold: true },
      { text: '己' },
      { text: '庚', bold: true },
    ])
  })

  it('never makes a text longer, never loses a letter, and every span lies in it', () => {
    const letters = fc.constantFrom('*', '**', '-', ' ', '\n', '票', '😀', '- ')
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 40 }), (parts) => {
        const typed = parts.join('')
        const { text, bold } = withSpans(typed, true)
        expect(text.length).toBeLessThanOrEqual(typed.length)
        expect(text.replace(/[*\-·\s]/g, '')).toBe(typed.replace(/[*\-·\s]/g, ''))
        for (const { offset, length } of bold) {
          expect(length).toBeGreaterThan(0)
          expect(offset + length).toBeLessThanOrEqual(text.length)
        }
      }),
    )
  })
})
