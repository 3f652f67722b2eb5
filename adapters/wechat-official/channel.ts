/** The official account as a channel: answers leave in the callback that waits for them, or as 客服消息 later. */
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { createParts } from '../../core/files/sending.ts'
import type { InboundMessage } from '../../core/message.ts'
import { numbered, splitAtSentences } from '../../core/numbered.ts'
import type {
  Channel,
  ChannelState,
  Clock,
  Logger,
  Receive,
  SendableMessage,
} from '../../core/ports.ts'
import { type Api, createApi } from './api.ts'
import { CHANNEL, decode } from './decode.ts'
import { channelErrorOf, isQuotaSpent } from './failures.ts'
import { menu } from './menu.ts'
import { createQuota } from './quota.ts'
import { createWaiting, type Handover } from './waiting.ts'
import type { Fields } from './xml.ts'

/** WeChat's limit for one text, in bytes of UTF-8. */
export const LONGEST_TEXT_BYTES = 2048
/** Failures that say something about the connection, not about the message. */
const LOST: ReadonlySet<string> = new Set(['unavailable', 'unknown'])
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 5 * 60 * 1000

export interface OfficialOptions {
  readonly appId: string
  readonly appSecret: string
  readonly apiRoot: string
  readonly clock: Clock
  readonly logger: Logger
  /** The calls of the day are used up: told once a day. Must not throw. */
  readonly onQuotaSpent?: () => void
}

export interface OfficialChannel extends Channel {
  /**
   * Resolves with the answer that the callback takes along, or with nothing when there is none to wait for or none in
   * time; the message is in the inbox by then. Throws when it could not be kept.
   */
  take(
    fields: Fields,
    callback: { readonly patienceMs: () => number; readonly leave: AbortSignal },
  ): Promise<Handover | undefined>
}

/** `start` returns at once and keeps trying to get a token; callbacks are answered meanwhile. */
export function createOfficialChannel(options: OfficialOptions): OfficialChannel {
  const { apiRoot, clock, logger } = options
  const api = createApi({ ...options, apiRoot: apiRoot.replace(/\/+$/, '') })
  const waiting = createWaiting()
  const states = createStates(clock, logger)
  const quota = createQuota(clock, () => options.onQuotaSpent?.())
  const sendByApi = createSender(api)
  let receive: Receive | undefined
  let life = new AbortController()
  return {
    name: CHANNEL,
    // No files: the account's server takes pictures only, and those not in a callback. A one-time link carries all.
    traits: { crossBorder: false, choices: 'numbers' },
    start(taken) {
      receive = taken
      life = new AbortController()
      states.enter('starting')
      void stayConnected(api, states, logger, life.signal)
      return Promise.resolve()
    },
    async send(to, message) {
      const pieces = splitAtSentences(numbered(message), LONGEST_TEXT_BYTES, Buffer.byteLength)
      const [only = ''] = pieces
      const fits = pieces.length === 1 && !message.part
      if (fits && (await waiting.hand(to.conversation, only))) return
      quota.check()
      try {
        await sendByApi(to.conversation, message, pieces)
        states.heard()
      } catch (error) {
        if (isQuotaSpent(error)) quota.spent()
        const failure = channelErrorOf(error)
        if (LOST.has(failure.kind)) states.enter('failing')
        throw failure
      }
    },
    async fetch({ ref }) {
      try {
        return Readable.from([await api.readMedia(ref)])
      } catch (error) {
        throw channelErrorOf(error)
      }
    },
    stop() {
      receive = undefined
      life.abort()
      waiting.end()
      states.enter('stopped')
      return Promise.resolve()
    },
    state: states.current,
    async take(fields, { patienceMs, leave }) {
      if (!receive) throw new Error('the official account is not open')
      const message: InboundMessage | undefined = decode(fields)
      if (!message) return undefined
      const { conversation } = message.from
      await receive(message)
      return waiting.wait({ conversation, id: message.id, patienceMs: patienceMs(), leave })
    },
  }
}

/** A message in several pieces goes on where it broke off, as long as this process lives. */
function createSender(api: Api) {
  const inParts = createParts()
  return (user: string, message: SendableMessage, pieces: readonly string[]): Promise<void> =>
    inParts(
      message,
      pieces.map((content, index) => ({
        key: `text ${index}`,
        send: () =>
          api.call('/cgi-bin/message/custom/send', {
            ...{ touser: user, msgtype: 'text', text: { content } },
          }),
      })),
    )
}

/** Until there is a token. The menu is set once; without it the account works as well. */
async function stayConnected(
  api: Api,
  states: ReturnType<typeof createStates>,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      await api.connect()
      break
    } catch (error) {
      if (signal.aborted) return
      logger.warn('wechat-official failing', { reason: channelErrorOf(error).message })
      states.enter('failing')
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return
    }
  }
  if (signal.aborted) return
  states.enter('running')
  try {
    await api.call('/cgi-bin/menu/create', menu)
  } catch (error) {
    logger.warn('the menu was not set', { reason: channelErrorOf(error).message })
  }
}

function createStates(clock: Clock, logger: Logger) {
  let state: ReturnType<Channel['state']> = { state: 'stopped', since: clock() }
  const enter = (next: ChannelState) => {
    if (state.state === next) return
    state = { state: next, since: clock() }
    logger.info('wechat-official', { state: next })
  }
  return {
    current: () => state,
    enter,
    /** A call has worked: it is no longer failing. */
    heard() {
      if (state.state === 'failing') enter('running')
    },
  }
}
