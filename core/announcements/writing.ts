/** 写通知: an officer is asked for one thing after the other, sees the count and the plan, and hands it to approval. */
import { dayAfter, dayOf, instantOf } from '../calendar/local-time.ts'
import type { Choice, Instant } from '../message.ts'
import { mightEver } from '../people/role.ts'
import { clockTime } from '../receipts/date.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { readAim } from './aim-reading.ts'
import { type Content, LONGEST_TEXT, LONGEST_TITLE } from './announcement.ts'
import { staysWithin } from './audience.ts'
import type { AnnounceDialog } from './dialog.ts'
import { resolved, summaryOf } from './resolve.ts'
import { planned, write } from './running.ts'
import { announced } from './telling.ts'

type Draft = Omit<AnnounceDialog, 'kind' | 'asked'>
type Asked = AnnounceDialog['asked']

const NO = /^(?:不要|不需要|不用|否|无需|no)$/iu
const NOW = /^(?:审批后(?:发送|就发)|立即|马上|now)$/iu
const URGENT = /^(?:紧急|加急|urgent)$/iu
const YES = /^(?:提交审批|提交|确认|是|yes|submit)[.。!！]?$/iu
const LEAVE = /^(?:取消|cancel)$/iu
const TIME = /^(?:(\d{4})[-年/.])?(\d{1,2})[-月/.](\d{1,2})日?\s*(\d{1,2})[:时点](\d{2})?分?$/u
const DAYS = /^(\d{1,2})\s*(?:天|日|days?)$/iu

export const writing: Intent = {
  name: 'announce',
  commands: ['announce'],
  continues: ({ session }) => session.dialog?.kind === 'announce',
  handle: async (turn, desk) => {
    const { dialog } = turn.session
    if (!turn.person || !mightEver(turn.person, 'announcement.write')) {
      const text = turn.wording.announcements.refusals['not-allowed']
      return { reply: { text }, dialog: 'keep' }
    }
    if (turn.command === 'announce' || dialog?.kind !== 'announce') {
      return ask(turn, 'title', {})
    }
    return answered(turn, desk, dialog)
  },
}

function ask({ wording, now }: Turn, asked: Exclude<Asked, 'confirm'>, draft: Draft): Outcome {
  const { questions } = wording.announcements.writing
  const text = questions[asked](clockTime(now + EXAMPLE_MS, now))
  return {
    reply: { text, choices: choicesOf(wording, asked) },
    dialog: { kind: 'announce', asked, ...draft },
  }
}

/** A press says its label. */
function choicesOf({ announcements }: Wording, asked: Asked): Choice[] {
  return announcements.writing.labels[asked].map((label) => ({
    ...{ label, intent: 'announce', action: 'answer', data: { text: label } },
  }))
}

const EXAMPLE_MS = 2 * 24 * 60 * 60 * 1000

/** An answer that cannot be read is asked for again, in words, and nothing is lost. */
function answered(turn: Turn, desk: Desk, dialog: AnnounceDialog): Outcome | Promise<Outcome> {
  const { kind: _kind, asked, ...draft } = dialog
  const said = (turn.picked?.data?.['text'] ?? turn.message.text).trim()
  const { wrong } = turn.wording.announcements.writing
  const choices = choicesOf(turn.wording, asked)
  const again = (text: string): Outcome => ({ reply: { text, choices }, dialog })
  switch (asked) {
    case 'title':
      if (said === '' || said.length > LONGEST_TITLE) return again(wrong.title(LONGEST_TITLE))
      return ask(turn, 'text', { ...draft, title: said })
    case 'text':
      if (said === '' || said.length > LONGEST_TEXT) return again(wrong.text(LONGEST_TEXT))
      return ask(turn, 'audience', { ...draft, text: said })
    case 'audience': {
      const aim = readAim(said)
      if (!aim) return again(wrong.audience)
      if (!turn.person || !staysWithin(aim, turn.person)) return again(wrong.beyond)
      return ask(turn, 'acknowledge', { ...draft, audience: said })
    }
    case 'acknowledge': {
      if (NO.test(said)) return ask(turn, 'when', draft)
      const until = untilIn(said, turn.now)
      if (until === undefined || until <= turn.now) return again(wrong.time)
      return ask(turn, 'when', { ...draft, until })
    }
    case 'when': {
      if (NOW.test(said)) return summary(turn, desk, draft)
      if (URGENT.test(said)) return summary(turn, desk, { ...draft, emergency: true })
      const sendAt = timeIn(said, turn.now)
      if (sendAt === undefined || sendAt <= turn.now) return again(wrong.time)
      return summary(turn, desk, { ...draft, sendAt })
    }
    case 'confirm':
      if (LEAVE.test(said)) return { reply: { text: turn.wording.cancel.done } }
      return YES.test(said) ? submitted(turn, desk, draft) : summary(turn, desk, draft)
  }
}

/** `3 天` is the end of the third day after this one. */
function untilIn(text: string, now: Instant): Instant | undefined {
  const days = DAYS.exec(text)?.[1]
  if (days === undefined) return timeIn(text, now)
  let day = dayOf(now)
  for (let count = Number(days); count > 0; count -= 1) day = dayAfter(day)
  return instantOf(day, '18:00')
}

/** Wuhan's time; without a year, the next such day. Undefined where there is no such day. */
export function timeIn(text: string, now: Instant): Instant | undefined {
  const found = TIME.exec(text.normalize('NFKC').trim())
  if (!found) return undefined
  const [, year, month = '', date = '', hour = '', minute = '00'] = found
  const thisYear = Number(dayOf(now).slice(0, 4))
  const of = (some: number | string) => {
    const day = `${some}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
    const instant = instantOf(day, `${hour.padStart(2, '0')}:${minute}`)
    return Number.isNaN(instant) || dayOf(instant) !== day ? undefined : instant
  }
  if (year !== undefined) return of(year)
  const soon = of(thisYear)
  return soon !== undefined && soon > now ? soon : of(thisYear + 1)
}

function contentOf({
  title,
  text,
  audience,
  until,
  emergency,
  sendAt,
}: Draft): Content | undefined {
  const aim = readAim(audience ?? '')
  if (title === undefined || text === undefined || !aim) return undefined
  return {
    ...{ title, text, audience: aim, emergency: emergency ?? false, mandatory: true },
    ...(until !== undefined && { acknowledge: { until } }),
    ...(sendAt !== undefined && { sendAt }),
  }
}

/** Whom it means is counted as of now; it is counted anew when it is sent. */
async function summary(turn: Turn, desk: Desk, draft: Draft): Promise<Outcome> {
  const content = contentOf(draft)
  if (!content) return ask(turn, 'title', {})
  const { wording, now } = turn
  const { announcements: words } = wording
  const [candidates, groups] = [
    await desk.store.deliveries.candidates(),
    await desk.store.groups.list(),
  ]
  const counted = summaryOf(resolved(content.audience, candidates, groups))
  const plan = planned(counted, content, desk, now)
  const unreachable = Object.values(counted.unreachable).reduce((sum, count) => sum + count, 0)
  const shown = { ...content, id: 'A-……', at: now }
  const ways = Object.entries(plan.byChannel).map(([channel, { messages, seconds }]) => ({
    label: wording.people.channel(channel),
    value: words.writing.way(messages, seconds),
  }))
  return {
    reply: {
      text: announced(shown, { group: false }, { choices: 'numbers' }).text,
      card: {
        title: words.writing.summary,
        lines: [
          { label: words.fields.audience, value: words.aim(content.audience) },
          {
            label: words.fields.total,
            value: words.writing.counted(counted.units, counted.people, unreachable),
          },
          ...ways,
          { label: words.writing.last, value: clockTime(plan.finishAt, now) },
        ],
      },
      choices: choicesOf(wording, 'confirm'),
    },
    dialog: { kind: 'announce', asked: 'confirm', ...draft },
  }
}

/** Kept with the answer; whether this person may is asked anew there. */
function submitted(turn: Turn, desk: Desk, draft: Draft): Outcome {
  const content = contentOf(draft)
  if (!content) return ask(turn, 'title', {})
  const { announcements: words } = turn.wording
  let text = ''
  return {
    reply: { text },
    finalText: () => text,
    writes: [
      async (tx) => {
        const person = await tx.people.ofAccount(turn.message.from)
        if (!person) {
          text = words.refusals['not-allowed']
          return
        }
        const actor = { person, pseudonym: desk.keys.person(turn.message.from) }
        const done = await write(tx, desk, actor, content, turn.now)
        text =
          done.kind === 'refused'
            ? words.refusals[done.reason]
            : words.writing.submitted(done.announcement.id)
      },
    ],
  }
}
