/** WeChat from its configuration. It is an optional part: nothing of it is loaded, or can fail, where it is not wanted. */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { WechatChannel } from '../adapters/wechat/channel.ts'
import { greetGroup, takeLate } from '../core/reception.ts'
import type { Config } from './config.ts'
import { takeLease } from './lease.ts'
import { isFile } from './open-store.ts'
import type { Line, PacedChannel } from './line.ts'
import { createWechatNews, loginCode, watchRemote } from './wechat-news.ts'

const MINUTE_MS = 60_000
const REPLIES_PER_SECOND = 1
/** A bot that takes up friends faster than this stands out. */
const FRIEND_GAP_MS = 20_000

/** `elsewhere`: another process serves it. `missing`: it is wanted, and cannot be loaded. */
export type WechatPart =
  | { readonly kind: 'here'; readonly paced: PacedChannel; spares(error: unknown): boolean }
  | { readonly kind: 'elsewhere' | 'missing'; readonly view: ReturnType<typeof watchRemote> }

export interface PartOptions {
  readonly publicUrl: () => string
  /** Somebody else serves WeChat now. */
  readonly onLost: () => void
}

/** Undefined when no puppet is configured. What it took is given back by `release`. */
export async function openWechat(
  config: Config,
  line: Line,
  options: PartOptions,
): Promise<(WechatPart & { release(): Promise<void> }) | undefined> {
  if (!config.WECHATY_PUPPET) return undefined
  const lease = await takeLease({
    ...{ ...line, name: 'wechat', isFile: isFile(config.DATABASE_URL), sleep },
    onLost: options.onLost,
  })
  if (!lease) {
    const view = watchRemote(line)
    return { kind: 'elsewhere', view, release: () => Promise.resolve(view.stop()) }
  }
  const show = await terminal()
  const { publicUrl } = options
  const news = createWechatNews({ line, publicUrl, random: randomBytes, show })
  const release = async () => {
    await news.stop()
    await lease.release()
  }
  try {
    const { createWechatChannel } = await import('../adapters/wechat/channel.ts')
    const channel = createWechatChannel({
      ...settings(config),
      ...{ news, chance: Math.random, clock: line.clock, logger: line.logger },
      takeLate: (message) => takeLate(message, line.clock(), line),
      greet: (group) => greetGroup(group, config.WECHAT_PREFIX, line.clock(), line),
    })
    const spares = sparing(config.WECHATY_PUPPET, channel, line)
    return { kind: 'here', paced: { channel, ...budgets(config) }, spares, release }
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown'
    line.logger.error('wechat could not be loaded', { reason })
    news.state('failing')
    news.trouble('missing')
    return { kind: 'missing', view: watchRemote(line), release }
  }
}

/** The page for who is to scan. Without it the terminal still shows the code. */
export async function registerLogin(server: FastifyInstance, line: Line): Promise<void> {
  try {
    const { registerLoginPage } = await import('../adapters/wechat/login-page.ts')
    registerLoginPage(server, (token) => loginCode(token, line))
  } catch {
    line.logger.error('the login page of wechat could not be loaded')
  }
}

function settings(config: Config) {
  const { WECHATY_PUPPET_SERVICE_TOKEN: token, WECHATY_PUPPET_SERVICE_ENDPOINT: endpoint } = config
  const words = config.WECHAT_FRIEND_WORDS.split(/[,，]/).map((word) => word.trim())
  return {
    puppet: config.WECHATY_PUPPET ?? '',
    ...(token && { token }),
    ...(endpoint && { endpoint }),
    memory: memoryOf(config),
    prefix: config.WECHAT_PREFIX,
    lateAfterMs: config.WECHAT_LATE_MINUTES * MINUTE_MS,
    friends: { words: words.filter(Boolean), gapMs: FRIEND_GAP_MS },
    sparesMachines: config.WECHAT_RATE > 0,
  }
}

/** The login is kept beside the database, so that a restart need not be scanned. */
function memoryOf({ DATABASE_URL }: Config): string {
  const path = /^(?:sqlite|better-sqlite3):(.+)$/.exec(DATABASE_URL ?? '')?.[1]
  const folder = resolve(path ? dirname(path) : './data')
  mkdirSync(folder, { recursive: true })
  return join(folder, 'wechat')
}

/** Replies within a second or two; what nobody asked for, so many a minute. 0 lifts both. */
function budgets({ WECHAT_RATE: rate }: Config): Pick<PacedChannel, 'pace' | 'notices'> {
  if (rate === 0) return { pace: { perSecond: 0 } }
  const chance = Math.random
  return {
    pace: {
      ...{ perSecond: REPLIES_PER_SECOND, inFlight: 2, perChatMs: 1000 },
      ...{ perGroupMinute: 12, jitterMs: 700, chance },
    },
    notices: {
      ...{ perSecond: rate / 60, inFlight: 1, perChatMs: 10_000 },
      ...{ perGroupMinute: 2, jitterMs: 6000, chance },
    },
  }
}

async function terminal(): Promise<(code: string) => void> {
  const { default: codes } = await import('qrcode-terminal').catch(() => ({ default: undefined }))
  return (code) =>
    codes?.generate(code, { small: true }, (text) => process.stdout.write(`${text}\n`))
}

/** Puppets throw where nobody can catch it. That ends their own life, and nothing else. */
function sparing(puppet: string, channel: WechatChannel, { logger }: Line) {
  const parts = ['wechaty', '@grpc', 'file-box', 'memory-card', 'state-switch', 'watchdog', puppet]
  return (error: unknown): boolean => {
    const stack = error instanceof Error ? (error.stack ?? '') : ''
    if (!parts.some((part) => stack.includes(`node_modules/${part}`))) return false
    logger.error('a part of wechat failed where nobody caught it')
    channel.revive()
    return true
  }
}
