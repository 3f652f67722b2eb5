/** How each answer about an announcement is read. */
import { dayAfter, dayOf, instantOf } from '../calendar/local-time.ts'
import type { Instant } from '../message.ts'
import { clockTime } from '../receipts/date.ts'
import { regionName } from '../people/regions.ts'
import type { Desk, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { readAim } from './aim-reading.ts'
import { LONGEST_TEXT, LONGEST_TITLE } from './announcement.ts'
import { staysWithin } from './audience.ts'
import { type AnnounceDialog, type Draft, LONGEST_AUDIENCE, type Step } from './dialog.ts'
import { exampleTime } from './stepping.ts'
import { timeIn } from './time-reading.ts'
import { readTitle } from './title.ts'
import { MOST_UNKNOWN, type Namesakes, unknownUnits, withCodes } from './unit-names.ts'

/** What was noted, or the sentence that asks again. */
export type Answer =
  { readonly kind: 'noted'; readonly noted: Draft } | { readonly kind: 'again'; text: string }

const YES = /^(?:需要|要|是|对)的?[.。!！]?$|^yes[.!]?$/iu
const NO = /^(?:不(?:需要|要|用|必|是)?了?|否|无需|no)(?:[,， ]?谢谢)?[.。!！]?$/iu
const NOW = /^(?:审批后(?:发送|就发)|(?:立即|马上|现在|立刻)(?:就?发送?)?|now|after approval)$/iu
const URGENT = /^(?:紧急|加急|urgent)$/iu
const MUST = /^(?:必须送达|必达|不能退订|mandatory)$/iu
const MAY = /^(?:可以退订|可退订|optional)$/iu
const ENOUGH = /^(?:好了|发完了?|完成|不附(?:文件)?|没有|无|跳过|done|no files)[.。!！]?$/iu
const DAYS = /^(\d{1,2})\s*(?:天|日|days?)$/iu

/** Of a day without a time: when sending begins, and when 收到 is waited for no longer. */
const [FIRST, LAST] = ['09:00', '23:59'] as const

/** So many are listed to be chosen among. */
const MOST_NAMESAKES = 8

const noted = (some: Draft): Answer => ({ kind: 'noted', noted: some })
const again = (text: string): Answer => ({ kind: 'again', text })

/** An answer that cannot be read is asked for again, in words, and nothing is lost. */
export const readers: Readonly<
  Record<
    Step,
    (said: string, turn: Turn, desk: Pick<Desk, 'store'>, draft: Draft) => Answer | Promise<Answer>
  >
> = {
  title(said, { wording }) {
    const { wrong } = wording.announcements.writing
    const read = readTitle(said)
    if ('title' in read) return noted(read)
    return again(read.wrong === 'lines' ? wrong.titleLines : wrong.title(LONGEST_TITLE))
  },
  text: (said, { wording }) =>
    said === '' || said.length > LONGEST_TEXT
      ? again(wording.announcements.writing.wrong.text(LONGEST_TEXT))
      : noted({ text: said }),
  /** What is sent in is taken elsewhere: see `attaching.ts`. */
  files: (said, { wording }) =>
    ENOUGH.test(said) || NO.test(said) ? noted({}) : again(wording.announcements.attaching.wrong),
  async audience(said, { wording, person }, { store }) {
    const { wrong } = wording.announcements.writing
    if (!person || said.length > LONGEST_AUDIENCE) return again(wrong.audience)
    const meant = await withCodes(said, person, store.units)
    if ('units' in meant) return again(namesakesIn(meant, wording))
    const { text: audience } = meant
    const aim = readAim(audience)
    if (!aim || audience.length > LONGEST_AUDIENCE) return again(wrong.audience)
    const unknown = await unknownUnits(aim, person, store.units)
    if (unknown.length > 0) {
      return again(wrong.unknownUnits(unknown.slice(0, MOST_UNKNOWN), unknown.length))
    }
    return staysWithin(aim, person) ? noted({ audience }) : again(wrong.beyond)
  },
  mandatory(said, { wording }) {
    if (MUST.test(said)) return noted({ mandatory: true })
    if (MAY.test(said)) return noted({ mandatory: false })
    return again(wording.announcements.writing.wrong.mandatory)
  },
  acknowledge(said, turn, _desk, { sendAt }) {
    if (NO.test(said)) return noted({ until: undefined, days: undefined })
    if (YES.test(said)) {
      return again(turn.wording.announcements.writing.untilWhen(exampleTime(turn.now)))
    }
    const typed = DAYS.exec(said)?.[1]
    const days = typed === undefined ? undefined : Number(typed)
    const until =
      days === undefined ? timeIn(said, turn.now, LAST) : endOf(days, sendAt ?? turn.now)
    return unlessLater(until, turn) ?? earlyUntil(until, sendAt, turn) ?? noted({ until, days })
  },
  when(said, turn, _desk, { until, days }) {
    const leaves = (sendAt: Instant | undefined, emergency = false) => {
      const moved = days === undefined ? until : endOf(days, sendAt ?? turn.now)
      return lateTime(sendAt, moved, turn) ?? noted({ sendAt, emergency, until: moved })
    }
    if (NOW.test(said)) return leaves(undefined)
    if (URGENT.test(said)) return leaves(undefined, true)
    const sendAt = timeIn(said, turn.now, FIRST)
    return unlessLater(sendAt, turn) ?? leaves(sendAt)
  },
}

/** A no to what is asked, in words that elsewhere leave off: “不用了”. */
export function isNo(asked: AnnounceDialog['asked'], said: string): boolean {
  return (asked === 'files' || asked === 'acknowledge') && NO.test(said)
}

function namesakesIn({ name, units }: Namesakes, { announcements }: Wording): string {
  const { namesakes } = announcements.writing.wrong
  const listed = units.slice(0, MOST_NAMESAKES)
  return [
    namesakes(name, units.length, listed.length),
    ...listed.map(({ code, region }) => `- ${code} ${regionName(region)}`),
  ].join('\n')
}

/** Undefined when it is a time that is still to come. */
function unlessLater(time: Instant | undefined, { wording, now }: Turn): Answer | undefined {
  const { wrong } = wording.announcements.writing
  if (time === undefined) return again(wrong.time(exampleTime(now)))
  return time > now ? undefined : again(wrong.past)
}

const isClash = (sendAt: Instant | undefined, until: Instant | undefined) =>
  sendAt !== undefined && until !== undefined && until <= sendAt

function earlyUntil(until: Instant | undefined, sendAt: Instant | undefined, turn: Turn) {
  const { early } = turn.wording.announcements.writing.wrong
  return isClash(sendAt, until) ? again(early(clockTime(sendAt ?? 0, turn.now))) : undefined
}

function lateTime(sendAt: Instant | undefined, until: Instant | undefined, turn: Turn) {
  const { late } = turn.wording.announcements.writing.wrong
  return isClash(sendAt, until) ? again(late(clockTime(until ?? 0, turn.now))) : undefined
}

/** `3 天` is the end of the third day after the one it leaves on. */
function endOf(days: number, leaves: Instant): Instant {
  let day = dayOf(leaves)
  for (let count = days; count > 0; count -= 1) day = dayAfter(day)
  return instantOf(day, '18:00')
}
