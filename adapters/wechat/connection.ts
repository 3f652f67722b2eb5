/** Being connected to WeChat: one life of a puppet after another, with growing pauses between those that fail. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as PUPPET from 'wechaty-puppet'
import type { Wechaty } from 'wechaty'
import type { ChannelState, Logger } from '../../core/ports.ts'
import type { Me } from './decode.ts'
import type { createFriends } from './friends.ts'
import type { Intake } from './intake.ts'
import { type Death, live, type LifeEvents, type Puppet, type Watch } from './life.ts'
import type { WechatNews } from './news.ts'
import { within } from './patience.ts'

const { ScanStatus } = PUPPET.types
const LONGEST_PAUSE_MS = 5 * 60_000
const LONGEST_INTRODUCTION_MS = 3000
/** A puppet that was logged in for so long did not fail at once: pauses begin anew. */
const GOOD_LIFE_MS = 60_000
/** So many failures to reach it pass without a word: it may only be starting anew. */
const QUIET_FAILURES = 2

export interface ConnectionOptions {
  readonly build: () => Wechaty
  readonly watch: Watch
  readonly firstPauseMs: number
  readonly intake: Intake
  readonly friends: ReturnType<typeof createFriends>
  readonly news: WechatNews
  readonly enter: (state: ChannelState) => void
  readonly logger: Logger
}

export interface Connection {
  /** The puppet that is logged in. */
  puppet(): Puppet | undefined
  /** Ends the present life; the next begins after the usual pause. */
  revive(): void
  close(): Promise<void>
}

export function stayConnected(options: ConnectionOptions): Connection {
  const closing = new AbortController()
  const account = createAccount(options, closing.signal)
  let life = new AbortController()
  const running = (async () => {
    for (let failures = 0; !closing.signal.aborted;) {
      life = new AbortController()
      const began = performance.now()
      const { death, buried } = await live(
        { ...options, events: account.events },
        AbortSignal.any([life.signal, closing.signal]),
      )
      account.forget()
      if (closing.signal.aborted) return buried
      const good = account.wasLoggedIn() && performance.now() - began > GOOD_LIFE_MS
      failures = good ? 1 : failures + 1
      mourn(death, failures, options)
      await buried
      const pause = pauseBetweenLives(failures, options.firstPauseMs)
      await sleep(pause, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    puppet: account.puppet,
    revive: () => life.abort(),
    async close() {
      closing.abort()
      await running
    },
  }
}

/** Twice as long after each failure in a row, up to five minutes. */
export function pauseBetweenLives(failures: number, firstMs: number): number {
  return Math.min(firstMs * 2 ** (failures - 1), LONGEST_PAUSE_MS)
}

function mourn(death: Death, failures: number, { news, enter, logger }: ConnectionOptions): void {
  enter('failing')
  logger.warn('wechat connection ended', { reason: death, failures })
  news.counted(death)
  if (death === 'stopped') return
  if (death !== 'unreachable' || failures > QUIET_FAILURES) news.trouble(death)
}

/** Who is logged in, and what is done with what the puppet tells. */
function createAccount(options: ConnectionOptions, closing: AbortSignal) {
  const { intake, friends, news, enter, logger } = options
  let current: Puppet | undefined
  let me: { readonly id: string; readonly whole: Promise<Me> } | undefined
  let loggedIn = false

  const loggedOut = () => {
    current = undefined
    me = undefined
  }
  const events: LifeEvents = {
    scan({ qrcode, status }) {
      const waits = status === ScanStatus.Waiting || status === ScanStatus.Timeout
      if (!waits || !qrcode) return
      enter(loggedIn ? 'failing' : 'starting')
      news.counted('scan')
      news.login(qrcode)
    },
    login(puppet, contactId) {
      current = puppet
      loggedIn = true
      me = { id: contactId, whole: introduced(puppet, contactId) }
      enter('running')
      news.counted('login')
      news.login(undefined)
    },
    logout() {
      loggedOut()
      enter('failing')
      news.counted('logout')
      if (!closing.aborted) news.trouble('logged-out')
    },
    message(puppet, id) {
      if (me) intake.message(puppet, me.whole, id)
    },
    friendship(puppet, id) {
      friends(puppet, id, closing).catch(() => logger.warn('a friend request could not be read'))
    },
    joined(_puppet, join) {
      if (me) intake.joined(me.id, join)
    },
    fault(fault) {
      logger.warn('wechat error', { fault })
      news.counted('error')
    },
  }
  return {
    events,
    puppet: () => current,
    forget: loggedOut,
    wasLoggedIn: () => loggedIn,
  }
}

/** Without its name it is still known by its id: no message waits longer for it. */
async function introduced(puppet: Puppet, id: string): Promise<Me> {
  const late = () => new Error('the puppet did not answer')
  const asked = within(LONGEST_INTRODUCTION_MS, puppet.contactPayload(id), late)
  const contact = await asked.catch(() => undefined)
  return { id, name: contact?.name ?? '' }
}
