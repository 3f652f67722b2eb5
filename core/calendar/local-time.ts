/** The wall clock of Wuhan: Asia/Shanghai is eight hours ahead and has no summer time. */
import type { Instant } from '../message.ts'

const OFFSET_MS = 8 * 60 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

/** yyyy-MM-dd. */
export type Day = string

export function dayOf(instant: Instant): Day {
  return new Date(instant + OFFSET_MS).toISOString().slice(0, 10)
}

/** HH:mm. */
export function timeOf(instant: Instant): string {
  return new Date(instant + OFFSET_MS).toISOString().slice(11, 16)
}

/** `time` is HH:mm. */
export function instantOf(day: Day, time: string): Instant {
  return Date.parse(`${day}T${time}:00.000Z`) - OFFSET_MS
}

export function dayAfter(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS).toISOString().slice(0, 10)
}

/** Since midnight, in milliseconds. */
export function sinceMidnight(instant: Instant): number {
  return (instant + OFFSET_MS) % DAY_MS
}

export function isWeekend(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}
