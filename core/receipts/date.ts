/** Calendar dates as receipts write them, and the time of day in Wuhan. */
import type { Instant } from '../message.ts'

const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000

/** yyyy-MM-dd when the three make a real date between 1990 and 2099; otherwise undefined. */
export function calendarDate(year: string, month: string, day: string): string | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  if (y < 1990 || y > 2099 || m < 1 || m > 12) return undefined
  if (d < 1 || d > new Date(Date.UTC(y, m, 0)).getUTCDate()) return undefined
  return `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
}

/** `yyyyMMdd` → yyyy-MM-dd; undefined when it is no date: then it may be a receipt's code. */
export function compactDate(text: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  return match ? calendarDate(match[1] ?? '', match[2] ?? '', match[3] ?? '') : undefined
}

/** `2026-3-6`, `2026年3月6日` → yyyy-MM-dd. */
export function separateDate(text: string): string | undefined {
  const [year = '', month = '', day = ''] = text.match(/\d+/g) ?? []
  return calendarDate(year, month, day)
}

/** The wall clock in Wuhan (Asia/Shanghai has no summer time): `HH:mm`, with the day in front when it is not today. */
export function clockTime(instant: Instant, now: Instant): string {
  const [day, time] = [localDay(instant), local(instant).slice(11, 16)]
  return day === localDay(now) ? time : `${day} ${time}`
}

/** The day in Wuhan, yyyy-MM-dd. */
export function localDay(instant: Instant): string {
  return local(instant).slice(0, 10)
}

/** The time of day in Wuhan, HH:mm:ss. */
export function localTime(instant: Instant): string {
  return local(instant).slice(11, 19)
}

function local(instant: Instant): string {
  return new Date(instant + SHANGHAI_OFFSET_MS).toISOString()
}
