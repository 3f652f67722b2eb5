/** A Telegram update as one of our messages, or nothing when it is none that the assistant answers. */
import { z } from 'zod'
import type { GroupMove, InboundFile, InboundMessage, Sender } from '../../core/message.ts'
import { localeOf } from '../../core/session.ts'

/** The bot itself, as `getMe` tells. */
export interface Me {
  readonly id: number
  readonly username: string
}

const id = z.number().int()

const userSchema = z.object({
  id,
  is_bot: z.boolean().optional(),
  language_code: z.string().optional().catch(undefined),
})

const chatSchema = z.object({ id, type: z.enum(['private', 'group', 'supergroup']) })

/** Unix time; 0 where it is not known. Never beyond the year 9999. */
const seconds = z.number().int().min(0).max(253_402_300_799)

const entitySchema = z.object({
  type: z.string(),
  user: z.object({ id }).optional().catch(undefined),
})

const kept = {
  file_id: z.string().min(1).max(1000),
  file_size: z.number().int().nonnegative().optional().catch(undefined),
}
const photoSchema = z.array(z.object(kept))
const documentSchema = z.object({
  ...kept,
  file_name: z.string().max(255).optional().catch(undefined),
  mime_type: z.string().max(255).optional().catch(undefined),
})

const contactSchema = z.object({ phone_number: z.string().max(40), user_id: id.optional() })

const messageSchema = z.looseObject({
  message_id: id.optional().catch(undefined),
  date: seconds,
  edit_date: seconds.optional().catch(undefined),
  chat: chatSchema,
  from: userSchema,
  sender_chat: z.unknown().optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  entities: z.array(entitySchema).optional().catch(undefined),
  caption_entities: z.array(entitySchema).optional().catch(undefined),
  reply_to_message: z
    .object({
      from: z.object({ id }).optional(),
      text: z.string().optional().catch(undefined),
      caption: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})

const buttonSchema = z.object({ text: z.string(), callback_data: z.string().optional() })

/** The message may be out of reach by now: then it is only a chat and the date 0. */
const pressSchema = z.object({
  from: userSchema,
  data: z.string().min(1),
  message: z.object({
    date: seconds,
    chat: chatSchema,
    reply_markup: z
      .object({ inline_keyboard: z.array(z.array(buttonSchema)) })
      .optional()
      .catch(undefined),
  }),
})

const updateSchema = z.object({
  update_id: id,
  message: messageSchema.optional().catch(undefined),
  edited_message: messageSchema.optional().catch(undefined),
  callback_query: pressSchema.optional().catch(undefined),
})

/** Told in the old group, by which it is over, and in the new one. */
const moveSchema = z.object({
  message: z.object({
    chat: z.object({ id: id.negative(), type: z.enum(['group', 'supergroup']) }),
    migrate_to_chat_id: id.negative().optional().catch(undefined),
    migrate_from_chat_id: id.negative().optional().catch(undefined),
  }),
})

type Message = z.infer<typeof messageSchema>
type Document = z.infer<typeof documentSchema>
type Press = z.infer<typeof pressSchema>

/** What a person sends that has no words. The rest without text are notes of Telegram's own, for nobody to answer. */
const WORDLESS = [
  ...['photo', 'sticker', 'voice', 'document', 'audio', 'video', 'video_note', 'animation'],
  ...['contact', 'location', 'venue', 'poll', 'dice', 'story', 'paid_media', 'checklist', 'game'],
]

/**
 * Never throws. Channel, inline and business updates are nothing, and so is what bots, channels and anonymous
 * administrators write: behind them is no person whose session it would be.
 */
export function decode(update: unknown, me: Me): InboundMessage | undefined {
  const parsed = updateSchema.safeParse(update)
  if (!parsed.success) return undefined
  const {
    update_id: updateId,
    message,
    edited_message: edited,
    callback_query: press,
  } = parsed.data
  const id = `${me.id}:${updateId}`
  if (press && !message) return named(id, decodePress(press))
  const decoded = message ? decodeMessage(message, me) : edited && decodeEdited(edited, me)
  const inGroup = decoded?.from.group ? message?.message_id : undefined
  return named(inGroup === undefined ? id : `${id}:${inGroup}`, decoded)
}

/** A group that has become a supergroup, and so has another id. Never throws. */
export function decodeMove(update: unknown): GroupMove | undefined {
  const parsed = moveSchema.safeParse(update)
  if (!parsed.success) return undefined
  const { chat, migrate_to_chat_id: to, migrate_from_chat_id: from } = parsed.data.message
  const [old, next] = to !== undefined ? [chat.id, to] : [from, chat.id]
  if (old === undefined || old === next) return undefined
  return { channel: 'telegram', from: String(old), to: String(next) }
}

/** The message in a group that an id names, for an answer to quote. */
export function quotedBy(id: string): number | undefined {
  const [, quoted] = /^\d+:\d+:(\d+)$/.exec(id) ?? []
  return quoted === undefined ? undefined : Number(quoted)
}

type Decoded = Omit<InboundMessage, 'id'>

function named(id: string, decoded: Decoded | undefined): InboundMessage | undefined {
  return decoded && { id, ...decoded }
}

function decodeMessage(message: Message, me: Me): Decoded | undefined {
  if (message.from.is_bot || message.sender_chat !== undefined) return undefined
  const from = senderOf(message.from.id, message.chat)
  const said = message.text ?? message.caption
  const wordless = WORDLESS.some((kind) => message[kind] !== undefined)
  const files = filesOf(message)
  // In a group what has no words is for the people there, unless it is a file in reply to the bot.
  const meant = from.group ? files.files && isReply(message, me) : wordless
  if (said === undefined && !meant) return undefined
  const text = storable(said ?? '')
  if (!from.group && isForAnother(text, me)) return undefined
  return {
    from,
    // A mention with nothing beside it has words, although none are left: see `InboundMessage.text`.
    text: withoutMe(text, me) || (wordless ? '' : ' '),
    addressed: !from.group || isAddressed(message, text, me),
    ...(!from.group && contactOf(message)),
    ...files,
    ...quotedOf(message, me),
    ...localeFor(message.from),
    at: (message.edit_date ?? message.date) * 1000,
  }
}

/** Of a photo Telegram keeps several sizes, the largest last. A photo of an album is a message of its own. */
function filesOf(message: Message): { files?: readonly InboundFile[] } {
  const largest = photoSchema.safeParse(message['photo']).data?.at(-1)
  const document = documentSchema.safeParse(message['document']).data
  const files = [
    ...(largest ? [{ ...fileOf(largest), name: 'photo.jpg', type: 'image/jpeg' }] : []),
    ...(document ? [documentOf(document)] : []),
  ]
  return files.length > 0 ? { files } : {}
}

function documentOf({ file_name: name = 'file', mime_type: type = '', ...file }: Document) {
  return { ...fileOf(file), name: storable(name), type: storable(type) }
}

function fileOf({ file_id: ref, file_size: size }: Pick<Document, 'file_id' | 'file_size'>) {
  return { ref: storable(ref), ...(size !== undefined && { size }) }
}

/** What the bot itself had said, when that is what is replied to. */
function quotedOf({ reply_to_message: replied }: Message, me: Me): { quoted?: string } {
  const said = replied?.text ?? replied?.caption
  return replied?.from?.id === me.id && said !== undefined ? { quoted: storable(said) } : {}
}

/** Telegram names the user of a contact when it is one: only then it is known whose phone it is. */
function contactOf({ from, ...message }: Message) {
  const contact = contactSchema.safeParse(message['contact']).data
  if (!contact) return undefined
  // A contact that was forwarded, or sent with a bot, is nobody's own word.
  const passedOn = message['forward_origin'] !== undefined || message['via_bot'] !== undefined
  return { contact: { phone: contact.phone_number, own: contact.user_id === from.id && !passedOn } }
}

/**
 * Words that were mended in a private chat are said anew. Elsewhere, and where there are no words (a live location
 * is edited every few seconds), an edit is nothing.
 */
function decodeEdited(message: Message, me: Me): Decoded | undefined {
  if ((message.text ?? message.caption) === undefined || message.edit_date === undefined) {
    return undefined
  }
  return message.chat.type === 'private' ? decodeMessage(message, me) : undefined
}

/** A press says what stood on the button, so that a question moved to a private chat can go on there. */
function decodePress({ from, data, message }: Press): Decoded | undefined {
  if (from.is_bot) return undefined
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? []
  const pressed = buttons.find((button) => button.callback_data === data)
  return {
    from: senderOf(from.id, message.chat),
    text: storable(pressed?.text ?? ''),
    choice: storable(data),
    addressed: true,
    ...localeFor(from),
    at: message.date * 1000,
  }
}

function senderOf(user: number, chat: z.infer<typeof chatSchema>): Sender {
  return {
    channel: 'telegram',
    conversation: String(chat.id),
    user: String(user),
    group: chat.type !== 'private',
  }
}

function localeFor({ language_code: tag }: z.infer<typeof userSchema>) {
  return tag === undefined ? {} : { locale: localeOf(tag) }
}

/** A command at the beginning, as Telegram marks it: `/lookup`, `/lookup@bot`, but not `/etc/passwd`. */
const COMMAND = /^\s*\/[A-Za-z0-9_]{1,64}(?:@(\w+))?(?![\w@/])/

function isAddressed(message: Message, text: string, me: Me): boolean {
  if (mentionOf(me).test(text)) return true
  const command = COMMAND.exec(text)
  if (command) return command[1] === undefined
  const entities = [...(message.entities ?? []), ...(message.caption_entities ?? [])]
  if (entities.some(({ type, user }) => type === 'text_mention' && user?.id === me.id)) return true
  return isReply(message, me)
}

function isReply({ reply_to_message: replied }: Message, me: Me): boolean {
  return replied?.from?.id === me.id
}

/** A command that names another bot, and this one nowhere. */
function isForAnother(text: string, me: Me): boolean {
  return COMMAND.exec(text)?.[1] !== undefined && !mentionOf(me).test(text)
}

/** `@me` as a word of its own or at the end of a command; not in an address such as `somebody@me`. */
function mentionOf({ username }: Me): RegExp {
  return new RegExp(`(?<![\\w@/.])(/\\w{1,64})?@${username}(?!\\w)`, 'giu')
}

function withoutMe(text: string, me: Me): string {
  const rest = text.replace(mentionOf(me), '$1')
  return rest === text ? text : rest.trim()
}

/** NUL and halves of surrogate pairs cannot be kept by every database: one such message must not block the rest. */
function storable(text: string): string {
  return text.replace(/\0/g, '').replace(/\p{Surrogate}/gu, '\ufffd')
}
