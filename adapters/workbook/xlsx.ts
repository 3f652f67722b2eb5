/** Workbooks as xlsx. A large one takes seconds: it is written in a thread of its own, while everybody else is answered. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Sheet, Workbooks } from '../../core/ports.ts'
import { xlsxOf } from './xlsx-file.ts'

/** So many rows take less time than a thread takes to begin. */
const MOST_ROWS_HERE = 1000

export const xlsx: Workbooks = {
  write(sheets) {
    const rows = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0)
    return rows > MOST_ROWS_HERE ? writtenApart(sheets) : xlsxOf(sheets)
  },
}

/** Throws what the thread throws. */
async function writtenApart(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
    workerData: sheets,
    execArgv: [],
  })
  try {
    const [written] = (await once(worker, 'message')) as [Uint8Array]
    return written
  } finally {
    await worker.terminate()
  }
}
