/** What of Telegram's updates reaches the assistant, and as what. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, decodeMove, quotedBy } from '../../../adapters/telegram/decode.ts'
import { BOT } from '../../support/bot-api.ts'
import {
  groupUpdate,
  messageUpdate,
  nextUpdateId,
  pressUpdate,
  textUpdate,
} from '../../support/telegram-updates.ts'

const said = (text: string) => decode(textUpdate({ text }), BOT)
const saidInGroup = (text: string, more: Record<string, unknown> = {}) =>
  decode(groupUpdate({ text, more }), BOT)

describe('private messages', () => {
  it('with a contact tell the phone, and whether Telegram says that it is the sender’s own', () => {
    const contact = { phone_number: '+8613800000000', first_name: '某人', user_id: 7 }
    const told = (content: object) => decode(messageUpdate(content, { user: 7 }), BOT)?.contact
    expect(told({ contact })).toEqual({ phone: '+8613800000000', own: true })
    expect(told({ contact: { ...contact, user_id: 8 } })?.own).toBe(false)
    expect(told({ contact: { ...contact, user_id: undefined } })?.own).toBe(false)
    expect(told({ contact, forward_origin: { type: 'user' } })?.own).toBe(false)
    expect(told({ text: '13800000000' })).toBeUndefined()
    expect(decode(messageUpdate({ contact }, { user: 7, chat: -1 }), BOT)).toBeUndefined()
  })

  it('are taken with the id of the bot and of the update', () => {
    const update = textUpdate({ user: 7, text: '查票 42990126', updateId: 55, date: 1000 })
    expect(decode(update, BOT)).toEqual({
      id: '4299:55',
      from: { channel: 'telegram', conversation: '7', user: '7', group: false },
      text: '查票 42990126',
      addressed: true,
      locale: 'zh-CN',
      at: 1_000_000,
    })
  })

  it('keep what a start link carries as it was typed', () => {
    expect(said('/start AbC-_19')?.text).toBe('/start AbC-_19')
  })

  it('lose only the mention of this bot', () => {
    expect(said('/lookup@Epiaotong_Bot 42990126')?.text).toBe('/lookup 42990126')
    expect(said('me@epiaotong_bot.example')?.text).toBe('me@epiaotong_bot.example')
  })

  it.each(['/help@other_bot', '/lookup@other_bot 42990126', '  /start@other_bot x'])(
    'with a command for another bot are nothing: %s',
    (text) => expect(said(text)).toBeUndefined(),
  )

  it('of which nothing is left but a mention are not empty, as pictures are', () => {
    expect(said('@epiaotong_bot')?.text).toBe(' ')
    expect(saidInGroup(' @epiaotong_bot ')).toMatchObject({ text: ' ', addressed: true })
    const picture = messageUpdate({ photo: [], caption: '@epiaotong_bot' })
    expect(decode(picture, BOT)?.text).toBe('')
  })

  it('tell of the language that the app is set to', () => {
    const by = (from: object) =>
      decode(messageUpdate({ text: 'x', from: { id: 7, ...from } }), BOT)?.locale
    expect(by({ language_code: 'zh-hant' })).toBe('zh-CN')
    expect(by({ language_code: 'en' })).toBe('en')
    expect(by({ language_code: 'fr' })).toBe('en')
    expect(by({})).toBeUndefined()
    expect(by({ language_code: 3 })).toBeUndefined()
  })

  it('that are a caption are taken as text', () => {
    const update = messageUpdate({ photo: [], caption: '查票' })
    expect(decode(update, BOT)?.text).toBe('查票')
  })

  it.each(['photo', 'sticker', 'voice', 'document', 'video', 'location', 'contact', 'poll'])(
    'without words (%s) are taken as an empty text',
    (kind) => {
      expect(decode(messageUpdate({ [kind]: {} }), BOT)).toMatchObject({
        text: '',
        addressed: true,
      })
    },
  )

  it('that are notes of Telegram itself are nothing', () => {
    expect(decode(messageUpdate({ pinned_message: {} }), BOT)).toBeUndefined()
    expect(decode(messageUpdate({ message_auto_delete_timer_changed: {} }), BOT)).toBeUndefined()
  })

  it('hold nothing that a database refuses', () => {
    expect(said('a\u0000b\ud800c')?.text).toBe('ab\ufffdc')
  })
})

describe('group messages', () => {
  it('are of the group, and not addressed unless they say so', () => {
    expect(saidInGroup('大家好')).toMatchObject({
      from: { conversation: '-1004299', user: '7', group: true },
      addressed: false,
    })
  })

  it.each([
    ['@epiaotong_bot 查票', '查票'],
    ['请@EPIAOTONG_BOT查票', '请查票'],
    ['/lookup@epiaotong_bot 42990126', '/lookup 42990126'],
    ['/help', '/help'],
    ['  /help', '  /help'],
    ['谁来 /help@epiaotong_bot', '谁来 /help'],
    ['/lookup@other_bot 或者 @epiaotong_bot', '/lookup@other_bot 或者'],
  ])('are addressed by a mention or a command: %s', (text, left) => {
    expect(saidInGroup(text)).toMatchObject({ addressed: true, text: left })
  })

  it.each([
    '@epiaotong_bot2 查票',
    '@other_bot 查票',
    '/lookup@other_bot',
    '/etc/passwd',
    '1/2',
    'x@epiaotong_bot',
    'epiaotong_bot',
  ])('are not addressed by %s', (text) => {
    expect(saidInGroup(text)).toMatchObject({ addressed: false, text })
  })

  it('are addressed by a reply to the bot, not by one to somebody else', () => {
    expect(saidInGroup('对', { reply_to_message: { from: BOT } })?.addressed).toBe(true)
    expect(saidInGroup('对', { reply_to_message: { from: { id: 8 } } })?.addressed).toBe(false)
    const command = { reply_to_message: { from: BOT } }
    expect(saidInGroup('/ban@other_bot', command)?.addressed).toBe(false)
  })

  it('are addressed by a mention without a user name', () => {
    const entities = [{ type: 'text_mention', offset: 0, length: 3, user: { id: BOT.id } }]
    expect(saidInGroup('鄂票通 在吗', { entities })?.addressed).toBe(true)
  })

  it('carry in their id which message they are, for the answer to quote', () => {
    const update = groupUpdate({ text: '/help', updateId: 55, more: { message_id: 99 } })
    const { id = '' } = decode(update, BOT) ?? {}
    expect(id).toBe('4299:55:99')
    expect(quotedBy(id)).toBe(99)
    expect(quotedBy('4299:55')).toBeUndefined()
    const press = decode(pressUpdate({ chat: -100, data: '1.0', updateId: 56 }), BOT)
    expect(press?.id).toBe('4299:56')
  })

  it('are addressed by the caption of a picture', () => {
    const update = messageUpdate({ photo: [], caption: '@epiaotong_bot 查票' }, { chat: -100 })
    expect(decode(update, BOT)).toMatchObject({ addressed: true, text: '查票' })
  })

  it('without words are nothing', () => {
    expect(decode(messageUpdate({ photo: [] }, { chat: -100 }), BOT)).toBeUndefined()
    expect(decode(messageUpdate({ new_chat_members: [] }, { chat: -100 }), BOT)).toBeUndefined()
    expect(decode(messageUpdate({ migrate_to_chat_id: -2 }, { chat: -1 }), BOT)).toBeUndefined()
  })
})

describe('groups that become supergroups', () => {
  const move = { channel: 'telegram', from: '-1', to: '-1002' }

  it('are told of in the old group and in the new one, with either id where it belongs', () => {
    expect(decodeMove(messageUpdate({ migrate_to_chat_id: -1002 }, { chat: -1 }))).toEqual(move)
    expect(decodeMove(messageUpdate({ migrate_from_chat_id: -1 }, { chat: -1002 }))).toEqual(move)
  })

  it('are told of by whoever, also where no person is named', () => {
    const update = messageUpdate({ migrate_to_chat_id: -1002, from: undefined }, { chat: -1 })
    expect(decodeMove(update)).toEqual(move)
    expect(decode(update, BOT)).toBeUndefined()
  })

  it.each([
    ['what people write', { text: '你好' }, -1],
    ['a private chat', { migrate_to_chat_id: -1002 }, 7],
    ['an id that is no group’s', { migrate_to_chat_id: 7 }, -1],
    ['an id that is none', { migrate_to_chat_id: 'x' }, -1],
    ['the same id', { migrate_to_chat_id: -1 }, -1],
  ])('are not: %s', (_name, content, chat) => {
    expect(decodeMove(messageUpdate(content, { chat }))).toBeUndefined()
  })
})

describe('presses', () => {
  it('carry the choice, and what stood on the button', () => {
    const update = pressUpdate({ user: 7, data: '1a.2', label: '完整票据', updateId: 9, date: 5 })
    expect(decode(update, BOT)).toEqual({
      id: '4299:9',
      from: { channel: 'telegram', conversation: '7', user: '7', group: false },
      text: '完整票据',
      choice: '1a.2',
      addressed: true,
      locale: 'zh-CN',
      at: 5000,
    })
  })

  it('in a group are the presser’s own', () => {
    const press = decode(pressUpdate({ user: 8, chat: -100, data: '1.0' }), BOT)
    expect(press?.from).toMatchObject({ user: '8', conversation: '-100', group: true })
    expect(press?.addressed).toBe(true)
  })

  it('under a message that is out of reach still count', () => {
    const update = pressUpdate({ data: '1.0' })
    const message = { chat: { id: 7, type: 'private' }, message_id: 1, date: 0 }
    const far = { ...update, callback_query: { ...update.callback_query, message } }
    expect(decode(far, BOT)).toMatchObject({ choice: '1.0', text: '', at: 0 })
  })

  it('under an inline message are nothing', () => {
    const { callback_query: press, update_id } = pressUpdate({ data: '1.0' })
    const { message: _message, ...inline } = press as object & { message: unknown }
    expect(decode({ update_id, callback_query: inline }, BOT)).toBeUndefined()
  })
})

describe('an edited message', () => {
  const edited = (content: object, more: object = {}) => {
    const { message } = messageUpdate(content, { date: 1000 })
    const all = { ...message, edit_date: 2000, ...more }
    return { update_id: 77, edited_message: all }
  }

  it('in a private chat is a new one, with an id of its own and the time of the edit', () => {
    expect(decode(edited({ text: '查票 42990126' }), BOT)).toMatchObject({
      ...{ id: '4299:77', text: '查票 42990126', addressed: true, at: 2_000_000 },
    })
    expect(decode(edited({ photo: [], caption: '查票' }), BOT)?.text).toBe('查票')
  })

  it('in a group is nothing, and so is one without words or without an edit', () => {
    const group = { chat: { id: -100, type: 'supergroup' } }
    expect(decode(edited({ text: '@epiaotong_bot 帮助' }, group), BOT)).toBeUndefined()
    expect(decode(edited({ location: {} }), BOT)).toBeUndefined()
    expect(decode(edited({ text: '帮助' }, { edit_date: undefined }), BOT)).toBeUndefined()
  })
})

describe('everything else is nothing', () => {
  const message = textUpdate({ text: '查票' }).message

  it.each([
    'channel_post',
    'edited_channel_post',
    'business_message',
    'inline_query',
    'poll',
    'my_chat_member',
    'a_kind_of_next_year',
  ])('%s', (kind) => {
    expect(decode({ update_id: nextUpdateId(), [kind]: message }, BOT)).toBeUndefined()
  })

  it('written by bots, for channels, and by those who are anonymous', () => {
    const by = (more: object) => decode(messageUpdate({ text: '查票', ...more }), BOT)
    expect(by({ from: { id: 9, is_bot: true, first_name: 'b' } })).toBeUndefined()
    expect(by({ sender_chat: { id: -100, type: 'channel' } })).toBeUndefined()
    expect(by({ from: undefined })).toBeUndefined()
    expect(by({ chat: { id: -100, type: 'channel' } })).toBeUndefined()
  })

  it('without what a message must have', () => {
    for (const garbage of [undefined, null, 1, 'x', [], {}, { update_id: 'x' }, { message }]) {
      expect(decode(garbage, BOT)).toBeUndefined()
    }
  })

  it('and nothing ever throws', () => {
    const keys = ['update_id', 'message', 'callback_query', 'text', 'chat', 'from', 'id', 'date']
    const key = fc.oneof(fc.constantFrom(...keys), fc.string())
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), fc.dictionary(key, tie('tree'))),
    }))
    fc.assert(
      fc.property(tree, (json) => {
        decode(json, BOT)
        const id = { id: 1, is_bot: false, type: 'private' }
        const about = { date: 1, chat: id, from: id, text: 'x', data: 'x', message: json }
        decode({ update_id: 1, message: Object.assign(about, json) }, BOT)
        decode({ update_id: 1, callback_query: Object.assign(about, json) }, BOT)
      }),
      { numRuns: 300 },
    )
  })

  it('a time that is none is no time: nothing is kept of it', () => {
    for (const date of [Number.MAX_VALUE, -1, 0.5]) {
      const press = pressUpdate({ data: '1.0' })
      const message = { ...press.callback_query?.message, date }
      const update = { ...press, callback_query: { ...press.callback_query, message } }
      expect(decode(update, BOT)).toBeUndefined()
      expect(decode(textUpdate({ text: '查票', more: { date } }), BOT)).toBeUndefined()
    }
  })

  it('but a strange field beside does not hide a message', () => {
    const update = textUpdate({ text: '查票', more: { entities: 'x', reply_to_message: 3 } })
    expect(decode({ ...update, callback_query: 3 }, BOT)?.text).toBe('查票')
  })
})
