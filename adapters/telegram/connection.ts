/** Being connected to Telegram: introduced, with the transport set up, and kept so whatever fails. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Api, Bot } from 'grammy'
import type { BotCommand, Update } from 'grammy/types'
import type { Logger } from '../../core/ports.ts'
import { en } from '../../core/wording/en.ts'
import type { Wording } from '../../core/wording/wording.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'
import { briefly, retryAfterOf } from './failures.ts'
import { pauseAfter, poll } from './polling.ts'
import { WEBHOOK_PATH } from './webhook.ts'

const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query'] as const

export interface ConnectionOptions {
  readonly bot: Bot
  /** The same bot, with a patience that outlasts a long poll. */
  readonly poller: Api
  readonly transport: 'polling' | 'webhook'
  readonly publicUrl: () => string
  readonly webhookSecret?: string
  readonly logger: Logger
  readonly handle: (update: Update) => Promise<void>
  readonly onSuccess: () => void
  readonly onFailure: (error: unknown) => void
}

/** Connects, and polls if that is the transport. Ends only when `signal` is aborted; never throws. */
export async function stayConnected(
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<void> {
  const { poller, onFailure, onSuccess } = options
  const pause = (failures: number, error: unknown) =>
    sleep(Math.max(pauseAfter(failures), retryAfterOf(error)), undefined, { signal }).catch(
      () => undefined,
    )
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      await connect(options, signal)
      onSuccess()
      break
    } catch (error) {
      if (signal.aborted) return
      onFailure(error)
      await pause(failures, error)
    }
  }
  if (options.transport === 'webhook') return
  await poll({
    ...{ signal, pause, onSuccess, onFailure, handle: options.handle },
    getUpdates: (ask) =>
      poller.getUpdates({ ...ask, allowed_updates: ALLOWED_UPDATES }, forGrammy(signal)),
  })
}

/** Not `bot.init()`: it retries by itself, without a word, with pauses up to twenty minutes. */
async function connect(options: ConnectionOptions, signal: AbortSignal): Promise<void> {
  const { bot, transport } = options
  if (!bot.isInited()) bot.botInfo = await bot.api.getMe(forGrammy(signal))
  if (transport === 'polling') {
    await bot.api.deleteWebhook({}, forGrammy(signal))
  } else {
    const more = {
      secret_token: options.webhookSecret ?? '',
      allowed_updates: ALLOWED_UPDATES,
    }
    const url = `${options.publicUrl()}${WEBHOOK_PATH}`
    await bot.api.setWebhook(url, more, forGrammy(signal))
  }
  void showMenu(options, signal)
}

/** The commands in Telegram's menu. Without them the assistant works as well. */
async function showMenu({ bot, logger }: ConnectionOptions, signal: AbortSignal): Promise<void> {
  try {
    await bot.api.setMyCommands(menuOf(zhCN), {}, forGrammy(signal))
    await bot.api.setMyCommands(menuOf(en), { language_code: 'en' }, forGrammy(signal))
  } catch (error) {
    if (!signal.aborted) logger.warn('telegram menu was not set', { reason: briefly(error) })
  }
}

function menuOf({ menu, people, void: voids, support, announcements }: Wording): BotCommand[] {
  const { help, lookup, verify, cancel, privacy, language } = menu
  const shown = { help, lookup, verify, ...people.menu, ...voids.menu, ...support.menu }
  const all = { ...shown, ...announcements.menu, cancel, privacy, language }
  return Object.entries(all).map(([command, description]) => ({ command, description }))
}

/** grammY names the type of its polyfill; the built-in signal is the same thing. */
function forGrammy(signal: AbortSignal) {
  return signal as unknown as NonNullable<Parameters<Api['getMe']>[0]>
}
