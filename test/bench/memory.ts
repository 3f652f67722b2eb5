/** Resident memory over 100,000 messages. */
import { join } from 'node:path'
import { closedLoop } from './load.ts'
import type { Row } from './run.ts'
import { startSink } from './sink.ts'
import { fill, inTemporaryFolder, startSubject } from './subject.ts'

const ROUNDS = 10
const MESSAGES_A_ROUND = 10_000

export function memory(): Promise<Row[]> {
  return inTemporaryFolder(async (folder) => {
    const databaseUrl = `sqlite:${join(folder, 'bench.db')}`
    await fill(databaseUrl)
    const sink = await startSink()
    const subject = await startSubject({ entry: 'bots/main.ts', apiRoot: sink.root, databaseUrl })
    const before = subject.rss()
    const seen: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await closedLoop(sink, subject.url, { conversations: 64, messages: MESSAGES_A_ROUND })
      seen.push(subject.rss())
    }
    await subject.stop()
    sink.close()
    const half = seen.slice(ROUNDS / 2)
    const slope = ((half.at(-1) ?? 0) - (half[0] ?? 0)) / (half.length - 1)
    return [
      {
        bench: '100,000 messages',
        'RSS before MB': before,
        'RSS after MB': seen.at(-1) ?? 0,
        'most MB': Math.max(...seen),
        'slope MB/10,000': slope.toFixed(1),
      },
    ]
  })
}
