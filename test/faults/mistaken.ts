/**
 * The line with a mistake put in on purpose, as a process of its own: the rig must catch each of them.
 * MISTAKE=acknowledged-early | session-apart | no-dedupe
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTelegramChannel } from '../../adapters/telegram/channel.ts'
import { openStore } from '../../adapters/store/store.ts'
import { readConfig } from '../../bots/config.ts'
import { openLine } from '../../bots/line.ts'
import type { Channel, Receive } from '../../core/ports.ts'
import type { Repositories, Store } from '../../core/store.ts'

const MISTAKE = process.env['MISTAKE'] ?? ''
const config = readConfig()
const publicUrl = () => 'http://127.0.0.1:1'

/** Saves the session in a transaction of its own, before the rest of the turn. */
function sessionApart(store: Store): Store {
  return {
    ...store,
    transaction: (work) =>
      store.transaction((tx) => {
        const sessions: Repositories['sessions'] = {
          ...tx.sessions,
          save: async (...args) => {
            later = () => store.transaction((other) => other.sessions.save(...args))
          },
        }
        let later = () => Promise.resolve()
        const apart = { ...tx, sessions }
        return work(apart).then(async (result) => {
          queueMicrotask(() => void later().catch(() => undefined))
          return result
        })
      }),
  }
}

/** Tells the network "received" first, and keeps the message a little later. */
const early =
  (receive: Receive): Receive =>
  (message) => {
    void sleep(300).then(() => receive(message))
    return Promise.resolve()
  }

/** Knows no message again. */
const forgetful =
  (receive: Receive): Receive =>
  (message) =>
    receive({ ...message, id: `${message.id}/${randomUUID()}` })

const wrap = { 'acknowledged-early': early, 'no-dedupe': forgetful }[MISTAKE]
const opened = await openStore(config.DATABASE_URL ?? '')
const store = MISTAKE === 'session-apart' ? sessionApart(opened) : opened
const line = await openLine(config, { publicUrl, store })
const telegram = createTelegramChannel({
  token: config.TELEGRAM_BOT_TOKEN ?? '',
  apiRoot: config.TELEGRAM_API_ROOT ?? '',
  transport: 'polling',
  crossBorderApproved: false,
  clock: line.clock,
  logger: line.logger,
  publicUrl,
})
const channel: Channel = {
  ...telegram,
  start: (receive) => telegram.start(wrap ? wrap(receive) : receive),
}
await line.run([{ channel, pace: { perSecond: 0 } }])
