/** Announcements: to 3,000 within Telegram's limits, and to the whole directory without any; and who writes meanwhile. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../adapters/store/store.ts'
import { DIRECTORY_SIZE } from '../../core/people/sample-units.ts'
import { APPROVER, fillAudience, tokenOf, WRITER } from '../support/audience.ts'
import { openLoop } from './load.ts'
import type { Row } from './run.ts'
import { startSink } from './sink.ts'
import { fill, inTemporaryFolder, startSubject, type Subject } from './subject.ts'
import { startLimitedApi } from './telegram-limits.ts'

const RATE = 28
/** What the network allows, and how long it takes to answer: near, and far. */
const ALLOWED = { perSecond: 30 }
const UNREFUSED = { recipients: 300, latencyMs: 100, refused: 0 }
const NEAR = { recipients: 300, latencyMs: 10, refused: 0.3 }
const FAR = { recipients: 3000, latencyMs: 100, refused: 0.3 }
const LOOK_MS = 500
/** The index of the FAQ is built just after the start. */
const SETTLE_MS = 3000
/** Messages of people meanwhile; their chats are not among the recipients. */
const TALK = { perSecond: 20, seconds: 30, conversations: 200, firstChat: 1_000_000 }

export async function announce(): Promise<Row[]> {
  return [
    await withinLimits(UNREFUSED),
    await withinLimits(NEAR),
    await withinLimits(FAR),
    ...(await withoutLimits()),
    ...(await meanwhile()),
  ]
}

function withinLimits({ recipients, ...network }: typeof NEAR): Promise<Row> {
  return prepared(recipients, async (databaseUrl, tokens) => {
    const api = await startLimitedApi({ ...ALLOWED, ...network })
    const subject = await startSubject({
      ...{ entry: 'bots/main.ts', apiRoot: api.root, databaseUrl, rate: RATE },
    })
    const id = await publish(subject, tokens)
    await finished(subject, tokens, id)
    await subject.stop()
    api.close()
    const { taken, refusals, calls, early, beyondRate, beyondChat, ...at } = api.seen()
    const free = (at.lastAt - at.firstAt - at.heldMs) / 1000
    const open = free - at.unheardMs / 1000
    const ofRate = (seconds: number) => `${Math.round((100 * taken) / seconds / RATE)} %`
    return {
      bench: `${recipients} recipients, ${Math.round((100 * refusals) / calls)} % answered 429, each answer after ${network.latencyMs} ms`,
      'deliveries/s': (taken / free).toFixed(1),
      'of the rate': ofRate(free),
      note: `${ofRate(open)} of it while messages were taken at all; early ${early}, beyond the rate ${beyondRate}, beyond a chat's ${beyondChat}`,
    }
  })
}

function withoutLimits(): Promise<Row[]> {
  return prepared(DIRECTORY_SIZE, async (databaseUrl, tokens) => {
    const sink = await startSink()
    const subject = await startSubject({ entry: 'bots/main.ts', apiRoot: sink.root, databaseUrl })
    await sleep(SETTLE_MS)
    const before = subject.rss()
    const started = performance.now()
    const id = await publish(subject, tokens)
    const published = performance.now()
    let most = 0
    await finished(subject, tokens, id, () => (most = Math.max(most, subject.rss())))
    const seconds = (performance.now() - published) / 1000
    await subject.stop()
    sink.close()
    return [
      {
        bench: `${DIRECTORY_SIZE} recipients, no limits`,
        'deliveries/s': (DIRECTORY_SIZE / seconds).toFixed(0),
        note: `written, approved, sent off in ${((published - started) / 1000).toFixed(1)} s; memory ${before} MB before, ${most} MB at most`,
      },
    ]
  })
}

/** The same stream of messages, alone and beside an announcement. */
async function meanwhile(): Promise<Row[]> {
  return prepared(DIRECTORY_SIZE, async (databaseUrl, tokens) => {
    await fill(databaseUrl)
    const sink = await startSink()
    const subject = await startSubject({ entry: 'bots/main.ts', apiRoot: sink.root, databaseUrl })
    await sleep(SETTLE_MS)
    const alone = await openLoop(sink, subject.url, TALK)
    await publish(subject, tokens)
    const beside = await openLoop(sink, subject.url, TALK)
    await subject.stop()
    sink.close()
    const row = (bench: string, { p50, p99 }: typeof alone) => ({
      bench: `answers to people ${bench}`,
      'p50 ms': p50.toFixed(1),
      'p99 ms': p99.toFixed(1),
    })
    return [row('alone', alone), row('while an announcement runs', beside)]
  })
}

interface Tokens {
  readonly writer: string
  readonly approver: string
}

function prepared<T>(
  size: number,
  work: (databaseUrl: string, tokens: Tokens) => Promise<T>,
): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const databaseUrl = `sqlite:${join(folder, 'bench.db')}`
    const store = await openStore(databaseUrl)
    await fillAudience(store, size)
    const tokens = {
      writer: await tokenOf(store, WRITER),
      approver: await tokenOf(store, APPROVER),
    }
    await store.close()
    return work(databaseUrl, tokens)
  })
}

/** Over HTTP, as the bureau's own programs do it. Resolves to its id. */
async function publish({ url }: Subject, { writer, approver }: Tokens): Promise<string> {
  const made = await call<{ id: string; contentHash: string }>(url, writer, '', {
    ...{ title: '系统维护', text: '本周六 9 时起维护，请提前开票。' },
    ...{ audience: { role: 'clerk' }, emergency: true },
  })
  await call(url, approver, `/${made.id}/approve`, { contentHash: made.contentHash })
  await call(url, writer, `/${made.id}/send`, {})
  return made.id
}

async function finished(
  { url }: Subject,
  { writer }: Tokens,
  id: string,
  onLook: () => void = () => undefined,
): Promise<void> {
  for (;;) {
    await sleep(LOOK_MS)
    onLook()
    const { counts } = await call<{ counts: { pending: number; sending: number } }>(
      ...([url, writer, `/${id}`] as const),
    )
    if (counts.pending + counts.sending === 0) return
  }
}

async function call<T>(url: string, token: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${url}/api/announcements${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return (await response.json()) as T
}
