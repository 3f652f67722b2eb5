/**
 * The line with a mistake about announcements put in on purpose, as a process of its own: the rig must catch each.
 * MISTAKE=marked-before-sending | batch-marked-after | claims-not-released | sent-again-unasked
 */
import { openStore } from '../../adapters/store/store.ts'
import { createTelegramChannel } from '../../adapters/telegram/channel.ts'
import { readConfig } from '../../bots/config.ts'
import { openLine } from '../../bots/line.ts'
import type { Deliveries } from '../../core/announcements/kept.ts'
import type { Store } from '../../core/store.ts'

type Change = (deliveries: Deliveries) => Partial<Deliveries>

const BATCH = 48
/** The rig sends one announcement. */
const ONLY = 'A-000001'

/** What was sent is marked when a whole batch of it was. */
const batchMarkedAfter = (): Change => {
  const waiting: Parameters<Deliveries['record']>[] = []
  return ({ record }) => ({
    async record(...recorded) {
      waiting.push(recorded)
      if (waiting.length < BATCH) return
      for (const one of waiting.splice(0)) await record(...one)
    },
  })
}

const mistakes: Readonly<Record<string, Change>> = {
  'marked-before-sending': ({ begin, record }) => ({
    async begin(due) {
      const begun = await begin(due)
      if (begun) await record(due, { state: 'sent' }, Date.now())
      return begun
    },
  }),
  'batch-marked-after': batchMarkedAfter(),
  'claims-not-released': () => ({ lost: () => Promise.resolve(0) }),
  'sent-again-unasked': ({ lost, again, list }) => ({
    async lost(channels) {
      const count = await lost(channels)
      for (const { announcement } of await list(ONLY, { state: 'unknown', after: 0, limit: 1 })) {
        await again(announcement, ['unknown'])
      }
      return count
    },
  }),
}

function mistaken(store: Store, change: Change): Store {
  return {
    ...store,
    transaction: (work) =>
      store.transaction((tx) =>
        work({ ...tx, deliveries: { ...tx.deliveries, ...change(tx.deliveries) } }),
      ),
  }
}

const config = readConfig()
const publicUrl = () => 'http://127.0.0.1:1'
const change = mistakes[process.env['MISTAKE'] ?? '']
if (!change) throw new Error('no such mistake')
const store = mistaken(await openStore(config.DATABASE_URL ?? ''), change)
const line = await openLine(config, { publicUrl, store })
const channel = createTelegramChannel({
  token: config.TELEGRAM_BOT_TOKEN ?? '',
  apiRoot: config.TELEGRAM_API_ROOT ?? '',
  transport: 'polling',
  crossBorderApproved: false,
  clock: line.clock,
  logger: line.logger,
  publicUrl,
})
await line.run([{ channel, pace: { perSecond: 0 } }])
