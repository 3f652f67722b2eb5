/** What leaves for a screen is clean, whichever renderer shows it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { render as onConsole } from '../../adapters/console/channel.ts'
import { facePage } from '../../adapters/receipt-page/face.ts'
import { render as onTelegram } from '../../adapters/telegram/render.ts'
import { render as onWeb } from '../../adapters/web/render.ts'
import type { SendableMessage } from '../../core/ports.ts'
import { visible } from '../../core/visible.ts'
import { BOT } from '../support/bot-api.ts'

const UNFIT =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u
const DIRTY = '金\u202e额\u2066\u200f\u061c：\u001b[31m\u00851\u0007\ud8002\u00003\u20284'

const message: SendableMessage = {
  ...{ id: 1, personal: true, text: `${DIRTY}\n${DIRTY}` },
  card: { title: DIRTY, lines: [{ label: DIRTY, value: DIRTY }] },
  link: { label: DIRTY, url: 'http://127.0.0.1/r/x' },
  choices: [{ label: DIRTY, data: '1.0' }],
}

/** Every text in it, wherever it stands. */
const textsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(textsOf)

describe('text that leaves', () => {
  it('keeps its words and line breaks, and nothing that turns, rings or obeys', () => {
    expect(visible('一\r\n二\r三\u2028四\u0085五\t六')).toBe('一\n二\n三\n四\n五 六')
    expect(visible('12\u202e34\u2066\u001b[2J\u0007😀\ud83d')).toBe('1234[2J😀\ufffd')
  })

  it('is clean whatever it was, and does not grow', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(UNFIT)
        expect(visible(text).length).toBeLessThanOrEqual(text.length)
        expect(visible(visible(text))).toBe(visible(text))
      }),
    )
  })

  it.each([
    ['the terminal', () => onConsole(message)],
    ['Telegram', () => onTelegram(message, BOT)],
    ['the browser', () => onWeb(message, 1)],
    ['the one-time page', () => facePage(receipt, 2, 1)],
  ])('is cleaned for %s', (_where, rendered) => {
    const texts = textsOf(rendered())
    expect(texts.join()).toContain('金额：[31m')
    for (const text of texts) expect(text).not.toMatch(UNFIT)
  })
})

const receipt = {
  ...{ code: '42990126', number: '0000000001', check: 'aaaaa1', name: DIRTY, remark: DIRTY },
  ...{ issuedOn: '2026-01-01', amountFen: 1, flags: {}, checks: 0 },
  issuer: { name: DIRTY },
  payer: { name: DIRTY },
  items: [{ name: DIRTY, amountFen: 1 }],
}
