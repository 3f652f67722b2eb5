/** Point look-ups among a million receipts (`--large`: ten million). */
import { join } from 'node:path'
import { openStore } from '../../adapters/store/store.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'
import { percentiles } from './load.ts'
import type { Row } from './run.ts'
import { inTemporaryFolder } from './subject.ts'

const BATCH = 5_000
const LOOKUPS = 40_000

export async function lookup(flags: readonly string[]): Promise<Row[]> {
  const count = flags.includes('--large') ? 10_000_000 : 1_000_000
  return inTemporaryFolder(async (folder) => {
    const store = await openStore(`sqlite:${join(folder, 'bench.db')}`)
    for (let from = 0; from < count; from += BATCH) {
      const some = Array.from({ length: BATCH }, (_, index) => receiptOf(from + index))
      await store.transaction((tx) => tx.ledger.add(some))
    }
    const rows: Row[] = []
    for (const atOnce of [8, 64]) rows.push(await measure(store, count, atOnce))
    await store.close()
    return rows
  })
}

async function measure(
  store: Awaited<ReturnType<typeof openStore>>,
  count: number,
  atOnce: number,
): Promise<Row> {
  const times: number[] = []
  let left = LOOKUPS
  const ask = async (seed: number) => {
    for (let state = seed; left-- > 0;) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      const started = performance.now()
      const found = await store.ledger.find(receiptOf(state % count))
      if (!found) throw new Error('a receipt is missing')
      times.push(performance.now() - started)
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: atOnce }, (_, index) => ask(index + 1)))
  const seconds = (performance.now() - started) / 1000
  const { p50, p99 } = percentiles(times)
  const bench = `${count.toLocaleString('en')} receipts, ${atOnce} at once`
  return {
    bench,
    'look-ups/s': Math.round(LOOKUPS / seconds),
    'p50 ms': p50.toFixed(2),
    'p99 ms': p99.toFixed(2),
  }
}

function receiptOf(index: number): Receipt {
  return {
    code: `4299${String(index % 8).padStart(2, '0')}26`,
    number: String(index).padStart(10, '0'),
    check: String(index % 1_000_000).padStart(6, '0'),
    name: '示例票据',
    issuedOn: '2026-01-01',
    amountFen: index,
    issuer: { name: '示例单位' },
    payer: { name: '示例缴款人' },
    items: [],
    flags: {},
    checks: 0,
  }
}
