/** Working days and hours, over the holidays of 2026 as they were announced. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openCalendar } from '../../../core/calendar/calendar.ts'
import { dayOf, instantOf, timeOf } from '../../../core/calendar/local-time.ts'
import { type CalendarYear, readYear } from '../../../core/calendar/year.ts'

const text = (year: number) =>
  readFileSync(new URL(`../../../core/calendar/years/${year}.json`, import.meta.url), 'utf8')

function yearOf(json: string): CalendarYear {
  const read = readYear(json)
  if (read.kind === 'refused') throw new Error(read.why)
  return read.year
}

const calendar = openCalendar([yearOf(text(2025)), yearOf(text(2026))])
const when = (words: string) => {
  const [day = '', time = '00:00'] = words.split(' ')
  return instantOf(day, time)
}
const said = (instant: number) => `${dayOf(instant)} ${timeOf(instant)}`

describe('working days', () => {
  it('are weekdays that are no holiday, and the weekends worked instead', () => {
    expect(calendar.isWorkingDay('2026-11-23')).toBe(true)
    expect(calendar.isWorkingDay('2026-11-22')).toBe(false)
    expect(calendar.isWorkingDay('2026-10-05')).toBe(false)
    expect(calendar.isWorkingDay('2026-10-10')).toBe(true)
    expect(calendar.isWorkingDay('2026-02-28')).toBe(true)
    expect(calendar.isWorkingDay('2026-02-23')).toBe(false)
  })

  it('are 248 in 2025 and in 2026', () => {
    const count = (year: number) => {
      let days = 0
      for (let at = instantOf(`${year}-01-01`, '12:00'); dayOf(at) < `${year + 1}`; at += 864e5) {
        if (calendar.isWorkingDay(dayOf(at))) days++
      }
      return days
    }
    expect([count(2025), count(2026)]).toEqual([248, 248])
  })

  it('are counted from now at the same time of day, and from a day off when work begins', () => {
    const later = (words: string, days: number) => said(calendar.addWorkingDays(when(words), days))
    expect(later('2026-11-20 15:00', 2)).toBe('2026-11-24 15:00')
    expect(later('2026-11-21 23:59', 2)).toBe('2026-11-25 09:00')
    expect(later('2026-09-30 16:20', 2)).toBe('2026-10-09 16:20')
    expect(later('2026-09-30 16:20', 3)).toBe('2026-10-10 16:20')
    expect(later('2026-11-23 10:00', 0)).toBe('2026-11-23 10:00')
  })

  it('are open for so long: what is left goes on when they open again', () => {
    const later = (words: string, minutes: number) =>
      said(calendar.addOpenTime(when(words), minutes * 60_000))
    expect(later('2026-11-23 10:00', 15)).toBe('2026-11-23 10:15')
    expect(later('2026-11-23 11:50', 15)).toBe('2026-11-23 14:05')
    expect(later('2026-11-23 17:20', 15)).toBe('2026-11-24 09:05')
    expect(later('2026-09-30 17:20', 15)).toBe('2026-10-08 09:05')
    expect(later('2026-11-23 09:00', 13 * 60)).toBe('2026-11-24 17:30')
    expect(
      said(calendar.addOpenTime(when('2026-11-23 23:50'), 900_000, [['22:00', '24:00']])),
    ).toBe('2026-11-24 22:05')
  })

  it('never go back, and end on a working day', () => {
    const start = instantOf('2025-01-01', '00:00')
    fc.assert(
      fc.property(fc.nat(700 * 1440), fc.nat(20), (minutes, days) => {
        const now = start + minutes * 60_000
        const due = calendar.addWorkingDays(now, days)
        expect(due).toBeGreaterThanOrEqual(now)
        expect(calendar.isWorkingDay(dayOf(due))).toBe(true)
        expect(calendar.addWorkingDays(now, days + 1)).toBeGreaterThan(due)
      }),
    )
  })
})

describe('office hours', () => {
  it('are open on working days, with a pause at noon', () => {
    for (const open of ['2026-11-23 09:00', '2026-11-23 11:59', '2026-10-10 14:00']) {
      expect(calendar.isOpen(when(open)), open).toBe(true)
    }
    for (const shut of [
      '2026-11-23 08:59',
      '2026-11-23 12:00',
      '2026-11-23 17:30',
      '2026-10-01 10:00',
    ]) {
      expect(calendar.isOpen(when(shut)), shut).toBe(false)
    }
  })

  it('tell when they next begin', () => {
    const next = (words: string) => said(calendar.nextOpening(when(words)))
    expect(next('2026-11-23 10:00')).toBe('2026-11-23 10:00')
    expect(next('2026-11-23 12:30')).toBe('2026-11-23 14:00')
    expect(next('2026-11-23 06:00')).toBe('2026-11-23 09:00')
    expect(next('2026-09-30 18:00')).toBe('2026-10-08 09:00')
    expect(said(calendar.nextOpening(when('2026-11-23 10:00'), [['13:00', '14:00']]))).toBe(
      '2026-11-23 13:00',
    )
  })
})

describe('a year that is not there', () => {
  it('is told once, and has weekends', () => {
    const missing: number[] = []
    const bare = openCalendar([], (year) => missing.push(year))
    expect(bare.isWorkingDay('2026-10-01')).toBe(true)
    expect(bare.isWorkingDay('2026-10-03')).toBe(false)
    bare.addWorkingDays(when('2026-12-31 10:00'), 2)
    expect(missing).toEqual([2026, 2027])
  })
})

describe('a file of a year', () => {
  it('is refused with the place and what is wrong there', () => {
    const year = JSON.parse(text(2026)) as Record<string, unknown>
    const why = (change: object) => {
      const read = readYear(JSON.stringify({ ...year, ...change }))
      return read.kind === 'refused' ? read.why : 'taken'
    }
    expect(why({})).toBe('taken')
    expect(why({ workdays: ['2026-02-30'] })).toContain('workdays.0: a day such as')
    expect(why({ workdays: ['2025-02-03'] })).toContain('a day of 2026')
    expect(why({ workdays: ['2026-10-02'] })).toContain('no holiday')
    expect(why({ holidays: [{ name: '国庆', from: '2026-10-07', to: '2026-10-01' }] })).toContain(
      'holidays.0.to',
    )
    expect(readYear('{').kind).toBe('refused')
  })
})
