/** When a queue is staffed, and how soon its tickets are to be taken: as the operator set it, else office hours. */
import { type Calendar, type Hours, officeHours } from '../calendar/calendar.ts'
import type { Instant } from '../message.ts'
import { readAudience } from '../people/audience.ts'
import type { Audience } from '../people/kept.ts'
import { regionByCode } from '../people/regions.ts'

const MINUTE_MS = 60 * 1000
/** Who is asked first must have taken a ticket by then; who took it must have answered: in staffed time. */
const TAKE_WITHIN_MS = 15 * MINUTE_MS
export const ANSWER_WITHIN_MS = 30 * MINUTE_MS
const LONGEST_MINUTES = 24 * 60

export interface QueueRule {
  /** Without a kind: every queue of the region, and of those under it. */
  readonly queue: Audience
  readonly hours: Hours
  readonly takeWithinMs: number
}

/** Times within working days, as many as there are; then, if it is another, the time to take a ticket. */
const RULE = /^(.+?)((?:\s+\d{1,2}:\d{2}-\d{1,2}:\d{2})*)(?:\s+(\d{1,4})min)?$/u

/** `交款人 08:30-12:00 13:30-18:00 20min; 武汉市 09:00-17:00`. Undefined when any of it cannot be read. */
export function readQueueRules(text: string): readonly QueueRule[] | undefined {
  const parts = text.split(/[;；\n]/u).map((part) => part.trim())
  const rules = parts.filter((part) => part !== '').map(readRule)
  const read = rules.flatMap((rule) => rule ?? [])
  return read.length === rules.length ? read : undefined
}

function readRule(text: string): QueueRule | undefined {
  const [, name = '', times = '', minutes] = RULE.exec(text) ?? []
  const queue = readAudience(name)
  const hours = readHours(times)
  const takeWithin = minutes === undefined ? TAKE_WITHIN_MS : Number(minutes) * MINUTE_MS
  if (!queue || !hours || takeWithin === 0 || takeWithin > LONGEST_MINUTES * MINUTE_MS) {
    return undefined
  }
  return { queue, hours, takeWithinMs: takeWithin }
}

function readHours(text: string): Hours | undefined {
  const ranges = text.split(/\s+/u).filter((range) => range !== '')
  if (ranges.length === 0) return officeHours
  const times = ranges.flatMap((range) => range.split('-').map((time) => time.padStart(5, '0')))
  const rises = times.every(
    (time, at) => isTime(time) && (at === 0 || time > (times[at - 1] ?? '')),
  )
  return rises
    ? ranges.map((_range, at) => [times[2 * at] ?? '', times[2 * at + 1] ?? ''])
    : undefined
}

function isTime(time: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time) || time === '24:00'
}

interface Staffing {
  readonly calendar: Calendar
  readonly queueRules: readonly QueueRule[]
}

/** The rule for exactly this queue, else the one for all of the region, else that of a region above. */
export function ruleOf(rules: readonly QueueRule[], { kind, region }: Audience): QueueRule {
  for (let at = regionByCode(region); at; at = at.within ? regionByCode(at.within) : undefined) {
    const here = rules.filter(({ queue }) => queue.region === at?.code)
    const rule =
      here.find(({ queue }) => queue.kind === kind) ??
      here.find(({ queue }) => queue.kind === undefined)
    if (rule) return rule
  }
  return { queue: { region }, hours: officeHours, takeWithinMs: TAKE_WITHIN_MS }
}

/** By when a ticket that is announced now is to be taken. */
export function takeBy(staffing: Staffing, queue: Audience, now: Instant): Instant {
  return within(staffing, queue, now, ruleOf(staffing.queueRules, queue).takeWithinMs)
}

/** So much staffed time of this queue later. */
export function within(
  { calendar, queueRules }: Staffing,
  queue: Audience,
  now: Instant,
  ms: number,
): Instant {
  return calendar.addOpenTime(now, ms, ruleOf(queueRules, queue).hours)
}
