/** Runs an import into a store of the test's own and hands back all it said. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { csvHeader } from '../../../adapters/import/write.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { importReceipts, type ImportResult } from '../../../bots/import.ts'
import type { Store } from '../../../core/store.ts'
import { temporaryDatabase, temporaryFolder } from '../../support/temporary.ts'

export interface Imported {
  readonly exit: number
  readonly result: ImportResult
  readonly err: readonly string[]
}

export interface Importing {
  readonly store: Store
  run(path: string, strict?: boolean): Promise<Imported>
  /** Writes the content to a file of its own and imports it. */
  file(content: string | Uint8Array, strict?: boolean): Promise<Imported>
}

export async function importing(url = temporaryDatabase()): Promise<Importing> {
  const store = await openStore(url)
  onTestFinished(() => store.close())
  const run = async (path: string, strict = false): Promise<Imported> => {
    const out: string[] = []
    const err: string[] = []
    const io = {
      out: (line: string) => void out.push(line),
      err: (line: string) => void err.push(line),
    }
    const exit = await importReceipts(
      { path, strict, json: true },
      { ...io, store, now: () => Date.now() },
    )
    return { exit, result: JSON.parse(out.at(-1) ?? '') as ImportResult, err }
  }
  return {
    store,
    run,
    file(content, strict) {
      const path = join(temporaryFolder(), 'receipts')
      writeFileSync(path, content)
      return run(path, strict)
    },
  }
}

export interface RowChange {
  [column: string]: string
}

const GOOD: Readonly<Record<string, string>> = {
  EInvoiceCode: '42990126',
  EInvoiceNumber: '0000000001',
  RandomNumber: '55e8a5',
  EInvoiceName: '湖北省医疗门诊收费票据（电子）',
  IssueDate: '2026-03-06',
  TotalAmount: '236.21',
  InvoicingPartyName: '江城示范医院',
  PayerPartyName: '张三丰',
}

/** A CSV of good receipts, numbered from 1, each with its changes. */
export function csvOf(...changes: readonly RowChange[]): string {
  return csvHeader + changes.map((change, index) => rowOf(index + 1, change)).join('')
}

function rowOf(number: number, change: RowChange): string {
  const row = { ...GOOD, EInvoiceNumber: String(number).padStart(10, '0'), ...change }
  const cells = csvHeader
    .trim()
    .split(',')
    .map((column) => row[column as keyof typeof row] ?? '')
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}

export function keyOf(number: number) {
  return { code: '42990126', number: String(number).padStart(10, '0') }
}
