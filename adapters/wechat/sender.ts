/** Sending one message through the puppet: in pieces where it is long, and never faster than WeChat bears. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ChannelError } from '../../core/errors.ts'
import type { Address } from '../../core/message.ts'
import { numbered, splitAtSentences } from '../../core/numbered.ts'
import type { SendableMessage } from '../../core/ports.ts'
import { en } from '../../core/wording/en.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'
import { channelErrorOf, faultOf, pauseFor, type PuppetFault } from './failures.ts'
import type { Puppet } from './life.ts'
import { within } from './patience.ts'

/** A phone shows so much without “全文”; WeChat itself takes more. */
export const LONGEST_TEXT = 1500
const SEND_TIMEOUT_MS = 20_000
/** Between the pieces of one message. */
const BETWEEN_PIECES_MS = 800

export interface SenderOptions {
  /** The puppet that is logged in, if one is. */
  readonly puppet: () => Puppet | undefined
  /** WeChat refused, or swallowed, a message: for speed, or for its receiver. */
  readonly onRefusal: (fault: PuppetFault) => void
  readonly onSent: (to: Address, text: string) => void
  readonly clock: () => number
  readonly betweenPiecesMs?: number
}

export interface Sender {
  send(to: Address, message: SendableMessage): Promise<void>
  /** WeChat has said in a conversation that a message did not arrive. */
  swallowed(fault: PuppetFault): void
}

export function createSender(options: SenderOptions): Sender {
  const { puppet, onRefusal, onSent, clock, betweenPiecesMs = BETWEEN_PIECES_MS } = options
  /** How far a message got whose later piece failed; forgotten with the process. */
  const done = new Map<number, number>()
  let refusals = 0
  let silentUntil = 0

  function refused(fault: PuppetFault): void {
    if (fault === 'limited') {
      refusals += 1
      silentUntil = clock() + pauseFor(refusals)
    }
    if (fault === 'limited' || fault === 'refused') onRefusal(fault)
  }

  async function sendPieces(to: Address, id: number, pieces: readonly string[]): Promise<void> {
    for (const [index, text] of pieces.entries()) {
      if (index < (done.get(id) ?? 0)) continue
      if (index > 0) await sleep(betweenPiecesMs)
      await say(puppet(), to, text)
      onSent(to, text)
      if (pieces.length > 1) done.set(id, index + 1)
    }
    done.delete(id)
  }

  return {
    async send(to, message) {
      const wait = silentUntil - clock()
      if (wait > 0) {
        throw new ChannelError('limited', 'silent, as WeChat asked', { retryAfterMs: wait })
      }
      try {
        await sendPieces(to, message.id, splitAtSentences(render(message), LONGEST_TEXT))
        refusals = 0
      } catch (error) {
        refused(faultOf(error))
        throw channelErrorOf(error, refusals)
      }
    },
    swallowed: refused,
  }
}

/** In a group it says how to go on in private; a secret value is of no use there. */
export function render(message: SendableMessage): string {
  const text = numbered(message)
  if (message.start === undefined) return text
  const { howPrivate } = /\p{Script=Han}/u.test(message.text) ? zhCN.wechat : en.wechat
  return `${text}\n${howPrivate}`
}

async function say(puppet: Puppet | undefined, to: Address, text: string): Promise<void> {
  if (!puppet?.isLoggedIn) throw new ChannelError('unavailable', 'WeChat is not logged in')
  const sent = puppet.messageSendText(to.conversation, text)
  await within(SEND_TIMEOUT_MS, sent, () => new ChannelError('unknown', 'no answer in time'))
}
