/**
 * The line with a mistake about void requests put in on purpose, as a process of its own: the rig must catch each.
 * MISTAKE=submitted-before-saved | submitted-again | notice-before-commit
 */
import { createRemoteSandbox } from '../../adapters/platform/remote-sandbox.ts'
import { openStore } from '../../adapters/store/store.ts'
import { createTelegramChannel } from '../../adapters/telegram/channel.ts'
import { readConfig } from '../../bots/config.ts'
import { failPoints } from '../../bots/fail-points.ts'
import { openLine } from '../../bots/line.ts'
import type { ReceiptPlatform } from '../../core/ports.ts'
import type { OutboxEntry, Repositories, Store } from '../../core/store.ts'

const MISTAKE = process.env['MISTAKE'] ?? ''
const config = readConfig()
const publicUrl = () => 'http://127.0.0.1:1'
const real = createRemoteSandbox(config.SANDBOX_URL ?? '')
const reached = failPoints()

type Answer = Awaited<ReturnType<ReceiptPlatform['requestReversal']>>

/** The call goes out while the transaction that keeps `submitted` is still open. */
function calledEarly(store: Store): { store: Store; platform: ReceiptPlatform } {
  const answers = new Map<string, Answer>()
  const early = (tx: Repositories): Repositories => ({
    ...tx,
    voids: {
      ...tx.voids,
      async move(request, made, changes) {
        if (made.move === 'submit') {
          const { receipt, id, reason } = request
          answers.set(id, await real.requestReversal(receipt, id, reason))
          reached('void-after-call')
        }
        return tx.voids.move(request, made, changes)
      },
    },
  })
  return {
    store: { ...store, transaction: (work) => store.transaction((tx) => work(early(tx))) },
    platform: {
      ...real,
      requestReversal: (_key, id) => Promise.resolve(answers.get(id) ?? { kind: 'pending' }),
    },
  }
}

/** What is to be told is kept first, and what it tells of after it. */
function toldEarly(store: Store): Store {
  class Collected extends Error {}
  const withoutNotices = (tx: Repositories, notices: [OutboxEntry, number][]): Repositories => ({
    ...tx,
    outbox: {
      ...tx.outbox,
      add: (entry, now) =>
        entry.kind === 'notice' ? void notices.push([entry, now]) : tx.outbox.add(entry, now),
    },
  })
  return {
    ...store,
    async transaction(work) {
      const notices: [OutboxEntry, number][] = []
      await store
        .transaction(async (tx) => {
          notices.length = 0
          await work(withoutNotices(tx, notices))
          throw new Collected()
        })
        .catch((error: unknown) => {
          if (!(error instanceof Collected)) throw error
        })
      if (notices.length > 0) {
        await store.transaction((tx) => {
          for (const [entry, now] of notices) tx.outbox.add(entry, now)
          return Promise.resolve()
        })
        reached('void-after-record')
      }
      return store.transaction((tx) => work(withoutNotices(tx, [])))
    },
  }
}

/** A call whose answer was lost is made once more. */
const again: ReceiptPlatform = {
  ...real,
  requestReversal: (...asked) =>
    real.requestReversal(...asked).catch(() => real.requestReversal(...asked)),
}

const opened = await openStore(config.DATABASE_URL ?? '')
const early = calledEarly(opened)
const put = {
  'submitted-before-saved': early,
  'submitted-again': { store: opened, platform: again },
  'notice-before-commit': { store: toldEarly(opened), platform: real },
}[MISTAKE] ?? { store: opened, platform: real }
const line = await openLine(config, { publicUrl, ...put })
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
