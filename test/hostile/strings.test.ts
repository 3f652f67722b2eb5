/** The big list of naughty strings, as messages and as names: an answer each, one log line, and no markup anywhere. */
import { describe, expect, it } from 'vitest'
import { types } from 'wechaty-puppet'
import { render as renderConsole } from '../../adapters/console/channel.ts'
import { facePage } from '../../adapters/receipt-page/face.ts'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { decode } from '../../adapters/telegram/decode.ts'
import { render as renderTelegram } from '../../adapters/telegram/render.ts'
import { decode as decodeOfficial } from '../../adapters/wechat-official/decode.ts'
import { readXml, writeXml } from '../../adapters/wechat-official/xml.ts'
import { decode as decodeWechat } from '../../adapters/wechat/decode.ts'
import { numbered } from '../../core/numbered.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'
import { BOT } from '../support/bot-api.ts'
import { refusalOf } from '../support/bot-api-rules.ts'
import { naughtyStrings } from '../support/corpora.ts'
import { openOffice } from '../support/office.ts'
import { textUpdate } from '../support/telegram-updates.ts'

const CHANNELS = ['web', 'telegram', 'console', 'wechat', 'wechat-official']
const strings = naughtyStrings()
const [sample] = sampleReceipts as [Receipt, ...Receipt[]]

describe('naughty strings', () => {
  it.each(CHANNELS)('are answered as messages on %s', async (channel) => {
    const office = await openOffice({ channels: [channel] })
    for (const [index, text] of strings.entries()) {
      const answer = await office.chat({ channel, user: `u${index}` }).says(text)
      expect(answer.text.length).toBeGreaterThan(0)
    }
    expect(await office.store.inbox.count()).toEqual({ pending: 0, setAside: 0 })
    expect(office.logged).toEqual([])
  })

  it('are answered in groups without a digit of them', async () => {
    const office = await openOffice()
    const group = { channel: 'telegram', conversation: '-1', group: true }
    for (const [index, text] of strings.entries()) {
      const answer = await office.chat({ ...group, user: `u${index}` }).says(text)
      if (text.trim().length > 3) expect(answer.message.text).not.toContain(text.trim())
    }
  })

  it('go through the decoder of Telegram, also as the name of the sender', () => {
    for (const text of strings) {
      const update = textUpdate({ text })
      const from = { id: 7, is_bot: false, first_name: text, last_name: text, username: text }
      const named = { ...update, message: { ...update.message, from } }
      expect(() => decode(named, BOT)).not.toThrow()
      expect(decode(named, BOT)?.from.user).toBe('7')
    }
  })

  it('leave as names in a card that Telegram takes and a terminal survives', () => {
    for (const text of strings) {
      const card = { title: text || '票据', lines: [{ label: '开票单位', value: text }] }
      const message = { id: 1, text: `查到：${text}`, card, personal: true }
      const rendered = renderTelegram(message, BOT)
      expect(refusalOf({ chat_id: 7, ...rendered })).toBeUndefined()
      // eslint-disable-next-line no-control-regex
      expect(renderConsole(message)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
    }
  })

  it('go through the decoders of WeChat and of the official account, and leave there as they are', async () => {
    const me = { id: 'me', name: '鄂票通' }
    const attached = { url: () => Promise.resolve('') }
    for (const text of strings) {
      const payload = { id: 'm1', talkerId: 'wxid-1', type: types.Message.Text, text, timestamp: 1 }
      const options = { me, prefix: '小票', now: 1 }
      const heard = await decodeWechat(payload as never, attached, options)
      expect(heard?.from.user).toBe('wxid-1')
      const said = { ToUserName: 'gh_1', FromUserName: 'o1', CreateTime: 1, MsgType: 'text' }
      const fields = readXml(writeXml({ ...said, MsgId: '7', Content: text }))
      expect(fields?.get('Content')).toBe(text)
      expect(fields && decodeOfficial(fields)?.from.user).toBe('o1')
      const shown = numbered({ id: 1, text, personal: false, choices: [] })
      expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    }
  })

  it('are shown as text on the one-time page', () => {
    for (const text of strings) {
      const receipt = {
        ...sample,
        name: text,
        payer: { name: text },
        issuer: { name: text },
        remark: text,
      }
      const page = facePage({ ...receipt, items: [{ name: text, amountFen: 1 }] }, 0, 0)
      const body = page
        .replace(/^[^]*<body>/, '')
        .replace(
          /<\/?(?:article|h1|p|dl|dt|dd|div|table|thead|tbody|tr|th|td|br|button|body|html)(?: [a-z-]+="[^"<>]*")*>/g,
          '',
        )
      expect(body).not.toMatch(/[<>]/)
    }
  })
})
