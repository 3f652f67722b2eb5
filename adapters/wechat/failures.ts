/** What the errors of puppets mean to us. Only words of our own leave here: theirs may quote the message. */
import { ChannelError } from '../../core/errors.ts'

/** `limited`: too fast; `refused`: this person or group takes nothing from the account. */
export type PuppetFault =
  'missing' | 'wrong-token' | 'unreachable' | 'limited' | 'refused' | 'other'

const FAULTS: readonly [PuppetFault, RegExp][] = [
  ['missing', /cannot find (?:package|module)/i],
  [
    'wrong-token',
    /UNAUTHENTICATED|invalid wechaty token|requires a SNI|token.*(?:expired|not found)/i,
  ],
  ['limited', /频繁|频率|too (?:fast|many|often|frequent)|rate.?limit|RESOURCE_EXHAUSTED/i],
  [
    'refused',
    /拒收|朋友验证|还不是(?:他|她|你)|不是你的好友|移出群聊|not (?:a |your )?friend|not in (?:the )?room/i,
  ],
  [
    'unreachable',
    /UNAVAILABLE|ECONNREFUSED|ECONNRESET|ENOTFOUND|CANCELLED|DEADLINE|no connection|RST_STREAM|GOAWAY|no grpc manager|NO CLIENT|WatchdogAgent/i,
  ],
]

/** Puppets throw and emit errors of every make: all that is certain is that they become a text. */
export function faultOf(error: unknown): PuppetFault {
  const text = textOf(error)
  return FAULTS.find(([, words]) => words.test(text))?.[0] ?? 'other'
}

/** What WeChat says in a conversation when it has swallowed a message; undefined for other notes. */
export function swallowedBy(note: string): PuppetFault | undefined {
  if (note.length > 200) return undefined
  const fault = faultOf(note)
  return fault === 'limited' || fault === 'refused' ? fault : undefined
}

const FIRST_PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 60 * 60_000

/** How long to be silent after so many refusals for speed in a row, in milliseconds. */
export function pauseFor(times: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(times - 1, 0), LONGEST_PAUSE_MS)
}

/** A failed send in the words of the port. `times` counts the refusals for speed, this one included. */
export function channelErrorOf(error: unknown, times: number): ChannelError {
  if (error instanceof ChannelError) return error
  switch (faultOf(error)) {
    case 'limited':
      return new ChannelError('limited', 'too fast for WeChat', { retryAfterMs: pauseFor(times) })
    case 'refused':
      return new ChannelError('blocked', 'WeChat: this conversation takes no messages')
    case 'missing':
    case 'wrong-token':
    case 'unreachable':
      return new ChannelError('unavailable', 'the puppet cannot be reached')
    default:
      return new ChannelError('unknown', 'the puppet failed')
  }
}

function textOf(error: unknown): string {
  if (typeof error === 'string') return error
  if (!(error instanceof Error)) return JSON.stringify(error) ?? ''
  const details = 'details' in error ? String(error.details) : ''
  return `${error.name} ${error.message} ${details}`
}
