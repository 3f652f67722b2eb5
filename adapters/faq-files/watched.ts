/** The FAQ of a running assistant: a change in the folder is taken up within a second, a broken file is not. */
import { watch } from 'chokidar'
import { type FaqBook, openBook } from '../../core/faq/book.ts'
import { WEIGHTS } from '../../core/faq/weights.ts'
import type { Logger } from '../../core/ports.ts'
import { createFolderReader, type Folder } from './folder.ts'

/** Editors write a file in several steps; they are taken together. */
const SETTLE_MS = 150

export interface WatchedFaq extends FaqBook {
  close(): Promise<void>
}

/** Rejects when the folder cannot be read; later trouble leaves the last good state and goes to the log. */
export async function openWatchedFaq(folder: string, logger: Logger): Promise<WatchedFaq> {
  const read = createFolderReader(folder)
  let book = openBook((await firstTime(read, logger)).entries, WEIGHTS)
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()

  async function reload(): Promise<void> {
    try {
      const { entries, problems } = await read()
      book = openBook(entries, WEIGHTS)
      report(problems, logger)
      logger.info('faq reloaded', { entries: entries.length, refused: problems.length })
    } catch (error) {
      logger.error('faq not reloaded', { reason: error instanceof Error ? error.name : 'unknown' })
    }
  }

  const watcher = watch(folder, { ignoreInitial: true })
  watcher.on('all', () => {
    clearTimeout(timer)
    timer = setTimeout(() => (running = running.then(reload)), SETTLE_MS)
  })
  watcher.on('error', () => logger.error('faq folder is not watched', {}))
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
  return {
    find: (question, options) => book.find(question, options),
    entry: (id) => book.entry(id),
    async close() {
      clearTimeout(timer)
      await watcher.close()
      await running
    },
  }
}

async function firstTime(read: () => Promise<Folder>, logger: Logger): Promise<Folder> {
  const folder = await read()
  report(folder.problems, logger)
  return folder
}

function report(problems: Folder['problems'], logger: Logger): void {
  for (const { file, line, why } of problems) logger.warn('faq file refused', { file, line, why })
}
