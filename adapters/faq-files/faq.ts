/** The FAQ out of a folder of files, taken up again within a second of a change while the assistant runs. */
import { setImmediate as others } from 'node:timers/promises'
import { beginBook, type BookInMaking } from '../../core/faq/book.ts'
import type { Weights } from '../../core/faq/rank.ts'
import type { Faq, Logger } from '../../core/ports.ts'
import { createEntryFolder, type EntryFolder, type Reading } from './folder.ts'
import { createWatchers } from './watchers.ts'

export interface FaqFilesOptions {
  readonly folder: string
  readonly weights: Weights
  readonly logger: Logger
}

export interface FaqFiles extends Faq {
  /** Watches no more. */
  close(): void
}

/** Editors write in several steps: a change is read when it has been quiet for so long. */
const QUIET_MS = 80
/** After so long a start is over. */
const WARM_MS = 1500
/** How often it is looked where a folder cannot be watched, or is away. */
const LOOK_MS = 400

/** The folder is missing or cannot be read; the message names it and why. */
export class FaqFolderError extends Error {
  override readonly name = 'FaqFolderError'
}

/**
 * Reads the folder and watches it until `close`. Files that are no entries are logged with line and reason and left
 * out; of an entry that was good before the last good version stays. Throws `FaqFolderError`.
 */
export async function openFaqFiles(options: FaqFilesOptions): Promise<FaqFiles> {
  const { folder, weights, logger } = options
  const entries = createEntryFolder(folder)
  const first = await entries.read().catch((error: unknown) => {
    throw new FaqFolderError(`${folder} (${codeOf(error)})`)
  })
  tell(first, logger)
  let current = beginBook(first.entries, weights)
  // Indexing takes a while: a start does not wait for it, and the first question seldom has to.
  const warming = setTimeout(() => void inTurns(current), WARM_MS)
  warming.unref()
  const stop = keepReading(entries, first, logger, async (reading) => {
    tell(reading, logger)
    if (!reading.changed) return
    const next = beginBook(reading.entries, weights)
    await inTurns(next)
    current = next
  })
  return {
    find: (text, query) => current.finish().find(text, query),
    entry: (id) => current.finish().entry(id),
    related: (id) => current.finish().related(id),
    newer: (id) => current.finish().newer(id),
    close() {
      clearTimeout(warming)
      stop()
    },
  }
}

/** Nobody who writes meanwhile waits for all of it. */
async function inTurns(book: BookInMaking): Promise<void> {
  while (!book.step()) await others()
}

/** Reads again after each change, never twice at once. Returns how to stop. */
function keepReading(
  entries: EntryFolder,
  first: Reading,
  logger: Logger,
  take: (reading: Reading) => Promise<void>,
): () => void {
  let state: 'idle' | 'reading' | 'outdated' | 'stopped' = 'idle'
  let timer: NodeJS.Timeout | undefined
  let away = false
  const watchers = createWatchers(() => {
    if (state === 'reading') state = 'outdated'
    else if (state === 'idle') later(QUIET_MS)
  })
  const isStopped = () => state === 'stopped'

  function later(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), ms)
    timer.unref()
  }

  async function look(): Promise<void> {
    state = 'reading'
    const reading = await entries.read().catch((error: unknown) => {
      if (!away) logger.error('faq folder unreadable', { reason: codeOf(error) })
    })
    if (isStopped()) return
    away = reading === undefined
    const watched = watchers.follow(reading?.folders ?? [])
    if (reading) await take(reading)
    if (isStopped()) return
    const outdated = isOutdated()
    state = 'idle'
    if (outdated) later(QUIET_MS)
    else if (away || !watched) later(LOOK_MS)
  }
  const isOutdated = () => state === 'outdated'

  if (!watchers.follow(first.folders)) later(LOOK_MS)
  return () => {
    state = 'stopped'
    clearTimeout(timer)
    watchers.stop()
  }
}

function tell({ entries, changed, refused }: Reading, logger: Logger): void {
  for (const { file, problems } of refused) {
    for (const { line, why } of problems) logger.warn('faq entry refused', { file, line, why })
  }
  if (changed) logger.info('faq read', { entries: entries.length })
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown'
}
