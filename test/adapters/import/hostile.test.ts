/** Sizes that hurt: a slice always, the whole with LONG=1, each in a process of its own so that its memory can be read. */
import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { csvHeader } from '../../../adapters/import/write.ts'
import { importWords as words } from '../../../core/wording/import-words.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const LONG = Boolean(process.env['LONG'])
const root = new URL('../../..', import.meta.url).pathname

/** Runs the real commands and tells the most memory they held, in MB. */
async function cli(
  folder: string,
  script: string,
): Promise<{ out: string; err: string; mb: number }> {
  const code = `process.on('exit', () => process.stderr.write('\\nmaxrss ' + process.resourceUsage().maxRSS)); ${script}`
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', code],
    { cwd: root, maxBuffer: 1 << 26, env: { ...process.env, FOLDER: folder } },
  )
  return { out: stdout, err: stderr, mb: Number(/maxrss (\d+)/.exec(stderr)?.[1]) / 1024 }
}

const importing = (path: string) => `
  const { openStore } = await import('./adapters/store/store.ts')
  const { importReceipts } = await import('./bots/import.ts')
  const store = await openStore('sqlite:' + process.env.FOLDER + '/test.db')
  const io = { out: console.log, err: console.error, store, now: Date.now }
  const started = performance.now()
  const exit = await importReceipts({ path: process.env.FOLDER + '/${path}', strict: false, json: true }, io)
  console.log(JSON.stringify({ exit, ms: performance.now() - started }))
  await store.close()`

describe('an import of hostile size', () => {
  it(`refuses a line of ${LONG ? '1 GB' : '32 MB'} at once, holding little of it`, async () => {
    const folder = temporaryFolder()
    const file = createWriteStream(join(folder, 'line.csv'))
    file.write(csvHeader)
    const part = 'x'.repeat(1 << 20)
    for (let mb = 0; mb < (LONG ? 1024 : 32); mb++) if (!file.write(part)) await once(file, 'drain')
    file.end()
    await once(file, 'close')
    const { out, mb } = await cli(folder, importing('line.csv'))
    const [result, end] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(result).toMatchObject({ imported: 0, problems: [{ line: 2, why: words.recordTooLong }] })
    expect(end).toMatchObject({ exit: 1 })
    expect(mb).toBeLessThan(200)
    if (LONG) expect(end?.['ms']).toBeLessThan(1000)
  }, 120_000)

  it(`imports ${LONG ? '1,000,000' : '20,000'} rows, and goes on where it was stopped, in constant memory`, async () => {
    const folder = temporaryFolder()
    const count = LONG ? 1_000_000 : 20_000
    await cli(
      folder,
      `const { sampleReceipts } = await import('./bots/sample.ts')
       await sampleReceipts({ count: ${count}, seed: 4, path: process.env.FOLDER + '/a.csv' }, { out() {}, err: console.error })`,
    )
    const first = await cli(folder, importing('a.csv'))
    expect(first.out).toContain(`"imported":${count},"unchanged":0,"refused":0`)
    expect(first.mb).toBeLessThan(200)
    const again = await cli(folder, importing('a.csv'))
    expect(again.out).toContain(`"imported":0,"unchanged":${count},"refused":0`)
    expect(again.mb).toBeLessThan(200)
  }, 600_000)
})
