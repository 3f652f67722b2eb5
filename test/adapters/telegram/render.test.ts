/** Messages as Telegram takes them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LONGEST_TEXT, render, type Rendered } from '../../../adapters/telegram/render.ts'
import type { SendableMessage } from '../../../core/ports.ts'
import { BOT } from '../../support/bot-api.ts'
import { refusalOf } from '../../support/bot-api-rules.ts'

const URL_LINK = 'http://127.0.0.1:3000/r/AAAAAAAAAAAAAAAAAAAAAAAA'
const message = (more: Partial<SendableMessage> = {}): SendableMessage => ({
  ...{ id: 1, text: '查到了：', personal: true },
  ...more,
})
const card = {
  title: '财政电子票据',
  lines: [
    { label: '交款人', value: '<b>王*</b> & "_*`' },
    { label: '金额', value: '128.50' },
  ],
}

const buttonsOf = (markup: Rendered['reply_markup']) =>
  markup && 'inline_keyboard' in markup ? markup.inline_keyboard : undefined

describe('a rendered message', () => {
  it('holds text, card and link in this order, the title bold and no preview', () => {
    const link = { label: '打开完整票据', url: URL_LINK }
    expect(render(message({ card, link }), BOT)).toEqual({
      text: [
        ...['查到了：', '', '财政电子票据', '交款人：<b>王*</b> & "_*`', '金额：128.50', ''],
        ...['打开完整票据', URL_LINK],
      ].join('\n'),
      entities: [{ type: 'bold', offset: 6, length: 6 }],
      link_preview_options: { is_disabled: true },
    })
  })

  it('introduces the card with its first line, and says the rest after it', () => {
    const { text } = render(message({ text: '查到了：\n已冲红。\n请换票。', card }), BOT)
    expect(text).toMatch(/^查到了：\n\n财政电子票据\n[^]*128\.50\n\n已冲红。\n请换票。$/)
    expect(render(message({ text: '一\n二' }), BOT).text).toBe('一\n二')
  })

  it('shows what is formatted with entities, and what is not as it was typed', () => {
    const text = '**通知**\n- 带**身份证**'
    expect(render(message({ text, formatted: true }), BOT)).toMatchObject({
      text: '通知\n· 带身份证',
      entities: [
        { type: 'bold', offset: 0, length: 2 },
        { type: 'bold', offset: 6, length: 3 },
      ],
    })
    const formatted = { text, formatted: true as const }
    expect(render(message(formatted), BOT, { plain: true })).not.toHaveProperty('entities')
    expect(render(message({ text }), BOT).text).toBe(text)
  })

  it('takes whatever is typed into a formatted text, and is taken by Telegram', () => {
    const letters = fc.constantFrom(
      '**',
      '*',
      '- ',
      '\n',
      ' ',
      '票',
      '😀',
      '\ud83d',
      '\u202e',
      '</b>',
    )
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 3000 }), (parts) => {
        const rendered = render(message({ text: `票${parts.join('')}`, formatted: true }), BOT)
        expect(refusalOf({ chat_id: 1, ...rendered })).toBeUndefined()
      }),
    )
  })

  it('has no full-width colon in English', () => {
    const english = { title: 'Receipt', lines: [{ label: 'Amount', value: '1.00' }] }
    const { text } = render(message({ text: 'Found:', card: english, locale: 'en' }), BOT)
    expect(text).toBe('Found:\n\nReceipt\nAmount: 1.00')
  })

  it('counts offsets in UTF-16 units', () => {
    const { text, entities = [] } = render(message({ text: '😀𠮷', card }), BOT)
    const [title] = entities
    expect(text.slice(title?.offset, (title?.offset ?? 0) + (title?.length ?? 0))).toBe(card.title)
  })

  it('offers choices as buttons, two in a row when they are short', () => {
    const labels = ['完整票据', '查验', '这是一个比半行长得多的选择项', '帮助']
    const choices = labels.map((label, index) => ({ label, data: `1a.${index}` }))
    const { reply_markup: markup } = render(message({ choices }), BOT)
    expect(buttonsOf(markup)).toEqual([
      [
        { text: '完整票据', callback_data: '1a.0' },
        { text: '查验', callback_data: '1a.1' },
      ],
      [{ text: '这是一个比半行长得多的选择项', callback_data: '1a.2' }],
      [{ text: '帮助', callback_data: '1a.3' }],
    ])
  })

  it('asks for the own phone by a button of Telegram, in private only', () => {
    const wants = message({ wantsContact: '发送我的手机号' })
    expect(render(wants, BOT).reply_markup).toEqual({
      keyboard: [[{ text: '发送我的手机号', request_contact: true }]],
      resize_keyboard: true,
      one_time_keyboard: true,
    })
    expect(render(wants, BOT, { group: true }).reply_markup).toBeUndefined()
  })

  it('lists what is more than eight choices by its number', () => {
    const choices = Array.from({ length: 10 }, (_, index) => ({
      ...{ label: `第${index + 1}张`, data: `a.${index}` },
    }))
    const { text, reply_markup: markup } = render(message({ choices }), BOT)
    expect(buttonsOf(markup)?.flat()).toHaveLength(8)
    expect(text).toBe('查到了：\n\n9. 第9张\n10. 第10张')
  })

  it('refuses a choice that carries more than Telegram’s 64 bytes', () => {
    const choices = [{ label: '查验', data: '票'.repeat(22) }]
    expect(() => render(message({ choices }), BOT)).toThrow('64 bytes')
  })

  it('leads to a private chat by a line of its own', () => {
    const url = 'https://t.me/epiaotong_bot?start=AbC'
    const { text } = render(message({ start: 'AbC' }), BOT, { group: true })
    expect(text).toBe(`查到了：\n\n点这里私聊：\n${url}`)
  })

  it('has no buttons in a group, where everybody could press them: choices are numbered', () => {
    const choices = ['查票', '帮助'].map((label, index) => ({ label, data: `1.${index}` }))
    const rendered = render(message({ card, choices, start: 'AbC' }), BOT, { group: true })
    expect(rendered).not.toHaveProperty('reply_markup')
    expect(rendered.entities).toHaveLength(1)
    expect(rendered.text).toContain('\n\n1. 查票\n2. 帮助\n要选的话，请回复这条消息，写上编号。')
    expect(render(message(), BOT, { group: true }).text).toBe('查到了：')
  })

  it('has neither entities nor buttons when it must be plain, and numbers its choices', () => {
    const choices = [{ label: '查验', data: '1.0' }]
    const plain = render(message({ card, choices, start: 'x' }), BOT, { plain: true })
    expect(Object.keys(plain)).toEqual(['text', 'link_preview_options'])
    expect(plain.text).toContain('\n\n1. 查验\n\n点这里私聊：\nhttps://t.me/epiaotong_bot?start=x')
  })

  it('is free of what turns the reading direction around', () => {
    const marks = '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'
    const choices = [{ label: `查${marks}验`, data: '1.0' }]
    const dirty = { title: `票${marks}据`, lines: [{ label: marks, value: `王${marks}*` }] }
    const rendered = render(message({ text: `好${marks}的`, card: dirty, choices }), BOT)
    expect(JSON.stringify(rendered)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  })
})

describe('a message that is too long', () => {
  it('is cut at its longest part and keeps card, link and choices', () => {
    const link = { label: '打开', url: URL_LINK }
    const choices = [{ label: '查验', data: '1.0' }]
    const long = message({ text: '😀'.repeat(4000), card, link, choices })
    const { text, entities, reply_markup: markup } = render(long, BOT)
    expect(text.length).toBeGreaterThan(LONGEST_TEXT - 3)
    expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT)
    expect(text).toMatch(/^(?:😀)+…\n\n财政电子票据\n交款人/u)
    expect(text.endsWith(`金额：128.50\n\n打开\n${URL_LINK}`)).toBe(true)
    expect(entities).toHaveLength(1)
    expect(buttonsOf(markup)).toHaveLength(1)
  })

  it('cuts a title with its entity', () => {
    const long = { title: '票'.repeat(9000), lines: [] }
    const { text, entities = [] } = render(message({ card: long }), BOT)
    expect(text).toHaveLength(LONGEST_TEXT)
    const [bold] = entities
    expect((bold?.offset ?? 0) + (bold?.length ?? 0)).toBe(LONGEST_TEXT)
  })
})

describe('whatever is in a message', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ud800', '\udc00', '<b>', '😀'),
  )
  const words = fc
    .tuple(fc.array(unit, { maxLength: 5 }), fc.constantFrom(1, 1, 300, 3000))
    .map(([parts, times]) => parts.join('').repeat(times).slice(0, 9000))
  const line = fc.record({ label: words, value: words })
  const messages = fc.record(
    {
      id: fc.constant(1),
      personal: fc.constant(true),
      text: words.map((text) => `好${text}`),
      card: fc.record({ title: words, lines: fc.array(line, { maxLength: 12 }) }),
      link: fc.record({ label: words.map((label) => `看${label}`), url: fc.constant(URL_LINK) }),
      choices: fc.array(
        fc.record({ label: words.map((label) => `选${label}`), data: fc.constant('zz.0') }),
        { maxLength: 12 },
      ),
      start: fc.constant('AbCdEfGhIjKl'),
    },
    { requiredKeys: ['id', 'personal', 'text'] },
  )

  it('Telegram takes it: within the limit, entities inside, no half characters', () => {
    fc.assert(
      fc.property(messages, fc.boolean(), fc.boolean(), (any, plain, group) => {
        const { text, ...rest } = render(any as SendableMessage, BOT, { plain, group })
        expect(refusalOf({ chat_id: 1, text, ...rest })).toBeUndefined()
        if (any.link) expect(text).toContain(URL_LINK)
        if (any.start) expect(text.endsWith(`?start=${any.start}`)).toBe(true)
        const buttons = buttonsOf(rest.reply_markup)?.flat() ?? []
        const pressed = buttons.filter((button) => 'callback_data' in button)
        expect(pressed).toHaveLength(plain || group ? 0 : Math.min(any.choices?.length ?? 0, 8))
      }),
      { numRuns: 200 },
    )
  })
})
