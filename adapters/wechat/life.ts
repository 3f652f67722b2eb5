/** One life of a puppet: from building it until it ends, watched so that a silent death is noticed. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { impls, payloads } from 'wechaty-puppet'
import { log, type Wechaty, WechatyBuilder } from 'wechaty'
import { faultOf, type PuppetFault } from './failures.ts'

export type Puppet = impls.PuppetInterface

/** Why a life ended. */
export type Death = 'missing' | 'wrong-token' | 'unreachable' | 'silent' | 'logged-out' | 'stopped'

/** What a life tells of. Nothing is told after its end. */
export interface LifeEvents {
  scan(payload: payloads.EventScan): void
  login(puppet: Puppet, contactId: string): void
  logout(): void
  message(puppet: Puppet, id: string): void
  friendship(puppet: Puppet, id: string): void
  joined(puppet: Puppet, join: payloads.EventRoomJoin): void
  fault(fault: PuppetFault): void
}

export interface Watch {
  /** How often it is asked whether it lives. */
  readonly askEveryMs: number
  /** No sign of life for so long is death. */
  readonly silentAfterMs: number
  /** Logged out, and nobody logs in, nor is anybody asked to, for so long. */
  readonly loggedOutAfterMs: number
}

export interface LifeOptions {
  readonly build: () => Wechaty
  readonly watch: Watch
  readonly events: LifeEvents
}

/** Their own logs may hold what people say: they are for who asks for them. */
if (process.env['WECHATY_LOG'] === undefined) log.level('silent')

/** How long the next life waits for a puppet to stop; what takes longer goes on by itself. */
const LONGEST_STOP_MS = 1500

/** A new bot each time: what a stopped puppet leaves registered with itself is dropped with it. */
export function builderOf(options: {
  /** Its package, or a puppet made for the purpose. */
  readonly puppet: string | (() => Puppet)
  readonly token?: string
  readonly endpoint?: string
  /** Where the login is kept between starts, without an ending. */
  readonly memory?: string
}): () => Wechaty {
  const { puppet, token, endpoint, memory } = options
  return () =>
    WechatyBuilder.build({
      ...(memory !== undefined && { name: memory }),
      puppet: typeof puppet === 'string' ? (puppet as 'wechaty-puppet-service') : puppet(),
      puppetOptions: { ...(token && { token }), ...(endpoint && { endpoint }) },
    })
}

/** Resolves when it ended, with how, and with the end of its burial; neither rejects. */
export async function live(
  options: LifeOptions,
  signal: AbortSignal,
): Promise<{ readonly death: Death; readonly buried: Promise<void> }> {
  let bot: Wechaty | undefined
  let begun = Promise.resolve()
  const over = new AbortController()
  const ended = new Promise<Death>((resolve) => {
    const end = (death: Death) => {
      over.abort()
      resolve(death)
    }
    signal.addEventListener('abort', () => end('stopped'), { once: true, signal: over.signal })
    if (signal.aborted) return end('stopped')
    try {
      bot = options.build()
      begun = begin(bot, options, over.signal, end)
    } catch (error) {
      end(deathBy(error))
    }
  })
  const death = await ended
  return { death, buried: bot ? bury(bot, begun) : Promise.resolve() }
}

async function begin(
  bot: Wechaty,
  { watch, events }: LifeOptions,
  over: AbortSignal,
  end: (death: Death) => void,
): Promise<void> {
  bot.on('error', (error: unknown) => {
    if (over.aborted) return
    const fault = faultOf(error)
    events.fault(fault)
    if (fault === 'missing' || fault === 'wrong-token' || fault === 'unreachable') end(fault)
  })
  try {
    await bot.init()
    listen(bot.puppet, events, over)
    watchOver(bot.puppet, watch, over, end)
    await bot.start()
  } catch (error) {
    end(deathBy(error))
  }
}

function deathBy(error: unknown): Death {
  const fault = faultOf(error)
  return fault === 'wrong-token' || fault === 'missing' ? fault : 'unreachable'
}

/**
 * Straight from the puppet, and wechaty hears no more of it: for each message it would read everybody in the group,
 * and drop the message where it cannot.
 */
function listen(puppet: Puppet, events: LifeEvents, over: AbortSignal): void {
  for (const name of ['message', 'friendship', 'room-join'] as const)
    puppet.removeAllListeners(name)
  const alive =
    <T extends unknown[]>(tell: (...args: T) => void) =>
    (...args: T) => {
      if (!over.aborted) tell(...args)
    }
  puppet.on('scan', alive(events.scan))
  puppet.on(
    'login',
    alive(({ contactId }: payloads.EventLogin) => events.login(puppet, contactId)),
  )
  puppet.on('logout', alive(events.logout))
  puppet.on(
    'message',
    alive(({ messageId }: payloads.EventMessage) => events.message(puppet, messageId)),
  )
  puppet.on(
    'friendship',
    alive(({ friendshipId }: payloads.EventFriendship) => events.friendship(puppet, friendshipId)),
  )
  puppet.on(
    'room-join',
    alive((join: payloads.EventRoomJoin) => events.joined(puppet, join)),
  )
}

const SIGNS = ['dong', 'heartbeat', 'message', 'login', 'scan', 'ready', 'room-join'] as const

/** Asks from time to time. A puppet that answers to nothing is dead, whatever it says of itself. */
function watchOver(
  puppet: Puppet,
  { askEveryMs, silentAfterMs, loggedOutAfterMs }: Watch,
  over: AbortSignal,
  end: (death: Death) => void,
): void {
  let sign = performance.now()
  let loggedOut: number | undefined
  const note = (out: boolean) => () => {
    loggedOut = out ? performance.now() : undefined
  }
  for (const name of SIGNS) {
    puppet.on(name, () => {
      sign = performance.now()
    })
  }
  puppet.on('login', note(false))
  puppet.on('scan', note(false))
  puppet.on('logout', note(true))
  const timer = setInterval(() => {
    const now = performance.now()
    if (now - sign > silentAfterMs) return end('silent')
    if (loggedOut !== undefined && now - loggedOut > loggedOutAfterMs) return end('logged-out')
    try {
      puppet.ding('alive?')
    } catch {
      // Not started yet, or already gone: the silence will tell.
    }
  }, askEveryMs)
  timer.unref()
  over.addEventListener('abort', () => clearInterval(timer), { once: true })
}

/**
 * It can only be stopped once it has started, which may take long after the error that ended it. Errors still come
 * meanwhile: they have a listener, so that they end nothing else.
 */
async function bury(bot: Wechaty, begun: Promise<void>): Promise<void> {
  const stopped = begun.then(() => bot.stop()).catch(() => undefined)
  await Promise.race([stopped, sleep(LONGEST_STOP_MS, undefined, { ref: false })])
}
