/** A Telegram channel on a Bot API server of our own, for one test. */
import { onTestFinished } from 'vitest'
import {
  createTelegramChannel,
  type TelegramChannel,
  type TelegramOptions,
} from '../../../adapters/telegram/channel.ts'
import type { GroupMove, InboundMessage } from '../../../core/message.ts'
import type { Receive } from '../../../core/ports.ts'
import { type BotApi, type BotApiOptions, startBotApi, TOKEN } from '../../support/bot-api.ts'

export const SECRET = 'a-secret-of-nobody'

export interface Opened {
  readonly api: BotApi
  readonly channel: TelegramChannel
  readonly received: readonly InboundMessage[]
  readonly moves: readonly GroupMove[]
  readonly logged: readonly string[]
  /** Throws as long as it says so: of a message, of a move. */
  readonly store: { broken: (message: InboundMessage) => boolean; lost: () => boolean }
  start(): Promise<void>
  started(): Promise<void>
}

/** Asks again until it holds: for what the Bot API server cannot see. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export async function openTelegram(
  options: Partial<TelegramOptions> & { readonly server?: BotApiOptions } = {},
): Promise<Opened> {
  const { server, ...given } = options
  const api = await startBotApi(server)
  const received: InboundMessage[] = []
  const moves: GroupMove[] = []
  const logged: string[] = []
  const store = { broken: (_message: InboundMessage) => false, lost: () => false }
  const note = (event: string, fields?: object) =>
    void logged.push(JSON.stringify({ event, ...fields }))
  const channel = createTelegramChannel({
    ...{ token: TOKEN, apiRoot: api.root, transport: 'polling', crossBorderApproved: false },
    ...{ clock: Date.now, publicUrl: () => 'http://127.0.0.1:3000' },
    logger: { info: note, warn: note, error: note },
    ...given,
  })
  onTestFinished(async () => {
    await channel.stop()
    await api.close()
  })
  const keep = <T>(all: T[], told: T, broken: boolean) => {
    if (broken) return Promise.reject(new Error('no store'))
    all.push(told)
    return Promise.resolve()
  }
  const receive: Receive = (message) => keep(received, message, store.broken(message))
  const start = () => channel.start(receive, (move) => keep(moves, move, store.lost()))
  return {
    ...{ api, channel, received, moves, logged, store, start },
    async started() {
      await start()
      await until(() => channel.state().state === 'running')
    },
  }
}
