/** `cli import receipts`: what lies under a path goes into the ledger, and what is wrong is said by line and column. */
import type { Fault } from '../adapters/import/fields.ts'
import type { ReadItem } from '../adapters/import/receipts-csv.ts'
import { readReceipts } from '../adapters/import/sources.ts'
import { keep, rehearse, type Taker } from '../adapters/import/takers.ts'
import type { Added, Store } from '../core/store.ts'
import { importWords as words } from '../core/wording/import-words.ts'

export interface ImportArgs {
  readonly path: string
  /** Nothing is imported when there is any problem. */
  readonly strict: boolean
  readonly json: boolean
}

export interface ImportIo {
  out(line: string): void
  err(line: string): void
  readonly store: Store
  now(): number
}

/** Where and why; never what stood there. */
export interface ImportProblem {
  readonly file?: string
  /** From 1, the header is line 1. */
  readonly line?: number
  /** The header's name, or the element's in an XML. */
  readonly column?: string
  readonly why: string
}

export interface ImportResult {
  read: number
  imported: number
  unchanged: number
  refused: number
  /** The first thousand. */
  readonly problems: ImportProblem[]
}

interface Tally {
  readonly result: ImportResult
  problemCount: number
  /** Which problems are of a whole file: they are printed first. */
  readonly wholes: Set<number>
  /** Rows of files that could be read, good and bad. */
  rows: number
  /** The path itself could not be read, or not to its end. */
  failed: boolean
}

/** What is held in memory: one batch is read while another is written. */
const BATCH = 500
const MOST_KEPT = 1000
/** The last places are for files that are refused as a whole. */
const MOST_ROWS_KEPT = 900
const MOST_PRINTED = 50
const PROGRESS_MS = 2000
const PROGRESS_ROWS = 50_000

/**
 * 0: done, bad rows reported; 1: nothing could be read, or `strict` and a problem; the reason is on `err`.
 * Stopped and started again it goes on, since what is in the ledger already is unchanged.
 */
export async function importReceipts(args: ImportArgs, io: ImportIo): Promise<0 | 1> {
  if (args.strict) {
    const rehearsal = await run(args.path, rehearse(io.store), io, words.rehearsing)
    if (rehearsal.problemCount > 0) {
      Object.assign(rehearsal.result, { imported: 0 })
      return finish(rehearsal, args, io, words.strictRefused)
    }
  }
  const started = io.now()
  const tally = await run(args.path, keep(io.store), io, (rows) =>
    words.progress(rows, (io.now() - started) / 1000),
  )
  const { read, imported, refused } = tally.result
  const record = { kind: 'receipts', at: started, read, imported, refused } as const
  await io.store.transaction((tx) => tx.imports.add(record))
  return finish(tally, args, io, failureOf(tally, args))
}

function failureOf(tally: Tally, { strict }: ImportArgs): string | undefined {
  if (strict && tally.problemCount > 0) return words.strictLate
  const nothing = tally.rows === 0 && tally.problemCount > 0
  return tally.failed || nothing ? words.notAll : undefined
}

async function run(
  path: string,
  taker: Taker,
  io: ImportIo,
  progress: (rows: number) => string,
): Promise<Tally> {
  const tally = emptyTally()
  const tell = progressTeller(io)
  let waiting: ReadItem[] = []
  let writing = Promise.resolve()
  const flush = async (items: readonly ReadItem[]) => {
    const added = await taker.take(
      items.flatMap((item) => ('receipt' in item ? [item.receipt] : [])),
    )
    let next = 0
    for (const item of items) count(tally, item, 'receipt' in item ? added[next++] : undefined)
    tell(tally.result.read, progress)
  }
  /** One batch is written while the next is read. */
  const hand = async () => {
    await writing
    writing = flush(waiting)
    writing.catch(() => undefined)
    waiting = []
  }
  try {
    for await (const items of readReceipts(path)) {
      for (const item of items) {
        waiting.push(item)
        if (waiting.length >= BATCH) await hand()
      }
    }
    await hand()
    await writing
  } finally {
    await taker.end()
  }
  return tally
}

function emptyTally(): Tally {
  const result = { read: 0, imported: 0, unchanged: 0, refused: 0, problems: [] }
  return { result, problemCount: 0, wholes: new Set(), rows: 0, failed: false }
}

/** A file that is refused as a whole counts as one. */
function count(tally: Tally, item: ReadItem, added: Added | undefined): void {
  const { result } = tally
  if ('receipt' in item || !item.whole) tally.rows += 1
  if ('receipt' in item) {
    result.read += 1
    if (added === 'added') result.imported += 1
    else if (added === 'unchanged') result.unchanged += 1
    else note(tally, item, [{ why: words.different }])
    return
  }
  if (item.whole && item.file === undefined) tally.failed = true
  if (item.whole !== 'path') result.read += 1
  note(tally, item, item.faults)
}

function note(tally: Tally, item: ReadItem, faults: readonly Fault[]): void {
  const { file, line } = item
  const { problems } = tally.result
  const isWhole = 'whole' in item
  if (!('whole' in item && item.whole === 'path')) tally.result.refused += 1
  tally.problemCount += faults.length
  for (const { column, why } of faults) {
    if (problems.length >= (isWhole ? MOST_KEPT : MOST_ROWS_KEPT)) return
    if (isWhole) tally.wholes.add(problems.length)
    problems.push({
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      why,
    })
  }
}

function finish(tally: Tally, { json }: ImportArgs, io: ImportIo, failure?: string): 0 | 1 {
  const { result, problemCount } = tally
  const rank = (index: number) => (tally.wholes.has(index) ? 0 : 1)
  const shown = result.problems
    .map((problem, index) => ({ problem, rank: rank(index) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_PRINTED)
  for (const { problem } of shown) io.err(problemLine(problem))
  if (problemCount > shown.length) io.err(words.moreProblems(problemCount - shown.length))
  if (failure) io.err(failure)
  io.out(json ? JSON.stringify(result) : words.summary(result))
  return failure ? 1 : 0
}

function problemLine({ file, line, column, why }: ImportProblem): string {
  return (file === undefined ? '' : `${file}: `) + words.place(line, column, why)
}

function progressTeller(io: ImportIo) {
  let last = io.now()
  return (rows: number, progress: (rows: number) => string) => {
    if (io.now() - last < PROGRESS_MS) return
    if (!process.stderr.isTTY && rows < PROGRESS_ROWS) return
    last = io.now()
    io.err(progress(rows))
  }
}
