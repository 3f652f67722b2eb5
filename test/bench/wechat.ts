/** WeChat: messages answered a second through the mock and over gRPC, beside wechaty's own ding-dong. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createPuppetHost, PUPPET_TOKEN } from '../support/puppet-process.ts'
import type { Row } from './run.ts'
import { fill, inTemporaryFolder, rssOf } from './subject.ts'
import { converse, type Talk, type Talked } from './wechat-load.ts'

const MESSAGES = 10_000
const ROOT = join(import.meta.dirname, '../..')
const MEGABYTE = 2 ** 20

interface Measured extends Talked {
  readonly startMs: number
  /** Resident memory in bytes, before and after the messages. */
  readonly before: number
  readonly after: number
}

export async function wechat(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [road, measure] of [
    ['mock', inside],
    ['gRPC', overGrpc],
  ] as const) {
    const plain = await measure('ding-dong')
    const ours = await measure('ours')
    rows.push(rowOf(`wechaty's ding-dong, ${road}`, plain))
    const ratio = (ours.perSecond / plain.perSecond).toFixed(2)
    rows.push({ ...rowOf(`鄂票通, ${road}`, ours), ratio })
  }
  return rows
}

function rowOf(bench: string, { perSecond, p50, p99, startMs, before, after }: Measured): Row {
  return {
    bench,
    'answers/s': Math.round(perSecond),
    'p50 ms': p50.toFixed(1),
    'p99 ms': p99.toFixed(1),
    'start s': (startMs / 1000).toFixed(2),
    'RSS before MB': Math.round(before / MEGABYTE),
    'RSS after 10,000 MB': Math.round(after / MEGABYTE),
  }
}

type Subject = 'ours' | 'ding-dong'

const environment = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  WECHATY_LOG: 'silent',
  EPIAOTONG_SECRET: 'a secret for benches only',
}

function inside(subject: Subject): Promise<Measured> {
  return inTemporaryFolder(async (folder) => {
    const databaseUrl = `sqlite:${join(folder, 'bench.db')}`
    await fill(databaseUrl)
    const entry = ['--import', 'tsx', 'test/bench/wechat-inside.ts']
    const args = [...entry, subject, databaseUrl, String(MESSAGES)]
    const printed = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, args, { cwd: ROOT, env: environment }, (error, out) =>
        error ? reject(error) : resolve(out),
      )
    })
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Measured
  })
}

function overGrpc(subject: Subject): Promise<Measured> {
  return inTemporaryFolder(async (folder) => {
    const databaseUrl = `sqlite:${join(folder, 'bench.db')}`
    await fill(databaseUrl)
    const host = await createPuppetHost()
    await host.start()
    host.login()
    const talk: Talk = {
      say: (talkerId, text) => host.bring({ talkerId, listenerId: 'wxid-me', text }),
      onSaid: () => undefined,
    }
    host.onSaid = ({ to }) => talk.onSaid(to)
    const began = performance.now()
    const child = startSubject(subject, databaseUrl, host.endpoint)
    await firstAnswer(talk)
    const startMs = performance.now() - began
    await converse(talk, 64, 500)
    const before = rssOf(child.pid ?? 0) * MEGABYTE
    const measured = await converse(talk, 64, MESSAGES)
    const after = rssOf(child.pid ?? 0) * MEGABYTE
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    await host.kill()
    return { ...measured, startMs, before, after }
  })
}

function startSubject(subject: Subject, databaseUrl: string, endpoint: string): ChildProcess {
  const entry = subject === 'ours' ? 'bots/main.ts' : 'test/bench/ding-dong.ts'
  return spawn(process.execPath, ['--import', 'tsx', entry], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...environment,
      ...{ DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent', PORT: '0', WECHAT_RATE: '0' },
      ...{ WECHATY_PUPPET: 'wechaty-puppet-service', WECHATY_PUPPET_SERVICE_TOKEN: PUPPET_TOKEN },
      WECHATY_PUPPET_SERVICE_ENDPOINT: endpoint,
    },
  })
}

/** Somebody says something now and then until there is an answer. */
async function firstAnswer(talk: Talk): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await new Promise<void>((resolve) => {
    talk.onSaid = () => resolve()
    timer = setInterval(() => talk.say('wxid-299', '帮助'), 100)
  })
  clearInterval(timer)
}
