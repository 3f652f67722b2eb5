/** The calendar out of a folder with one JSON file a year, which a clerk can edit. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Calendar, openCalendar } from '../../core/calendar/calendar.ts'
import { type CalendarYear, readYear } from '../../core/calendar/year.ts'
import type { Logger } from '../../core/ports.ts'

/** A file that holds no year: which one, and what is wrong with it. */
export class CalendarUnreadable extends Error {
  override readonly name = 'CalendarUnreadable'
}

/** Where the years are that come with the program. */
export const OWN_YEARS = new URL('../../core/calendar/years', import.meta.url).pathname

/** Throws `CalendarUnreadable` for a file that is wrong, and what the file system throws. */
export async function readCalendar(folder: string, logger: Logger): Promise<Calendar> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const years = await Promise.all(names.map((name) => readOne(folder, name)))
  return openCalendar(years, (year) =>
    logger.warn('the holidays of a year are not known: only weekends are days off', {
      year,
      file: join(folder, `${year}.json`),
    }),
  )
}

async function readOne(folder: string, name: string): Promise<CalendarYear> {
  const read = readYear(await readFile(join(folder, name), 'utf8'))
  if (read.kind === 'year') return read.year
  throw new CalendarUnreadable(`${join(folder, name)}: ${read.why}`)
}
