/** Working days and hours in Hubei: weekends, holidays and the days worked instead, in Wuhan's time. */
import type { Instant } from '../message.ts'
import {
  type Day,
  dayAfter,
  dayOf,
  instantOf,
  isWeekend,
  sinceMidnight,
  timeOf,
} from './local-time.ts'
import type { CalendarYear } from './year.ts'

/** Times of a working day, HH:mm, in order; each ends before its second. */
export type Hours = readonly (readonly [from: string, to: string])[]

export const officeHours: Hours = [
  ['09:00', '12:00'],
  ['14:00', '17:30'],
]

/** No holiday lasts so long: after so many days without work something is wrong. */
const LONGEST_PAUSE_DAYS = 60

export interface Calendar {
  isWorkingDay(day: Day): boolean
  /** Within the hours of a working day. */
  isOpen(instant: Instant, hours?: Hours): boolean
  /** The instant itself when it is open, else when the hours next begin. */
  nextOpening(instant: Instant, hours?: Hours): Instant
  /** So much open time later, in milliseconds: 17:20 and 15 minutes lead to 9:05 of the next working day. */
  addOpenTime(instant: Instant, ms: number, hours?: Hours): Instant
  /**
   * The same time of day so many working days later: from Friday at 15:00 two working days lead to Tuesday at 15:00.
   * On a day off counting begins when the next working day does.
   */
  addWorkingDays(instant: Instant, days: number, hours?: Hours): Instant
}

/**
 * `onMissing` is told, once a year, that a year's holidays are not known: then only weekends are days off.
 */
export function openCalendar(
  years: readonly CalendarYear[],
  onMissing: (year: number) => void = () => undefined,
): Calendar {
  const known = new Map(years.map((year) => [year.year, year]))
  const told = new Set<number>()

  function isWorkingDay(day: Day): boolean {
    const number = Number(day.slice(0, 4))
    const year = known.get(number)
    if (!year && !told.has(number)) {
      told.add(number)
      onMissing(number)
    }
    if (year?.workdays.includes(day)) return true
    return !isWeekend(day) && !year?.holidays.some(({ from, to }) => from <= day && day <= to)
  }

  /** The first working day after this one. */
  function nextWorkingDay(day: Day): Day {
    let next = dayAfter(day)
    for (let tries = 0; !isWorkingDay(next) && tries < LONGEST_PAUSE_DAYS; tries++) {
      next = dayAfter(next)
    }
    return next
  }

  function isOpen(instant: Instant, hours: Hours = officeHours): boolean {
    const time = timeOf(instant)
    return isWorkingDay(dayOf(instant)) && hours.some(([from, to]) => from <= time && time < to)
  }

  function nextOpening(instant: Instant, hours: Hours = officeHours): Instant {
    if (isOpen(instant, hours)) return instant
    const day = dayOf(instant)
    const later = hours.find(([from]) => from > timeOf(instant))
    if (later && isWorkingDay(day)) return instantOf(day, later[0])
    return opening(nextWorkingDay(day), hours)
  }

  function addOpenTime(instant: Instant, ms: number, hours: Hours = officeHours): Instant {
    let left = ms
    for (let at = instant; ;) {
      const from = nextOpening(at, hours)
      const until = closing(from, hours)
      if (left <= until - from) return from + left
      left -= until - from
      at = until
    }
  }

  function addWorkingDays(instant: Instant, days: number, hours: Hours = officeHours): Instant {
    const today = dayOf(instant)
    const from = isWorkingDay(today) ? instant : opening(nextWorkingDay(today), hours)
    let day = dayOf(from)
    for (let count = 0; count < days; count++) day = nextWorkingDay(day)
    return instantOf(day, '00:00') + sinceMidnight(from)
  }

  return { isWorkingDay, isOpen, nextOpening, addOpenTime, addWorkingDays }
}

function opening(day: Day, hours: Hours): Instant {
  return instantOf(day, hours[0]?.[0] ?? '00:00')
}

/** When the hours end in which this instant lies. */
function closing(instant: Instant, hours: Hours): Instant {
  const time = timeOf(instant)
  const end = hours.find(([from, to]) => from <= time && time < to)?.[1] ?? '24:00'
  return instantOf(dayOf(instant), end)
}
