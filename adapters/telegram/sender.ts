/** Sending one message through Telegram: once, and once more where Telegram says what to do otherwise. */
import type { Bot } from 'grammy'
import { ChannelError } from '../../core/errors.ts'
import type { Address } from '../../core/message.ts'
import type { Channel, Logger, SendableMessage } from '../../core/ports.ts'
import { quotedBy } from './decode.ts'
import { channelErrorOf, isAboutMarkup, movedTo } from './failures.ts'
import { render } from './render.ts'

/** One try, one more without markup, one more for a group that has moved. */
const MOST_TRIES = 3

/** No resending after a broken connection: the outbox owns that. */
export function createSender(bot: Bot, logger: Logger): Channel['send'] {
  /** Groups that became supergroups. Forgotten with the process: then Telegram says it again. */
  const moved = new Map<string, string>()
  return async (to, message) => {
    if (!bot.isInited()) throw new ChannelError('unavailable', 'Telegram has not been reached yet')
    let plain = false
    for (let tries = 1; ; tries++) {
      const { text, ...rest } = render(message, bot.botInfo, { plain, group: to.group })
      const newer = moved.get(to.conversation)
      // In the chat that it moved to, the number is another message's.
      const quote = newer === undefined ? quoteOf(message, to) : {}
      try {
        await bot.api.sendMessage(newer ?? to.conversation, text, { ...rest, ...quote })
        return
      } catch (error) {
        // What has passed the gate for a private chat never follows into a group.
        const next = to.group ? movedTo(error) : undefined
        const again = next ?? (!plain && isAboutMarkup(error))
        if (!again || tries === MOST_TRIES) throw channelErrorOf(error)
        if (next) moved.set(to.conversation, next)
        else plain = true
        logger.info('sent once more', { id: message.id, reason: next ? 'moved' : 'markup' })
      }
    }
  }
}

/** In a group an answer quotes what it answers, unless that was deleted meanwhile. */
function quoteOf({ answers = '' }: SendableMessage, { group }: Address) {
  const quoted = group ? quotedBy(answers) : undefined
  if (quoted === undefined) return {}
  return { reply_parameters: { message_id: quoted, allow_sending_without_reply: true } }
}
