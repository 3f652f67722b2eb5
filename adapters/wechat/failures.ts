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

/** Whole sentences of WeChat's own: a name in another note (“频繁”加入了群聊) must not silence the account. */
const NOTES: readonly [PuppetFault, RegExp][] = [
  [
    'limited',
    /^(?:[您你]的?)?(?:操作|发送|发消息|发送消息|消息发送|添加好友)(?:过于|太|过)?频繁(?:[，。,.！!]|$)/,
  ],
  [
    'refused',
    /^消息已发出，但被对方拒收|开启了(?:朋友|好友)验证，你还不是(?:他|她)|^你已?被.*移出(?:了)?群聊。?$|^你?无法在已退出的群聊中发送/,
  ],
]

/** What WeChat says in a conversation when it has swallowed a message; undefined for other notes. */
export function swallowedBy(note: string): PuppetFault | undefined {
  if (note.length > 200) return undefined
  return NOTES.find(([, sentence]) => sentence.test(note.trim()))?.[0]
}

const FIRST_PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 60 * 60_000

/** How long to be silent after so many refusals for speed in a row, in milliseconds. */
export function pauseFor(times: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(times - 1, 0), LONGEST_PAUSE_MS)
}

/**
 * Failures before anything left. Of any other that breaks a connection nobody knows: “14 UNAVAILABLE: Connection
 * dropped” comes for what had gone out as well.
 */
const NEVER_LEFT =
  /no connection established|name resolution failed|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|no client|no grpc/i

/** A failed send in the words of the port. `silentMs`: how long WeChat is left in peace, if it was too fast. */
export function channelErrorOf(error: unknown, silentMs: number): ChannelError {
  if (error instanceof ChannelError) return error
  switch (faultOf(error)) {
    case 'limited':
      return new ChannelError('limited', 'too fast for WeChat', { retryAfterMs: silentMs })
    case 'refused':
      return new ChannelError('blocked', 'WeChat: this conversation takes no messages')
    case 'missing':
    case 'wrong-token':
      return new ChannelError('unavailable', 'the puppet cannot be reached')
    case 'unreachable':
      return NEVER_LEFT.test(textOf(error))
        ? new ChannelError('unavailable', 'the puppet cannot be reached')
        : new ChannelError('unknown', 'the connection to the puppet broke')
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
