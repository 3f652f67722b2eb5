/** Telegram as a channel: the same grammY bot under long polling and under the webhook. */
import { Bot, BotError } from 'grammy'
import type { Update } from 'grammy/types'
import type { Channel, ChannelState, Clock, FollowMove, Logger, Receive } from '../../core/ports.ts'
import { stayConnected } from './connection.ts'
import { decode, decodeMove } from './decode.ts'
import { briefly } from './failures.ts'
import { createFetch } from './files.ts'
import { createSender } from './sender.ts'

const CALL_TIMEOUT_SECONDS = 20
/** Longer than Telegram holds a long poll open. */
const POLL_TIMEOUT_SECONDS = 50
/** Ten megabytes over a slow line. */
const UPLOAD_TIMEOUT_SECONDS = 120

export interface TelegramOptions {
  readonly token: string
  /** Another Bot API server. */
  readonly apiRoot?: string
  readonly transport: 'polling' | 'webhook'
  /** Where the webhook is reached, without a slash at the end. Asked for when the channel starts. */
  readonly publicUrl: () => string
  /** Needed for the webhook. */
  readonly webhookSecret?: string
  readonly crossBorderApproved: boolean
  readonly clock: Clock
  readonly logger: Logger
}

export interface TelegramChannel extends Channel {
  /** Resolves once the update is in the inbox, or is none of ours; throws when it could not be kept. */
  handleUpdate(update: unknown): Promise<void>
}

/**
 * `start` returns at once and keeps trying, whatever Telegram answers; `stop` ends the long poll at once, and
 * messages may still be sent after it.
 */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, logger } = options
  const root = options.apiRoot?.replace(/\/+$/, '')
  const client = root === undefined ? {} : { apiRoot: root }
  const bot = new Bot(token, { client: { ...client, timeoutSeconds: CALL_TIMEOUT_SECONDS } })
  const patient = (timeoutSeconds: number) =>
    new Bot(token, { client: { ...client, timeoutSeconds } }).api
  const poller = patient(POLL_TIMEOUT_SECONDS)
  const states = createStates(options)
  const intake = createIntake(bot, logger)
  let life = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const connection = {
    ...{ ...options, bot, poller, handle: intake.handleUpdate },
    onSuccess: () => states.enter('running'),
    onFailure(error: unknown) {
      const reason = briefly(error)
      logger.warn('telegram failing', { reason })
      states.enter('failing', reason)
    },
  }
  return {
    name: 'telegram',
    traits: {
      crossBorder: !options.crossBorderApproved,
      ...{ choices: 'buttons', files: true, ownContacts: true },
    },
    start(receive, follow) {
      intake.open(receive, follow)
      life = new AbortController()
      states.enter('starting')
      running = stayConnected(connection, life.signal)
      return Promise.resolve()
    },
    send: createSender({ bot, uploads: patient(UPLOAD_TIMEOUT_SECONDS), logger }),
    fetch: createFetch({ api: bot.api, token, ...(root !== undefined && { root }) }),
    async stop() {
      life.abort()
      await running
      states.enter('stopped')
    },
    state: states.current,
    handleUpdate: intake.handleUpdate,
  }
}

/** Both transports come through here. Telegram hears of nothing before `receive` has ended. */
function createIntake(bot: Bot, logger: Logger) {
  let receive: Receive | undefined
  let follow: FollowMove | undefined
  bot.use(async (context) => {
    const move = decodeMove(context.update)
    if (move) await follow?.(move)
    const message = decode(context.update, context.me)
    if (message) await receive?.(message)
    if (context.callbackQuery) void stopSpinning(bot, context.callbackQuery.id, logger)
  })
  return {
    open(taken: Receive, followed?: FollowMove) {
      receive = taken
      follow = followed
    },
    async handleUpdate(update: unknown): Promise<void> {
      if (!receive || !bot.isInited()) throw new Error('Telegram has not been reached yet')
      try {
        await bot.handleUpdate(update as Update)
      } catch (error) {
        const cause = error instanceof BotError ? error.error : error
        logger.warn('a telegram update was not kept', { reason: briefly(cause) })
        throw cause
      }
    },
  }
}

/** The pressed button comes to rest. Best effort: the answer itself comes as a message. */
async function stopSpinning(bot: Bot, id: string, logger: Logger): Promise<void> {
  try {
    await bot.api.answerCallbackQuery(id)
  } catch (error) {
    logger.info('a press was not confirmed', { reason: briefly(error) })
  }
}

function createStates({ clock, logger }: TelegramOptions) {
  let state: ReturnType<Channel['state']> = { state: 'stopped', since: clock() }
  return {
    current: () => state,
    enter(next: ChannelState, reason?: string) {
      const changes = state.state !== next
      const since = changes ? clock() : state.since
      state = { state: next, since, ...(reason !== undefined && { reason }) }
      if (changes) logger.info('telegram', { state: next })
    },
  }
}
