/** A time as officers write it, by Wuhan's clock: “12月3日 9点”, “明天下午5点”, “下周五前”. */
import { dayOf, instantOf } from '../calendar/local-time.ts'
import type { Instant } from '../message.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** A 29 February is never further off. */
const MOST_YEARS = 8
const FIRST_OF_EVENING = 5
/** What would come only so much later has just passed. */
const LONGEST_AHEAD_MS = 300 * DAY_MS

const near: Readonly<Record<string, number>> = {
  ...{ 今天: 0, 今日: 0, 明天: 1, 明日: 1, 后天: 2, 大后天: 3 },
  ...{ today: 0, tomorrow: 1 },
}
const weeks: Readonly<Record<string, number>> = { 本: 0, 这: 0, 下: 1, 下下: 2 }
const WEEK = '一二三四五六日'

const DATE = '(?:(?<year>\\d{4})[-年/.])?(?<month>\\d{1,2})[-月/.](?<date>\\d{1,2})[日号]?'
const NEAR = `(?<near>${Object.keys(near).join('|')})`
const WEEKDAY = '(?<week>下下|下|本|这)?个?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])'
const PART = '(?<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)?'
const CLOCK = `${PART}\\s*(?<hour>\\d{1,2})[:时点](?:(?<minute>\\d{2})分?|(?<half>半))?`
const BEFORE = '(?:之前|以前|前|截止)?'
const TIME = new RegExp(
  `^(?:${DATE}|${NEAR}|${WEEKDAY})\\s*的?(?:${CLOCK})?\\s*${BEFORE}[.。]?$`,
  'iu',
)

type Named = Readonly<Record<string, string | undefined>>

/**
 * Without a year, the next such time, or the last one where the next is far off. `otherwise`, HH:mm, is that of a day
 * without a time; undefined where there is no such day or time.
 */
export function timeIn(text: string, now: Instant, otherwise?: string): Instant | undefined {
  const named: Named | undefined = TIME.exec(text.normalize('NFKC').trim())?.groups
  const time = named && (named['hour'] === undefined ? otherwise : clockOf(named))
  if (!named || time === undefined) return undefined
  const ahead = daysAhead(named, now)
  if (ahead !== undefined) return instantOn(dayOf(now + ahead * DAY_MS), time)
  const { year, month = '', date = '' } = named
  const on = (some: number | string) => instantOn(`${some}-${two(month)}-${two(date)}`, time)
  if (year !== undefined) return on(year)
  // Of a day without a time, today is the next one all day long.
  const since = named['hour'] === undefined ? instantOf(dayOf(now), '00:00') : now + 1
  const thisYear = Number(dayOf(now).slice(0, 4))
  const years = Array.from({ length: MOST_YEARS + 1 }, (_, count) => thisYear + count)
  const next = years.map(on).find((instant) => instant !== undefined && instant >= since)
  if (next === undefined || next - now <= LONGEST_AHEAD_MS) return next
  return on(Number(dayOf(next).slice(0, 4)) - 1) ?? next
}

/** From today; a weekday is of the week that is named, or the next one that comes. */
function daysAhead({ near: word, week, weekday }: Named, now: Instant): number | undefined {
  if (word !== undefined) return near[word.toLowerCase()]
  if (weekday === undefined) return undefined
  const today = (new Date(`${dayOf(now)}T00:00:00.000Z`).getUTCDay() + 6) % 7
  const wanted = WEEK.indexOf(weekday === '天' ? '日' : weekday)
  return week === undefined ? (wanted - today + 7) % 7 : wanted - today + 7 * (weeks[week] ?? 0)
}

/** HH:mm. Which day is meant by the hours around midnight is not said: 晚上12点, 晚上1点 and 凌晨12点 are none. */
function clockOf({ part = '', hour = '', minute, half }: Named): string | undefined {
  const isEvening = part === '傍晚' || part === '晚上'
  if (Number(hour) === 12 && (isEvening || part === '凌晨')) return undefined
  if (Number(hour) < FIRST_OF_EVENING && isEvening) return undefined
  const isLate = isEvening || part === '下午'
  const isAfternoon = Number(hour) < 12 && (isLate || (part === '中午' && Number(hour) < 3))
  const hours = isAfternoon ? Number(hour) + 12 : Number(hour)
  return `${two(String(hours))}:${half ? '30' : (minute ?? '00')}`
}

function instantOn(day: string, time: string): Instant | undefined {
  const instant = instantOf(day, time)
  return Number.isNaN(instant) || dayOf(instant) !== day ? undefined : instant
}

function two(number: string): string {
  return number.padStart(2, '0')
}
