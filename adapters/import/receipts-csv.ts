/** Receipts out of a CSV with the header of the unified format's names. */
import type { Receipt } from '../../core/receipts/receipt.ts'
import { importWords as words } from '../../core/wording/import-words.ts'
import { createCsvReader, type CsvRecord, RecordTooLong } from './csv-reader.ts'
import { decodeText } from './encoding.ts'
import {
  type Column,
  columns,
  type Extras,
  type Fault,
  readFields,
  requiredColumns,
} from './fields.ts'

/**
 * One receipt, or what is wrong with it. `whole`: the file or the rest of it is not read, or there is
 * nothing to be read under the path. `file` is missing when the path itself is the file.
 */
export type ReadItem =
  | { readonly file?: string; readonly line?: number; readonly receipt: Receipt }
  | {
      readonly file?: string
      readonly line?: number
      readonly faults: readonly Fault[]
      readonly whole?: 'file' | 'path'
    }

/** A receipt of 18 fields takes hundreds of characters; a cell of a spreadsheet holds 32,767. */
const LONGEST_RECORD = 256 * 1024
const NO_EXTRAS: Extras = { items: [] }

/** Yields in batches as the file is read. What is wrong is in the items; only the outside's failures are thrown. */
export async function* readReceiptsCsv(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly ReadItem[]> {
  const csv = createCsvReader(LONGEST_RECORD)
  const toItems = itemsOf()
  try {
    for await (const text of decodeText(chunks)) {
      const items = toItems(csv.push(text))
      yield items
      if (items.some(isWhole)) return
    }
    yield toItems(csv.end())
  } catch (error) {
    if (!(error instanceof RecordTooLong)) throw error
    yield [{ line: error.line, faults: [{ why: words.recordTooLong }], whole: 'file' }]
  }
}

export function isWhole(item: ReadItem): boolean {
  return 'whole' in item
}

/** The first record is the header. */
function itemsOf(): (records: readonly CsvRecord[]) => readonly ReadItem[] {
  let header: Header | undefined
  return (records) => {
    const [first, ...others] = records
    if (header) return records.map(itemOf(header))
    if (!first) return []
    const read = readHeader(first)
    if ('faults' in read) return [{ line: first.line, faults: read.faults, whole: 'file' }]
    header = read
    return others.map(itemOf(header))
  }
}

interface Header {
  readonly width: number
  /** Where each known column stands. */
  readonly places: readonly (readonly [Column, number])[]
}

function readHeader({ fields }: CsvRecord): Header | { readonly faults: readonly Fault[] } {
  const names = fields.map((name) => name.replace('\ufeff', '').trim())
  const missing = requiredColumns.filter((column) => !names.includes(column))
  const doubled = columns.filter((column) => names.indexOf(column) !== names.lastIndexOf(column))
  const faults = [
    ...missing.map((column) => ({ column, why: words.missingColumn })),
    ...doubled.map((column) => ({ column, why: words.doubledColumn })),
  ]
  if (faults.length > 0) return { faults }
  const places = columns.flatMap((column) => {
    const place = names.indexOf(column)
    return place < 0 ? [] : [[column, place] as const]
  })
  return { width: names.length, places }
}

function itemOf({ width, places }: Header): (record: CsvRecord) => ReadItem {
  return ({ line, fields: cells, fault }) => {
    if (fault) return { line, faults: [{ why: words.quotes }] }
    if (widthOf(cells, width) !== width) {
      return { line, faults: [{ why: words.columns(cells.length, width) }] }
    }
    const fields: { [K in Column]?: string } = {}
    for (const [column, place] of places) fields[column] = cells[place] ?? ''
    const read = readFields(fields, NO_EXTRAS)
    return isFaults(read) ? { line, faults: read } : { line, receipt: read }
  }
}

/** Spreadsheets leave empty cells behind the last column. */
function widthOf(cells: readonly string[], width: number): number {
  return cells.length > width && cells.slice(width).every((cell) => cell.trim() === '')
    ? width
    : cells.length
}

export function isFaults(read: Receipt | readonly Fault[]): read is readonly Fault[] {
  return Array.isArray(read)
}
