/** What Telegram's refusals mean to us. Only words of our own leave here: its descriptions may quote the message. */
import { GrammyError, HttpError } from 'grammy'
import { ChannelError } from '../../core/errors.ts'

/** The chat will not take messages from us, whatever is in them. */
const GONE = [
  ...[
    'chat not found',
    'user not found',
    'bot was blocked',
    'bot was kicked',
    'bot is not a member',
  ],
  ...[
    'user is deactivated',
    'group chat was deactivated',
    'peer_id_invalid',
    'group chat was upgraded',
  ],
  ...['not enough rights', 'have no rights', 'chat_write_forbidden', "can't initiate conversation"],
]

const MARKUP = /entit|parse|markup|keyboard|button/i

/** Failures before anything was sent: no such host, nobody listening. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

/** A failed `sendMessage` in the words of the port. */
export function channelErrorOf(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error
  if (error instanceof GrammyError) return refusalOf(error)
  if (error instanceof HttpError && neverConnected(error)) {
    return new ChannelError('unavailable', 'Telegram cannot be reached')
  }
  return new ChannelError('unknown', 'the connection to Telegram broke')
}

function refusalOf(error: GrammyError): ChannelError {
  const { error_code: code, parameters } = error
  if (code === 429) {
    const seconds = parameters.retry_after
    const pause = seconds === undefined ? {} : { retryAfterMs: seconds * 1000 }
    return new ChannelError('limited', 'too many messages for Telegram', pause)
  }
  if (code >= 500) return new ChannelError('unavailable', `Telegram answered ${code}`)
  // A token that is wrong or revoked is the operator's to mend: the message can still be sent then.
  if (isAboutToken(error)) {
    return new ChannelError('unavailable', `Telegram does not know the token (${code})`)
  }
  const gone = GONE.find((words) => error.description.toLowerCase().includes(words))
  if (code === 403 || gone) {
    return new ChannelError('blocked', `Telegram: ${gone ?? 'forbidden'} (${code})`)
  }
  return new ChannelError('refused', `Telegram refused the message (${code})`)
}

/** Refused for its entities or buttons: the same words without them may pass. */
export function isAboutMarkup(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 400 && MARKUP.test(error.description)
}

/** Of a group that has become a supergroup it also says where it is now. */
export function groupErrorOf(error: unknown): ChannelError {
  const chat = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined
  if (chat === undefined) return channelErrorOf(error)
  return new ChannelError('moved', 'the group has another id', { movedTo: String(chat) })
}

/** How long Telegram asked to wait, in milliseconds. */
export function retryAfterOf(error: unknown): number {
  return error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1000 : 0
}

/** For the log: the method and the code, never a description, an address or a token. */
export function briefly(error: unknown): string {
  if (error instanceof GrammyError) {
    const answer = `${error.method} answered ${error.error_code}`
    return isAboutToken(error) ? `TELEGRAM_BOT_TOKEN is not taken: ${answer}` : answer
  }
  if (error instanceof HttpError) return 'Telegram cannot be reached'
  return error instanceof Error ? error.name : 'unknown'
}

/** Telegram answers 404 to what does not even look like a token. */
function isAboutToken({ error_code: code }: GrammyError): boolean {
  return code === 401 || code === 404
}

function neverConnected({ error }: HttpError): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return NEVER_CONNECTED.has(code)
}
