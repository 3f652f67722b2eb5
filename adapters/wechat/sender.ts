/** Sending one message through the puppet: in pieces where it is long, and never faster than WeChat bears. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ChannelError } from '../../core/errors.ts'
import { createParts, type LoadedFile, withContents } from '../../core/files/sending.ts'
import type { Address } from '../../core/message.ts'
import { numbered, splitAtSentences } from '../../core/numbered.ts'
import type { SendableMessage } from '../../core/ports.ts'
import { en } from '../../core/wording/en.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'
import { askerOf, mentioning } from './asker.ts'
import { channelErrorOf, faultOf, pauseFor, type PuppetFault } from './failures.ts'
import { sendFile } from './files.ts'
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
  /** `user`: for whom it was, where a group may read it too. */
  readonly onSent: (to: Address, user: string | undefined, text: string) => void
  /** What a friend request should say. */
  readonly friendWord: string
  readonly clock: () => number
  readonly betweenPiecesMs?: number
}

export interface Sender {
  send(to: Address, message: SendableMessage): Promise<void>
  /** WeChat has said in a conversation that a message did not arrive. */
  swallowed(fault: PuppetFault): void
}

export function createSender(options: SenderOptions): Sender {
  const { puppet, onRefusal, onSent, friendWord, clock } = options
  const { betweenPiecesMs = BETWEEN_PIECES_MS } = options
  const inParts = createParts()
  const silence = createSilence(clock)

  function refused(fault: PuppetFault): void {
    if (fault === 'limited') silence.begin()
    if (fault === 'limited' || fault === 'refused') onRefusal(fault)
  }

  /** One after the other as a person would, and in a group to whom it is for. */
  async function sendParts(to: Address, message: SendableMessage, files: readonly LoadedFile[]) {
    const asker = await askerOf(puppet(), to, message)
    const pieces = splitAtSentences(mentioning(asker, render(message, friendWord)), LONGEST_TEXT)
    const texts = pieces.map((text, index) => ({
      key: `text ${index}`,
      async send() {
        if (index > 0) await sleep(betweenPiecesMs)
        await say(ready(puppet()), to, text, index === 0 && asker ? [asker.id] : undefined)
        onSent(to, message.user, text)
      },
    }))
    const attached = files.map((file, index) => ({
      key: `file ${index}`,
      async send() {
        await sleep(betweenPiecesMs)
        await sendFile(ready(puppet()), to.conversation, file)
      },
    }))
    await inParts(message, [...texts, ...attached])
  }

  return {
    async send(to, given) {
      silence.check()
      try {
        const { message, files } = await withContents(given)
        await sendParts(to, message, files)
      } catch (error) {
        refused(faultOf(error))
        throw channelErrorOf(error, silence.leftMs())
      }
    },
    swallowed: refused,
  }
}

/** Who is told again so soon after a silence had learned nothing from it. */
const CALM_MS = 10 * 60_000

/**
 * Nothing is sent for a while after WeChat said that it is too fast, each time for longer. A message that leaves proves
 * nothing: WeChat also takes it and says afterwards that it has swallowed it.
 */
function createSilence(clock: () => number) {
  let times = 0
  let until = 0
  const leftMs = () => Math.max(until - clock(), 0)
  return {
    leftMs,
    /** What was in flight when it began, and is refused as well, makes it no longer. */
    begin(): void {
      if (leftMs() > 0) return
      times = clock() - until < CALM_MS ? times + 1 : 1
      until = clock() + pauseFor(times)
    },
    check(): void {
      const retryAfterMs = leftMs()
      if (retryAfterMs > 0)
        throw new ChannelError('limited', 'silent, as WeChat asked', { retryAfterMs })
    },
  }
}

/** In a group it says how to go on in private; a secret value is of no use there. */
function render(message: SendableMessage, friendWord: string): string {
  const text = numbered(message)
  if (message.start === undefined) return text
  const { howPrivate } = /\p{Script=Han}/u.test(message.text) ? zhCN.wechat : en.wechat
  return `${text}\n${howPrivate(friendWord)}`
}

function ready(puppet: Puppet | undefined): Puppet {
  if (!puppet?.isLoggedIn) throw new ChannelError('unavailable', 'WeChat is not logged in')
  return puppet
}

async function say(puppet: Puppet, to: Address, text: string, mentioned?: string[]): Promise<void> {
  const sent = puppet.messageSendText(to.conversation, text, mentioned)
  await within(SEND_TIMEOUT_MS, sent, () => new ChannelError('unknown', 'no answer in time'))
}
