/**
 * The fault rig: a stream of messages against a Bot API server on loopback, a process that is killed at named steps
 * or at random and started again, and what became of every message.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../adapters/store/store.ts'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import type { Step } from '../../core/ports.ts'
import { type BotApi, startBotApi, TOKEN } from '../support/bot-api.ts'
import { textUpdate } from '../support/telegram-updates.ts'
import { temporaryDatabase } from '../support/temporary.ts'

const ROOT = join(import.meta.dirname, '../..')
/** What each chat says, and what the answer to it begins with: a look-up, one value at a time. */
const SAID = ['42990126', '0000000001', '55e8a5'] as const
const ANSWERS = ['还差票据号码', '还差校验码', '查到这张票据'] as const

/** Where the process dies: at a step, for the n-th time it is reached; or after so many milliseconds. */
export type Kill = { readonly step: Step; readonly time: number } | { readonly afterMs: number }

export interface Plan {
  readonly chats: number
  readonly kills: readonly Kill[]
  readonly mistake?: 'acknowledged-early' | 'session-apart' | 'no-dedupe'
}

export interface Outcome {
  readonly kills: number
  /** Messages that were never answered. */
  readonly unanswered: number
  /** Answers beyond the first of each message. */
  readonly copies: number
  /** Answers that nobody should have got: the session was not what it should have been. */
  readonly strange: number
  /** Sessions that did not take up every message exactly once. */
  readonly brokenSessions: number
}

/** Runs the plan, then lets the line finish in peace, and counts. */
export async function runPlan(plan: Plan): Promise<Outcome> {
  const databaseUrl = temporaryDatabase()
  const api = await startBotApi()
  let kills = 0
  try {
    await loadReceipts(databaseUrl)
    const feeding = feed(api, plan.chats)
    for (const kill of plan.kills) {
      const process = start(databaseUrl, api, plan.mistake, kill)
      if ('afterMs' in kill) setTimeout(() => process.kill('SIGKILL'), kill.afterMs)
      await ended(process, api)
      kills += 1
    }
    const last = start(databaseUrl, api, plan.mistake)
    await feeding
    await quiet(api, plan.chats)
    await stop(last)
    return { kills, ...(await count(api, databaseUrl, plan.chats)) }
  } finally {
    await api.close()
  }
}

async function loadReceipts(databaseUrl: string): Promise<void> {
  const store = await openStore(databaseUrl)
  await store.transaction((tx) => tx.ledger.add(sampleReceipts))
  await store.close()
}

/** A steady stream, so that messages are at every stage of the line when it breaks. */
async function feed(api: BotApi, chats: number): Promise<void> {
  for (const text of SAID) {
    for (let chat = 1; chat <= chats; chat++) {
      api.push(textUpdate({ user: chat, text }))
      await sleep(8)
    }
  }
}

function start(
  databaseUrl: string,
  api: BotApi,
  mistake: Plan['mistake'],
  kill?: Kill,
): ChildProcess {
  const entry = mistake ? 'test/faults/mistaken.ts' : 'bots/main.ts'
  const at = kill && 'step' in kill ? { EPIAOTONG_FAIL_AT: `${kill.step}:${kill.time}` } : {}
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
      ...at,
    },
  })
}

/** Until the process died, or nothing moves any more and it never will. */
async function ended(child: ChildProcess, api: BotApi): Promise<void> {
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const before = api.calls.length
  let still = 0
  let seen = ''
  const watch = setInterval(() => {
    // On a busy machine it takes a while until it has started at all.
    if (api.calls.length === before) return
    const now = `${api.sent.length}/${api.unconfirmed.length}`
    still = seen === now ? still + 1 : 0
    seen = now
    if (still > 50) child.kill('SIGKILL')
  }, 100)
  await exit
  clearInterval(watch)
}

async function stop(child: ChildProcess): Promise<void> {
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await exit
}

const isQuiet = (api: BotApi, chats: number) =>
  api.sent.length >= chats * SAID.length && api.unconfirmed.length === 0

/** Every answer is there, or nothing has come for ten seconds: on a busy machine even starting takes some. */
async function quiet(api: BotApi, chats: number): Promise<void> {
  for (let seen = -1, still = 0; still < 100; await sleep(100)) {
    if (isQuiet(api, chats) && still > 5) return
    still = seen === api.sent.length ? still + 1 : 0
    seen = api.sent.length
  }
}

async function count(api: BotApi, databaseUrl: string, chats: number) {
  const result = { unanswered: 0, copies: 0, strange: 0, brokenSessions: 0 }
  const store = await openStore(databaseUrl)
  for (let chat = 1; chat <= chats; chat++) {
    const texts = api.sent.filter((sent) => sent.chat === String(chat)).map(({ text }) => text)
    for (const answer of ANSWERS) {
      const times = texts.filter((text) => text.startsWith(answer)).length
      if (times === 0) result.unanswered += 1
      else result.copies += times - 1
    }
    result.strange += texts.filter(
      (text) => !ANSWERS.some((answer) => text.startsWith(answer)),
    ).length
    const session = await store.sessions.load(`telegram:${chat}:${chat}`)
    if (session?.version !== SAID.length) result.brokenSessions += 1
  }
  await store.close()
  return result
}
