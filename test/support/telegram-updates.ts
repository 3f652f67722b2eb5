/** Updates as Telegram sends them. Ids grow with each; give `updateId` to send one twice. */
import type { Message, Update } from 'grammy/types'
import { BOT } from './bot-api.ts'

export interface UpdateOptions {
  readonly user?: number
  /** The user's private chat unless told; a negative one is a group. */
  readonly chat?: number
  readonly updateId?: number
  /** Seconds since the epoch. */
  readonly date?: number
  /** Anything else of the message. */
  readonly more?: Record<string, unknown>
}

const DATE = 1_795_000_000
let updates = 1000
let messages = 0

export function nextUpdateId(): number {
  return ++updates
}

/** What somebody wrote, with a mark where a command stands at the beginning. */
export function textUpdate(options: UpdateOptions & { readonly text: string }): Update {
  const command = /^\/[A-Za-z0-9_@]+/.exec(options.text)?.[0]
  const entities = command && [{ type: 'bot_command', offset: 0, length: command.length }]
  return messageUpdate({ text: options.text, ...(entities && { entities }) }, options)
}

/** The same in a group. */
export function groupUpdate(options: UpdateOptions & { readonly text: string }): Update {
  return textUpdate({ chat: -1004299, ...options })
}

/** A message of any kind: `messageUpdate({ photo: [] })`. */
export function messageUpdate(content: object, options: UpdateOptions = {}): Update {
  const message = messageOf(content, options)
  return { update_id: options.updateId ?? nextUpdateId(), message } as Update
}

/** A button pressed under one of the bot's messages. */
export function pressUpdate(
  options: UpdateOptions & { readonly data: string; readonly label?: string },
): Update {
  const { data, label = data } = options
  const { from, ...message } = messageOf({ text: '…' }, options)
  const buttons = { inline_keyboard: [[{ text: label, callback_data: data }]] }
  return {
    update_id: options.updateId ?? nextUpdateId(),
    callback_query: {
      id: `press-${++messages}`,
      from,
      chat_instance: '1',
      data,
      message: { ...message, from: BOT, reply_markup: buttons },
    },
  } as Update
}

function messageOf(content: object, options: UpdateOptions): Message {
  const { user = 7, chat = user, date = DATE, more } = options
  const type = chat < 0 ? 'supergroup' : 'private'
  return {
    message_id: ++messages,
    date,
    chat: { id: chat, type, ...(chat < 0 ? { title: '测试群' } : { first_name: '某人' }) },
    from: { id: user, is_bot: false, first_name: '某人', language_code: 'zh-hans' },
    ...content,
    ...more,
  } as unknown as Message
}
