/** Answers a second in a closed loop, beside a bot that keeps nothing. */
import { join } from 'node:path'
import { closedLoop } from './load.ts'
import { startSink } from './sink.ts'
import { fill, inTemporaryFolder, startSubject } from './subject.ts'
import type { Row } from './run.ts'

const LOAD = { conversations: 64, messages: 20_000 }
const WARM_UP = { conversations: 64, messages: 1_000 }

export async function answers(): Promise<Row[]> {
  const plain = await measure('grammY + Fastify, sendMessage only', 'test/bench/plain-bot.ts')
  const rows = [plain]
  for (const [name, url] of databases()) {
    const row = await inTemporaryFolder(async (folder) => {
      const databaseUrl = url(folder)
      return (await prepared(databaseUrl))
        ? measure(`鄂票通, ${name}`, 'bots/main.ts', databaseUrl)
        : undefined
    })
    if (row)
      rows.push({
        ...row,
        ratio: (Number(row['answers/s']) / Number(plain['answers/s'])).toFixed(2),
      })
  }
  return rows
}

function databases(): [string, (folder: string) => string][] {
  const postgres = process.env['BENCH_POSTGRES_URL']
  return [
    ['sqlite3', (folder) => `sqlite:${join(folder, 'bench.db')}`],
    ['better-sqlite3', (folder) => `better-sqlite3:${join(folder, 'bench.db')}`],
    ...(postgres ? [['PostgreSQL', () => postgres] as [string, () => string]] : []),
  ]
}

/** Fills the database; false when its driver is not installed. */
async function prepared(databaseUrl: string): Promise<boolean> {
  try {
    await fill(databaseUrl)
    return true
  } catch (error) {
    console.error(
      `${databaseUrl.split(':')[0]}: left out (${(error as Error).message.split('\n')[0]})`,
    )
    return false
  }
}

async function measure(name: string, entry: string, databaseUrl?: string): Promise<Row> {
  const sink = await startSink()
  const subject = await startSubject({
    entry,
    apiRoot: sink.root,
    ...(databaseUrl && { databaseUrl }),
  })
  await closedLoop(sink, subject.url, WARM_UP)
  const before = subject.cpuMs()
  const { perSecond, p50, p99 } = await closedLoop(sink, subject.url, LOAD)
  const cpuMs = (subject.cpuMs() - before) / LOAD.messages
  const row = {
    bench: name,
    'answers/s': Math.round(perSecond),
    'CPU ms each': cpuMs.toFixed(2),
    'p50 ms': p50.toFixed(1),
    'p99 ms': p99.toFixed(1),
    'RSS MB': subject.rss(),
  }
  await subject.stop()
  sink.close()
  return row
}
