/** `cli import units`: the directory goes into the store, what it no longer lists is marked, and what is wrong is said. */
import { createReadStream } from 'node:fs'
import { type UnitItem, readUnitsCsv } from '../adapters/import/units-csv.ts'
import { importWords as words } from '../core/wording/import-words.ts'
import type { ImportIo, ImportProblem } from './import.ts'

export interface ImportUnitsArgs {
  readonly path: string
  readonly json: boolean
}

export interface UnitsResult {
  read: number
  /** Added and changed. */
  imported: number
  changed: number
  unchanged: number
  /** Were in the directory before, and are not in this file. */
  gone: number
  refused: number
  /** The first thousand. */
  readonly problems: ImportProblem[]
}

interface Tally {
  readonly result: UnitsResult
  problemCount: number
  /** The file could not be read, or not to its end. */
  failed: boolean
}

/** The directory in some forty transactions: an assistant on the same database gets its turn between two. */
const BATCH = 1000
const MOST_KEPT = 1000
const MOST_PRINTED = 50

/** 0: done, bad rows reported; 1: the file could not be read to its end, the reason is on `err`, and nothing is marked as gone. */
export async function importUnits({ path, json }: ImportUnitsArgs, io: ImportIo): Promise<0 | 1> {
  const now = io.now()
  const tally = await take(path, now, io)
  const { result } = tally
  let goneNames: readonly string[] = []
  await io.store.transaction(async (tx) => {
    if (!tally.failed && result.read > 0) {
      const { count, first } = await tx.units.markGone(now)
      result.gone = count
      goneNames = first.map(({ name, code }) => `${name} ${code}`)
    }
    const { read, imported, refused } = result
    await tx.imports.add({ kind: 'units', at: now, read, imported, refused })
    // What a role gives depends on the directory: who changed it must be known.
    const entry = { actor: 'cli', action: 'units.imported', object: 'directory' }
    tx.audit.append({ ...entry, result: `${imported} changed, ${result.gone} gone` }, now)
  })
  for (const problem of result.problems.slice(0, MOST_PRINTED)) io.err(problemLine(problem))
  const more = tally.problemCount - Math.min(result.problems.length, MOST_PRINTED)
  if (more > 0) io.err(words.moreProblems(more))
  if (tally.failed) io.err(words.unit.noneGone)
  if (json) io.out(JSON.stringify(result))
  else {
    io.out(words.unit.summary(result))
    if (result.gone > 0) io.out(words.unit.gone(result.gone, goneNames))
  }
  return tally.failed ? 1 : 0
}

async function take(path: string, now: number, io: ImportIo): Promise<Tally> {
  const result = {
    read: 0,
    imported: 0,
    changed: 0,
    unchanged: 0,
    gone: 0,
    refused: 0,
    problems: [],
  }
  const tally: Tally = { result, problemCount: 0, failed: false }
  let waiting: UnitItem[] = []
  const flush = async () => {
    await keep(waiting, tally, now, io)
    waiting = []
  }
  try {
    for await (const items of readUnitsCsv(createReadStream(path))) {
      for (const item of items) {
        waiting.push(item)
        if (waiting.length >= BATCH) await flush()
      }
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error
    waiting.push({
      faults: [{ why: code === 'ENOENT' ? words.notFound : words.unreadable }],
      whole: true,
    })
  }
  await flush()
  return tally
}

/** A row that was refused does not make its unit disappear. */
async function keep(items: readonly UnitItem[], tally: Tally, now: number, { store }: ImportIo) {
  const units = items.flatMap((item) => ('unit' in item ? [item.unit] : []))
  const named = items.flatMap((item) => ('faults' in item && item.code ? [item.code] : []))
  const changes = await store.transaction(async (tx) => {
    await tx.units.touch(named, now)
    return tx.units.put(units, now)
  })
  const { result } = tally
  result.read += units.length
  for (const change of changes) {
    if (change === 'unchanged') result.unchanged += 1
    else result.imported += 1
    if (change === 'changed') result.changed += 1
  }
  for (const item of items) if ('faults' in item) note(item, tally)
}

function note(
  { line, faults, whole = false }: Exclude<UnitItem, { unit: unknown }>,
  tally: Tally,
): void {
  const { result } = tally
  if (whole) tally.failed = true
  else result.read += 1
  if (!whole) result.refused += 1
  tally.problemCount += faults.length
  for (const { column, why } of faults) {
    if (result.problems.length >= MOST_KEPT) return
    result.problems.push({
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      why,
    })
  }
}

function problemLine({ line, column, why }: ImportProblem): string {
  return words.place(line, column, why)
}
