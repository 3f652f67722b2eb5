/** The terminal: what is printed, and which line it answers. */
import { describe, expect, it } from 'vitest'
import { render } from '../../../adapters/console/channel.ts'
import type { SendableMessage } from '../../../core/ports.ts'

const message = (more: Partial<SendableMessage> = {}): SendableMessage => ({
  ...{ id: 1, text: '查到：\n已冲红。', personal: true },
  ...more,
})

describe('a message in the terminal', () => {
  it('is introduced, shown, warned of, and offers its choices by number', () => {
    const card = { title: '票据', lines: [{ label: '金额', value: '1.00' }] }
    const link = { label: '打开', url: 'http://127.0.0.1/r/x' }
    const choices = [{ label: '查验', data: '1.0' }]
    expect(render(message({ card, link, choices }))).toBe(
      '查到：\n【票据】\n金额：1.00\n已冲红。\n打开：http://127.0.0.1/r/x\n1. 查验',
    )
  })

  it('has no full-width colon in English', () => {
    const card = { title: 'Receipt', lines: [{ label: 'Amount', value: '1.00' }] }
    const link = { label: 'Open', url: 'http://127.0.0.1/r/x' }
    const text = render(message({ text: 'Found:', card, link, locale: 'en' }))
    expect(text).toBe('Found:\n[Receipt]\nAmount: 1.00\nOpen: http://127.0.0.1/r/x')
  })
})
