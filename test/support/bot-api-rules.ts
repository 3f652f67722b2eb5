/** What Telegram refuses in a `sendMessage`, or beside a file, as far as it concerns us. */
import { z } from 'zod'

const entities = z
  .array(z.object({ type: z.string(), offset: z.number().int(), length: z.number().int() }))
  .optional()

const sendSchema = z.object({
  chat_id: z.union([z.number(), z.string().min(1)]),
  text: z.string().optional(),
  caption: z.string().optional(),
  entities,
  caption_entities: entities,
  reply_markup: z
    .object({
      keyboard: z
        .array(z.array(z.object({ text: z.string().min(1), request_contact: z.boolean() })))
        .optional(),
      inline_keyboard: z
        .array(
          z.array(
            z.object({
              text: z.string().min(1),
              callback_data: z.string().optional(),
              url: z.string().optional(),
            }),
          ),
        )
        .optional(),
    })
    .optional(),
})

type Send = z.infer<typeof sendSchema>

/** Telegram's words for what is wrong with it; undefined when it would be taken. */
export function refusalOf(payload: unknown, withFile = false): string | undefined {
  const parsed = sendSchema.safeParse(payload)
  if (!parsed.success) return `wrong parameters: ${parsed.error.issues[0]?.path.join('.')}`
  const { reply_markup: markup } = parsed.data
  const text = (withFile ? parsed.data.caption : parsed.data.text) ?? ''
  const entities = (withFile ? parsed.data.caption_entities : parsed.data.entities) ?? []
  if (!withFile && text.trim() === '') return 'message text is empty'
  if (text.length > (withFile ? 1024 : 4096)) return 'message is too long'
  if (/\p{Surrogate}/u.test(text)) return 'strings must be encoded in UTF-8'
  if (entities.some((entity) => !fits(entity, text))) {
    return "can't parse entities: an entity is outside of the text"
  }
  for (const button of markup?.inline_keyboard?.flat() ?? []) {
    const why = buttonRefusal(button)
    if (why !== undefined) return why
  }
  return undefined
}

function fits({ offset, length }: { offset: number; length: number }, text: string): boolean {
  const end = offset + length
  return (
    offset >= 0 && length > 0 && end <= text.length && !splits(offset, text) && !splits(end, text)
  )
}

function splits(index: number, text: string): boolean {
  return /^[\udc00-\udfff]/.test(text.slice(index)) && /[\ud800-\udbff]$/.test(text.slice(0, index))
}

type Markup = NonNullable<Send['reply_markup']>
type Button = NonNullable<Markup['inline_keyboard']>[number][number]

function buttonRefusal({ callback_data: data, url }: Button): string | undefined {
  if (data !== undefined) {
    const bytes = Buffer.byteLength(data)
    return bytes < 1 || bytes > 64 ? 'BUTTON_DATA_INVALID' : undefined
  }
  if (url === undefined) return 'text buttons are unallowed in the inline keyboard'
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  const local = host === '' || host === 'localhost' || /^(?:127\.|\[)/.test(host)
  return local ? `inline keyboard button URL '${url}' is invalid: Wrong HTTP URL` : undefined
}
