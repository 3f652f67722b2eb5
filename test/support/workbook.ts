/** What is in a workbook, as a spreadsheet program reads it. */
import { XMLParser } from 'fast-xml-parser'
import { strFromU8, unzipSync } from 'fflate'
import type { Files } from '../../core/ports.ts'

type Cell = string | number
interface Xml {
  readonly [name: string]: Xml | Xml[] | string | undefined
}

const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, trimValues: false })

/** The rows of each sheet of a file that was kept. Throws when a cell is a formula. */
export async function sheetsOf(files: Pick<Files, 'read'>, id: string): Promise<Cell[][][]> {
  const parts: Uint8Array[] = []
  for await (const part of (await files.read(id)) ?? []) parts.push(part)
  const zip = unzipSync(Buffer.concat(parts))
  const read = (name: string) => parser.parse(strFromU8(zip[name] ?? new Uint8Array())) as Xml
  const shared = list(at(read('xl/sharedStrings.xml'), 'sst', 'si')).map((si) => String(si['t']))
  const names = Object.keys(zip).filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name))
  return names
    .toSorted()
    .map((name) =>
      list(at(read(name), 'worksheet', 'sheetData', 'row')).map((row) =>
        list(row['c']).map((cell) => valueOf(cell, shared)),
      ),
    )
}

function valueOf(cell: Xml, shared: readonly string[]): Cell {
  if (cell['f'] !== undefined) throw new Error('a cell is a formula')
  const value = Number(cell['v'])
  return cell['@_t'] === 's' ? (shared[value] ?? '') : value
}

function at(xml: Xml | undefined, ...path: string[]): Xml | Xml[] | string | undefined {
  return path.reduce<Xml | Xml[] | string | undefined>(
    (inner, name) => (typeof inner === 'object' && !Array.isArray(inner) ? inner[name] : undefined),
    xml,
  )
}

function list(value: Xml | Xml[] | string | undefined): Xml[] {
  if (Array.isArray(value)) return value
  return typeof value === 'object' ? [value] : []
}
