/** How long an announcement takes: for each channel its messages, its rate, and when the last one leaves. */
import { type Calendar, officeHours } from '../calendar/calendar.ts'
import { dayOf, instantOf, timeOf } from '../calendar/local-time.ts'
import type { Instant } from '../message.ts'

/** Messages a second that a channel takes; 0 where nothing limits it. */
export type Rates = Readonly<Record<string, number>>

export interface ChannelPlan {
  readonly messages: number
  readonly perSecond: number
  /** Whole seconds of sending. */
  readonly seconds: number
  readonly finishAt: Instant
}

export interface Plan {
  readonly finishAt: Instant
  readonly byChannel: Readonly<Record<string, ChannelPlan>>
}

/** A channel that nothing limits is still not endless: so many are counted a second. */
const UNLIMITED_PER_SECOND = 300

/** On these channels each file is a message of its own; on the others it is named in the text. */
const CARRIERS: ReadonlySet<string> = new Set(['telegram', 'wechat'])

/** At most: where the text is short, Telegram takes it along with the first file. */
export function withFiles(
  messages: Readonly<Record<string, number>>,
  files: number,
): Readonly<Record<string, number>> {
  const entries = Object.entries(messages)
  return Object.fromEntries(
    entries.map(([channel, count]) => [
      channel,
      CARRIERS.has(channel) ? count * (1 + files) : count,
    ]),
  )
}

/** `messages` by channel. Outside of working hours nothing leaves, unless it is an emergency. */
export function planOf(
  messages: Readonly<Record<string, number>>,
  rates: Rates,
  start: Instant,
  calendar?: Calendar,
): Plan {
  const byChannel = Object.fromEntries(
    Object.entries(messages).map(([channel, count]) => {
      const perSecond = rates[channel] || UNLIMITED_PER_SECOND
      const seconds = Math.floor(count / perSecond)
      const finishAt = finishOf(start, Math.ceil((count * 1000) / perSecond), calendar)
      return [channel, { messages: count, perSecond, seconds, finishAt }]
    }),
  )
  const ends = Object.values(byChannel).map(({ finishAt }) => finishAt)
  return { finishAt: Math.max(start, ...ends), byChannel }
}

/** So much time of work later. */
function finishOf(start: Instant, ms: number, calendar: Calendar | undefined): Instant {
  if (!calendar) return start + ms
  let left = ms
  let now = start
  for (;;) {
    now = calendar.nextOpening(now)
    const closing = closingAfter(now)
    if (now + left <= closing) return now + left
    left -= closing - now
    now = closing
  }
}

function closingAfter(instant: Instant): Instant {
  const time = timeOf(instant)
  const hours = officeHours.find(([from, to]) => from <= time && time < to)
  return instantOf(dayOf(instant), hours?.[1] ?? '24:00')
}
