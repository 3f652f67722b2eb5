/** The folder of the calendar: read as it is, and a wrong file is named. */
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OWN_YEARS, readCalendar } from '../../../adapters/calendar-files/folder.ts'
import type { Logger } from '../../../core/ports.ts'
import { temporaryFolder } from '../../support/temporary.ts'

function listening(): { logger: Logger; warned: object[] } {
  const warned: object[] = []
  const logger: Logger = {
    info: () => undefined,
    error: () => undefined,
    warn: (_event, fields = {}) => void warned.push(fields),
  }
  return { logger, warned }
}

describe('the folder of the calendar', () => {
  it('gives the years that come with the program, and warns once of one that is missing', async () => {
    const { logger, warned } = listening()
    const calendar = await readCalendar(OWN_YEARS, logger)
    expect(calendar.isWorkingDay('2026-10-01')).toBe(false)
    expect(warned).toEqual([])
    calendar.isWorkingDay('2031-10-01')
    calendar.isWorkingDay('2031-10-02')
    expect(warned).toEqual([{ year: 2031, file: join(OWN_YEARS, '2031.json') }])
  })

  it('takes what a clerk adds, and names the file that is wrong', async () => {
    const folder = temporaryFolder()
    cpSync(OWN_YEARS, folder, { recursive: true })
    const added = { year: 2027, source: '示例', workdays: [], holidays: [] }
    const holiday = { name: '元旦', from: '2027-01-01', to: '2027-01-01' }
    writeFileSync(join(folder, '2027.json'), JSON.stringify({ ...added, holidays: [holiday] }))
    const { logger } = listening()
    expect((await readCalendar(folder, logger)).isWorkingDay('2027-01-01')).toBe(false)
    writeFileSync(join(folder, '2028.json'), '{"year": "x"}')
    await expect(readCalendar(folder, logger)).rejects.toThrow(/2028\.json: year/)
  })
})
