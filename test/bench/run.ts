/** `npm run bench [-- <name> …]`: measurements as tables, and as JSON under bench-results/. Never decides a test. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { announce } from './announce.ts'
import { answers } from './answers.ts'
import { faq } from './faq.ts'
import { latency } from './latency.ts'
import { lookup } from './lookup.ts'
import { memory } from './memory.ts'
import { people } from './people.ts'
import { start } from './start.ts'
import { wechat } from './wechat.ts'

export type Row = Readonly<Record<string, string | number>>
type Bench = (flags: readonly string[]) => Promise<Row[]>

const benches: Readonly<Record<string, Bench>> = {
  ...{ announce, answers, faq, latency, lookup, start, memory, people, wechat },
}

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? '',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
}

const args = process.argv.slice(2)
const flags = args.filter((arg) => arg.startsWith('--'))
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = names.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}

mkdirSync('bench-results', { recursive: true })
for (const [name, bench] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue
  console.log(`\n${name}`)
  const rows = await bench(flags)
  console.table(rows)
  const result = { name, at: new Date().toISOString(), machine, rows }
  writeFileSync(`bench-results/${name}.json`, `${JSON.stringify(result, null, 2)}\n`)
}
process.exit(0)
