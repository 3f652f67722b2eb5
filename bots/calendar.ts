/** The calendar that the configuration names, or the one that comes with the program. */
import { CalendarUnreadable, OWN_YEARS, readCalendar } from '../adapters/calendar-files/folder.ts'
import type { Calendar } from '../core/calendar/calendar.ts'
import type { Logger } from '../core/ports.ts'
import { type Config, ConfigError } from './config.ts'

/** Throws `ConfigError` for a folder that is none, and for a file that is wrong, with its name and what is wrong. */
export async function openCalendar({ CALENDAR_DIR }: Config, logger: Logger): Promise<Calendar> {
  try {
    return await readCalendar(CALENDAR_DIR ?? OWN_YEARS, logger)
  } catch (error) {
    if (error instanceof CalendarUnreadable) throw new ConfigError(`CALENDAR_DIR: ${error.message}`)
    const { code = 'unreadable' } = error as NodeJS.ErrnoException
    throw new ConfigError(
      `CALENDAR_DIR cannot be read (${code}): name the folder of the holidays, one JSON file a year`,
    )
  }
}
