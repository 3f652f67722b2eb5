/** What the error codes of WeChat's server mean to us. Its texts stay there: they may quote what was sent. */
import { ChannelError } from '../../core/errors.ts'
import { quotaIsSpent } from './quota.ts'

const MINUTE = 60_000

/** An answer with an error code in it. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  readonly code: number

  constructor(code: number) {
    super(`WeChat answered ${code}`)
    this.code = code
  }
}

/** The access token is unknown, over, or was replaced by a newer one: get another, nothing was done. */
const TOKEN_OVER = new Set([40001, 40014, 42001])
/** Nothing goes to this person: out of the 48 hours, out of messages until they write again, not following, unwilling. */
const OUT_OF_REACH = new Set([45015, 45047, 43004, 40003, 46004, 48002, 50005])
const BUSY = -1
const QUOTA_SPENT = 45009
/** The app itself is not let in: the operator has to mend it, and the message can still be sent then. */
const NOT_LET_IN = new Set([40013, 40125, 40164, 48001, 48004, 41002, 41004, 50002])

/** What came back is none of WeChat's answers: whatever stands in between, nobody knows what became of the call. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'

  constructor() {
    super('what answered was not WeChat')
  }
}

export function isTokenOver(error: unknown): boolean {
  return error instanceof ApiRefusal && TOKEN_OVER.has(error.code)
}

/** No more calls today. */
export function isQuotaSpent(error: unknown): boolean {
  return error instanceof ApiRefusal && error.code === QUOTA_SPENT
}

/** Failures before anything was sent: no such host, no way to it, nobody listening. */
const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  'UND_ERR_CONNECT_TIMEOUT',
])

/** A failed call in the words of the port. */
export function channelErrorOf(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error
  if (error instanceof ApiRefusal) return refusalOf(error)
  if (error instanceof UnreadableAnswer) return new ChannelError('unknown', error.message)
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (NEVER_CONNECTED.has(code)) {
    return new ChannelError('unavailable', 'WeChat cannot be reached')
  }
  return new ChannelError('unknown', 'the connection to WeChat broke')
}

/** 45011 is the quota of a minute: only messages by this road wait, an answer in the callback needs no call. */
function refusalOf({ code, message }: ApiRefusal): ChannelError {
  if (code === QUOTA_SPENT) return quotaIsSpent()
  if (code === 45011) {
    return new ChannelError('limited', message, { retryAfterMs: MINUTE, scope: 'conversation' })
  }
  if (OUT_OF_REACH.has(code)) return new ChannelError('blocked', message)
  const later = code === BUSY || TOKEN_OVER.has(code) || NOT_LET_IN.has(code)
  return new ChannelError(later ? 'unavailable' : 'refused', message)
}
