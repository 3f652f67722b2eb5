/** Answers as plain lines. */
import { describe, expect, it } from 'vitest'
import { firstParagraph, plainAnswer } from '../../../core/faq/markdown.ts'

describe('an answer in Markdown', () => {
  it.each([
    ['**要点**：发“`查票`”', '要点：发“查票”'],
    ['### 步骤\n- 一\n* 二\n1. 三', '步骤\n· 一\n· 二\n① 三'],
    ['到[平台](https://e.cn/a)查，或 <https://e.cn>', '到平台 https://e.cn/a查，或 https://e.cn'],
    ['[https://e.cn](https://e.cn)', 'https://e.cn'],
    ['> 引用\r\n\r\n\r\n\r\n末尾 2 * 3 ** 4', '引用\n\n末尾 2 * 3 ** 4'],
  ])('%j reads %j', (markdown, text) => expect(plainAnswer(markdown)).toBe(text))

  it('begins with its first paragraph', () => {
    expect(firstParagraph('一\n二\n\n三')).toBe('一\n二')
    expect(firstParagraph('一')).toBe('一')
  })
})
