/** Sending one message through Telegram: once, and once more where Telegram says what to do otherwise. */
import type { Api, Bot } from 'grammy'
import { ChannelError } from '../../core/errors.ts'
import { createParts, type LoadedFile, withContents } from '../../core/files/sending.ts'
import type { Address } from '../../core/message.ts'
import type { Channel, Logger, SendableMessage } from '../../core/ports.ts'
import { quotedBy } from './decode.ts'
import { channelErrorOf, groupErrorOf, isAboutMarkup } from './failures.ts'
import { createFileSender, type FileSender } from './files.ts'
import { render } from './render.ts'

/** Telegram's limit for the text beside a file, in UTF-16 units. */
export const LONGEST_CAPTION = 1024

export interface SenderOptions {
  readonly bot: Bot
  /** The same bot, with a patience for large files. */
  readonly uploads: Api
  readonly logger: Logger
}

/**
 * The first file takes the text along where it fits. No resending after a broken connection: the outbox owns that;
 * of a message in several calls it repeats only those that are left.
 */
export function createSender(options: SenderOptions): Channel['send'] {
  const { bot, uploads } = options
  const sendFile = createFileSender(uploads)
  const say = createWords(options, sendFile)
  const inParts = createParts()
  return async (to, given) => {
    if (!bot.isInited()) throw new ChannelError('unavailable', 'Telegram has not been reached yet')
    const { message, files } = await withContents(given)
    const [first, ...others] = files
    const captioned = first && fitsCaption(message, to, bot) ? first : undefined
    const separate = captioned ? others : files
    await inParts(message, [
      { key: 'text', send: () => say(to, message, captioned) },
      ...separate.map((file) => ({
        key: `file ${files.indexOf(file)}`,
        send: () => uploaded(to, sendFile(to.conversation, file, {})),
      })),
    ])
  }
}

/** Also without its buttons, which would then be lines. */
function fitsCaption(message: SendableMessage, { group }: Address, { botInfo }: Bot): boolean {
  const lengths = [false, true].map(
    (plain) => render(message, botInfo, { plain, group }).text.length,
  )
  return Math.max(...lengths) <= LONGEST_CAPTION
}

async function uploaded(to: Address, sending: Promise<void>): Promise<void> {
  try {
    await sending
  } catch (error) {
    throw errorAt(to, error)
  }
}

/** What has passed the gate for a private chat never follows into a group. */
function errorAt({ group }: Address, error: unknown): ChannelError {
  return group ? groupErrorOf(error) : channelErrorOf(error)
}

/** The text, as a message of its own or beside a file. */
function createWords({ bot, logger }: SenderOptions, sendFile: FileSender) {
  const once = async (chat: string, { text, ...rest }: Words, file?: LoadedFile): Promise<void> => {
    if (!file) return void (await bot.api.sendMessage(chat, text, rest))
    const { entities, link_preview_options: _, ...beside } = rest
    const caption = { caption: text, ...(entities && { caption_entities: entities }) }
    await sendFile(chat, file, { ...beside, ...caption })
  }
  return async (to: Address, message: SendableMessage, file?: LoadedFile): Promise<void> => {
    const say = (plain: boolean) => {
      const words = render(message, bot.botInfo, { plain, group: to.group })
      return once(to.conversation, { ...words, ...quoteOf(message, to) }, file)
    }
    try {
      await say(false)
    } catch (error) {
      if (!isAboutMarkup(error)) throw errorAt(to, error)
      logger.info('sent once more', { id: message.id, reason: 'markup' })
      await uploaded(to, say(true))
    }
  }
}

type Words = ReturnType<typeof render> & ReturnType<typeof quoteOf>

/** In a group an answer quotes what it answers, unless that was deleted meanwhile. */
function quoteOf({ answers = '' }: SendableMessage, { group }: Address) {
  const quoted = group ? quotedBy(answers) : undefined
  if (quoted === undefined) return {}
  return { reply_parameters: { message_id: quoted, allow_sending_without_reply: true } }
}
