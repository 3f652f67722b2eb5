/** One workbook as xlsx, by write-excel-file: all at once, without a pause. No cell is ever a formula. */
import type { SheetData } from 'write-excel-file/node'
import type { Sheet } from '../../core/ports.ts'
import { safeCell } from '../../core/table-out.ts'

const WIDEST_COLUMN = 48
/** So many rows decide how wide a column is. */
const MEASURED_ROWS = 200
/** What a sheet's name may not hold; it has 31 characters at most. */
const NOT_IN_NAMES = /[\\/*?:[\]]/g

export async function xlsxOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const named = sheets.map((sheet) => ({
    sheet: sheet.name.replace(NOT_IN_NAMES, ' ').slice(0, 31),
    data: dataOf(sheet),
    columns: columnsOf(sheet),
    stickyRowsCount: 1,
  }))
  // Few ever want one: what writes them is loaded when somebody does.
  const { default: writeExcelFile } = await import('write-excel-file/node')
  return writeExcelFile(named).toBuffer()
}

function dataOf({ header, rows }: Sheet): SheetData {
  const heading = header.map((value) => ({ value, fontWeight: 'bold' as const }))
  const cells = rows.map((row) => row.map((value) => cell(safeCell(value))))
  return [heading, ...cells]
}

/** The type is told, so that a text that looks like a number stays one: receipt codes have leading digits to keep. */
function cell(value: string | number) {
  return typeof value === 'number' ? { value, type: Number } : { value, type: String }
}

/** In characters; a Chinese one is as wide as two. */
function columnsOf({ header, rows }: Sheet): { width: number }[] {
  return header.map((title, place) => {
    const shown = [title, ...rows.slice(0, MEASURED_ROWS).map((row) => String(row[place] ?? ''))]
    const widest = Math.max(
      ...shown.map((text) => text.length + (text.match(/[^\x00-\xff]/g) ?? []).length),
    )
    return { width: Math.min(widest + 2, WIDEST_COLUMN) }
  })
}
