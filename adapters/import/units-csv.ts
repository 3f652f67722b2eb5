/** Units out of the directory's CSV. */
import { regionByCode } from '../../core/people/regions.ts'
import { type Unit, unitKinds, unitModes } from '../../core/people/unit.ts'
import { importWords as words } from '../../core/wording/import-words.ts'
import { createCsvReader, type CsvRecord, RecordTooLong } from './csv-reader.ts'
import { decodeText } from './encoding.ts'
import { cleanLine, type Fault as AnyFault } from './fields.ts'
import { ImportRefusal } from './refusal.ts'

export type UnitFault = AnyFault

/** `code` of a row that was refused, when at least that could be read. `whole`: nothing after it was read. */
export type UnitItem =
  | { readonly line: number; readonly unit: Unit }
  | {
      readonly line?: number
      readonly faults: readonly UnitFault[]
      readonly code?: string
      readonly whole?: boolean
    }

const required = ['unitCode', 'unitName', 'region', 'kind', 'mode'] as const
const columns = [...required, 'parentUnit'] as const
type Column = (typeof columns)[number]
type Places = ReadonlyMap<Column, number>

const CODE = /^[0-9A-Za-z][0-9A-Za-z-]{3,29}$/
const LONGEST_NAME = 200
const LONGEST_RECORD = 64 * 1024

/** Yields in batches as the file is read. What is wrong is in the items; only the outside's failures are thrown. */
export async function* readUnitsCsv(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly UnitItem[]> {
  const csv = createCsvReader(LONGEST_RECORD)
  const toItems = itemsOf()
  try {
    for await (const text of decodeText(chunks)) {
      const items = toItems(csv.push(text))
      yield items
      if (items.some((item) => 'whole' in item)) return
    }
    yield toItems(csv.end(), true)
  } catch (error) {
    if (error instanceof RecordTooLong) {
      yield [{ line: error.line, faults: [{ why: words.recordTooLong }], whole: true }]
    } else if (error instanceof ImportRefusal)
      yield [{ faults: [{ why: error.message }], whole: true }]
    else throw error
  }
}

/** The first record is the header; each code counts once. */
function itemsOf(): (records: readonly CsvRecord[], end?: boolean) => readonly UnitItem[] {
  let header: { places: Places; width: number } | undefined
  const lines = new Map<string, number>()
  return (records, end = false) => {
    const [first] = records
    if (!header && !first) return end ? [{ faults: [{ why: words.emptyFile }], whole: true }] : []
    let rows = records
    if (!header && first) {
      const read = readHeader(first)
      if ('faults' in read) return [{ line: first.line, faults: read.faults, whole: true }]
      header = read
      rows = records.slice(1)
    }
    const { places, width } = header ?? { places: new Map(), width: 0 }
    return rows.map((record) => once(itemOf(record, places, width), lines))
  }
}

function readHeader({ fields }: CsvRecord) {
  const names = fields.map((name) => name.replace('\ufeff', '').trim())
  const faults = [
    ...required.filter((column) => !names.includes(column)).map(fault(words.missingColumn)),
    ...columns
      .filter((column) => names.indexOf(column) !== names.lastIndexOf(column))
      .map(fault(words.doubledColumn)),
  ]
  if (faults.length > 0) return { faults }
  const known = columns.filter((column) => names.includes(column))
  return {
    places: new Map(known.map((column) => [column, names.indexOf(column)])),
    width: names.length,
  }
}

const fault = (why: string) => (column: string) => ({ column, why })

function itemOf(
  { line, fields: cells, fault: broken }: CsvRecord,
  places: Places,
  width: number,
): UnitItem {
  if (broken) return { line, faults: [{ why: words.quotes }] }
  const extra = cells.slice(width).some((cell) => cell.trim() !== '')
  if (cells.length < width || extra)
    return { line, faults: [{ why: words.columns(cells.length, width) }] }
  const cell = (column: Column) => {
    const text = cleanLine(cells[places.get(column) ?? -1] ?? '')
    return /Code$|Unit$/.test(column) ? text.toUpperCase() : text
  }
  const code = cell('unitCode')
  const faults = faultsOf(cell)
  if (faults.length > 0) return { line, faults, ...(CODE.test(code) && { code }) }
  const parent = cell('parentUnit')
  const unit = { code, name: cell('unitName'), region: cell('region') } as Unit
  const rest = { kind: cell('kind'), mode: cell('mode') } as Pick<Unit, 'kind' | 'mode'>
  return { line, unit: { ...unit, ...rest, ...(parent !== '' && { parent }) } }
}

/** Every fault is named, so that a file is mended in one go; no fault repeats a value. */
function faultsOf(cell: (column: Column) => string): UnitFault[] {
  const { unit } = words
  const name = cell('unitName')
  const checks: readonly (readonly [Column, boolean, string])[] = [
    ['unitCode', CODE.test(cell('unitCode')), unit.code],
    ['unitName', name.length <= LONGEST_NAME, words.tooLong(LONGEST_NAME)],
    ['unitName', !name.includes('\ufffd'), words.broken],
    ['region', regionByCode(cell('region')) !== undefined, unit.region],
    ['kind', unitKinds.some((kind) => kind === cell('kind')), unit.oneOf(unitKinds)],
    ['mode', unitModes.some((mode) => mode === cell('mode')), unit.oneOf(unitModes)],
    ['parentUnit', cell('parentUnit') === '' || CODE.test(cell('parentUnit')), unit.code],
    [
      'parentUnit',
      cell('parentUnit') === '' || cell('parentUnit') !== cell('unitCode'),
      unit.ownParent,
    ],
  ]
  const empty = required.filter((column) => cell(column) === '')
  const wrong = checks.filter(([column, right]) => !right && !empty.some((one) => one === column))
  return [
    ...empty.map(fault(words.empty)),
    ...wrong.map(([column, _right, why]) => ({ column, why })),
  ]
}

function once(item: UnitItem, lines: Map<string, number>): UnitItem {
  if (!('unit' in item)) return item
  const { line, unit } = item
  const before = lines.get(unit.code)
  lines.set(unit.code, before ?? line)
  if (before === undefined) return item
  return {
    line,
    faults: [{ column: 'unitCode', why: words.unit.doubled(before) }],
    code: unit.code,
  }
}
