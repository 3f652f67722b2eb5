/** What is measured, as a process of its own: the assistant, or another bot, with a database made for it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { openStore } from '../../adapters/store/store.ts'
import { TOKEN } from '../support/bot-api.ts'

const ROOT = join(import.meta.dirname, '../..')
export const SECRET = 'bench-secret'

export interface Subject {
  readonly url: string
  /** Resident memory in MB. */
  rss(): number
  /** Processor time used so far by all of its threads, in milliseconds. */
  cpuMs(): number
  stop(): Promise<void>
}

export interface SubjectOptions {
  readonly entry: string
  readonly apiRoot: string
  readonly databaseUrl?: string
  /** Messages a second; without limits unless told. */
  readonly rate?: number
}

/** Starts a bot in webhook mode, and resolves when it takes updates. */
export async function startSubject({
  entry,
  apiRoot,
  databaseUrl,
  rate = 0,
}: SubjectOptions): Promise<Subject> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { flags, settings } = startCommand()
  const child = spawn(process.execPath, [...flags, entry], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...settings,
      PATH: process.env['PATH'],
      PORT: String(port),
      LOG_LEVEL: 'warn',
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: apiRoot,
      TELEGRAM_TRANSPORT: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      TELEGRAM_RATE: String(rate),
      EPIAOTONG_SECRET: 'a secret for benches only',
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    },
  })
  await ready(url, child)
  return {
    url,
    rss: () => rssOf(child.pid ?? 0),
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

/** How `npm start` runs node: `NAME=value … exec node <flags> bots/main.ts`. */
function startCommand(): { flags: string[]; settings: Record<string, string> } {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  const words = scripts.start.split(' ')
  const node = words.indexOf('node')
  const settings = words.slice(0, node).filter((word) => word.includes('='))
  return {
    flags: words.slice(node + 1, -1),
    settings: Object.fromEntries(settings.map((word) => word.split('=') as [string, string])),
  }
}

/** Puts the sample receipts into a database. */
export async function fill(databaseUrl: string): Promise<void> {
  const store = await openStore(databaseUrl)
  await store.transaction((tx) => tx.ledger.add(sampleReceipts))
  await store.close()
}

/** A folder that is removed at the end of the bench. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'epiaotong-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function rssOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}

/** Linux counts in hundredths of a second; user and system time are the 12th and 13th field after the name. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error('the process ended at once')
    const response = await fetch(`${url}/health`).catch(() => undefined)
    const health = (await response?.json().catch(() => undefined)) as
      { channels?: { telegram?: { state: string } } } | undefined
    if (health?.channels?.telegram?.state === 'running') return
    await sleep(50)
  }
  throw new Error('the process was not ready in 15 s')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
