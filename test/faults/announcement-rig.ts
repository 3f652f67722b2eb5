/**
 * The fault rig of announcements: one is on its way to a whole directory, the process dies at named steps or at random
 * and is started again, and what the store says is held against what the network took.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../adapters/store/store.ts'
import type { Content } from '../../core/announcements/announcement.ts'
import { totalOf } from '../../core/announcements/delivery.ts'
import type { Office } from '../../core/announcements/counting.ts'
import { write } from '../../core/announcements/drafting.ts'
import { usualAnnouncementRules } from '../../core/announcements/rules.ts'
import { approve, send } from '../../core/announcements/running.ts'
import { createKeys } from '../../core/keys.ts'
import type { Step } from '../../core/ports.ts'
import type { Store } from '../../core/store.ts'
import { OWN_YEARS, readCalendar } from '../../adapters/calendar-files/folder.ts'
import { APPROVER, fillAudience, WRITER } from '../support/audience.ts'
import { type BotApi, startBotApi, TOKEN } from '../support/bot-api.ts'
import { temporaryDatabase } from '../support/temporary.ts'

const ROOT = join(import.meta.dirname, '../..')
/** What interface.md promises: at most so many are in flight when a process dies. */
const IN_FLIGHT = 3
/** A step that is not reached within so long is not reached any more. */
const PATIENCE_MS = 60_000
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

export type Mistake =
  'marked-before-sending' | 'batch-marked-after' | 'claims-not-released' | 'sent-again-unasked'

/** Where the process dies: at a step, for the n-th time it is reached; or so long after the first message left. */
export type Kill = { readonly step: Step; readonly time: number } | { readonly afterMs: number }

export interface AnnouncementPlan {
  readonly recipients: number
  readonly kills: readonly Kill[]
  readonly mistake?: Mistake
}

export interface AnnouncementOutcome {
  /** Processes that died where they were to. */
  readonly kills: number
  /** Times at which the states did not add up to the audience. */
  readonly wrongSums: number
  /** Recipients that the network has more than one message for. */
  readonly twice: number
  /** Said to be sent, and the network took nothing. */
  readonly lost: number
  /** Neither sent nor before a person, when all is over. */
  readonly stranded: number
  readonly unknown: number
  /** Unknown beyond what can have been in flight. */
  readonly unknownTooMany: number
}

export async function runAnnouncementPlan(plan: AnnouncementPlan): Promise<AnnouncementOutcome> {
  const databaseUrl = temporaryDatabase()
  const store = await openStore(databaseUrl)
  const api = await startBotApi()
  try {
    await fillAudience(store, plan.recipients)
    const id = await publish(store)
    let kills = 0
    let wrongSums = 0
    for (const kill of plan.kills) {
      const child = start(databaseUrl, api, plan.mistake, kill)
      if (await died(child, api, kill)) kills += 1
      if (totalOf(await store.deliveries.counts(id)) !== plan.recipients) wrongSums += 1
    }
    const last = start(databaseUrl, api, plan.mistake)
    await atRest(store, id)
    await stop(last)
    return { kills, wrongSums, ...(await judge(store, api, id, plan)) }
  } finally {
    await api.close()
    await store.close()
  }
}

/** An emergency: it leaves at any hour of the day. */
async function publish(store: Store): Promise<string> {
  const office: Office = {
    calendar: await readCalendar(OWN_YEARS, quiet),
    announcementRules: { ...usualAnnouncementRules, rates: { telegram: 0 } },
    ...{ keys: createKeys('a secret for tests only'), channels: () => [] },
  }
  const [writer, approver] = [await actorOf(store, WRITER), await actorOf(store, APPROVER)]
  const now = Date.now()
  const content: Content = {
    ...{ title: '演练', text: '只是演练。', audience: { role: 'clerk' } },
    ...{ emergency: true, mandatory: true },
  }
  const written = await store.transaction((tx) => write(tx, office, writer, content, now))
  if (written.kind === 'refused') throw new Error(written.reason)
  const { id, contentHash } = written.announcement
  const sent = await store.transaction(async (tx) => {
    await approve(tx, office, approver, id, contentHash, now)
    return send(tx, office, writer, id, now)
  })
  if (sent.kind === 'refused') throw new Error(sent.reason)
  return id
}

async function actorOf(store: Store, id: string) {
  const person = await store.people.find(id)
  if (!person) throw new Error(`nobody is ${id}`)
  return { person, pseudonym: id }
}

function start(databaseUrl: string, api: BotApi, mistake?: Mistake, kill?: Kill): ChildProcess {
  const entry = mistake ? 'test/faults/announcement-mistaken.ts' : 'bots/main.ts'
  return spawn(process.execPath, ['--import', 'tsx', entry], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl,
      EPIAOTONG_SECRET: 'a secret for tests only',
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: api.root,
      TELEGRAM_RATE: '0',
      PORT: '0',
      LOG_LEVEL: 'silent',
      ...(mistake && { MISTAKE: mistake }),
      ...(kill && 'step' in kill && { EPIAOTONG_FAIL_AT: `${kill.step}:${kill.time}` }),
    },
  })
}

/** False when the step was never reached: then it is ended all the same. */
async function died(child: ChildProcess, api: BotApi, kill: Kill): Promise<boolean> {
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, PATIENCE_MS)
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if ('afterMs' in kill) {
    const before = api.sent.length
    await Promise.race([exit, api.waitFor(({ sent }) => sent.length > before, PATIENCE_MS)])
    setTimeout(() => child.kill('SIGKILL'), kill.afterMs)
  }
  await exit
  clearTimeout(timer)
  return !late
}

async function stop(child: ChildProcess): Promise<void> {
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await exit
}

/** Until nothing waits, or nothing has moved for a while. */
async function atRest(store: Store, id: string): Promise<void> {
  for (let seen = '', still = 0; still < PATIENCE_MS / 1000; await sleep(1000)) {
    const counts = await store.deliveries.counts(id)
    if (counts.pending + counts.sending === 0) return
    const now = JSON.stringify(counts)
    // What only waits for what nobody releases will wait for ever.
    still = seen === now ? still + (counts.pending === 0 ? 6 : 1) : 0
    seen = now
  }
}

async function judge(
  store: Store,
  api: BotApi,
  id: string,
  { kills, recipients }: AnnouncementPlan,
) {
  const taken = new Map<string, number>()
  for (const { chat } of api.sent) taken.set(chat, (taken.get(chat) ?? 0) + 1)
  const rows = await store.deliveries.list(id, { after: 0, limit: recipients + 1 })
  const unknown = rows.filter(({ state }) => state === 'unknown').length
  return {
    twice: [...taken.values()].filter((times) => times > 1).length,
    lost: rows.filter(({ state, to }) => state === 'sent' && !taken.has(to?.conversation ?? ''))
      .length,
    stranded: rows.filter(({ state }) => state !== 'sent' && state !== 'unknown').length,
    unknown,
    unknownTooMany: Math.max(0, unknown - kills.length * IN_FLIGHT),
  }
}
