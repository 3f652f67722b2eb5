/** Messages as the page gets them. */
import { describe, expect, it } from 'vitest'
import { render } from '../../../adapters/web/render.ts'

describe('a formatted message', () => {
  it('comes as plain letters with the places that are bold, before and behind its card', () => {
    const text = '**通知**\n- 带**身份证**<b>'
    const card = { title: '请核对', lines: [] }
    expect(render({ id: 1, text, formatted: true, personal: false, card }, 5)).toMatchObject({
      ...{ text: '通知', bold: [{ offset: 0, length: 2 }] },
      ...{ notes: '· 带身份证<b>', notesBold: [{ offset: 3, length: 3 }] },
    })
  })

  it('is told from one that only looks so', () => {
    const entry = render({ id: 1, text: '**通知**', personal: false }, 5)
    expect(entry).toMatchObject({ text: '**通知**' })
    expect(entry).not.toHaveProperty('bold')
  })
})
