/** How long an answer takes at a steady rate. */
import { join } from 'node:path'
import { openLoop } from './load.ts'
import type { Row } from './run.ts'
import { startSink } from './sink.ts'
import { fill, inTemporaryFolder, startSubject } from './subject.ts'

const LOAD = { perSecond: 100, seconds: 60, conversations: 1000 }

export function latency(): Promise<Row[]> {
  return inTemporaryFolder(async (folder) => {
    const databaseUrl = `sqlite:${join(folder, 'bench.db')}`
    await fill(databaseUrl)
    const sink = await startSink()
    const subject = await startSubject({ entry: 'bots/main.ts', apiRoot: sink.root, databaseUrl })
    const { perSecond, p50, p99, max } = await openLoop(sink, subject.url, LOAD)
    await subject.stop()
    sink.close()
    const times = { 'p50 ms': p50.toFixed(1), 'p99 ms': p99.toFixed(1), 'max ms': max.toFixed(1) }
    return [
      {
        bench: '100 messages/s, 1,000 conversations, 60 s',
        'answers/s': perSecond.toFixed(1),
        ...times,
      },
    ]
  })
}
