/** What is shown before an announcement is handed to approval: as it will be read, whom it reaches, how long it takes. */
import type { Calendar } from '../calendar/calendar.ts'
import type { CardLine, Choice } from '../message.ts'
import { clockTime } from '../receipts/date.ts'
import type { Desk, Outcome, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import type { Content } from './announcement.ts'
import { count, planned } from './counting.ts'
import type { Draft } from './dialog.ts'
import { changeable, contentOf } from './draft.ts'
import type { Plan } from './plan.ts'
import { previewsOf } from './previewing.ts'
import type { Summary } from './resolve.ts'
import { announced } from './telling.ts'

/** Whom it means is counted as of now; it is counted anew when it is sent. */
export async function summary(turn: Turn, desk: Desk, draft: Draft): Promise<Outcome> {
  const { wording, now } = turn
  const { announcements: words } = wording
  const content = await shownOf(turn, desk, draft)
  if (!content) return { reply: { text: words.refusals['not-there'] } }
  const counted = await count(desk.store, desk, content)
  const plan = planned(counted, content, desk, now)
  return {
    reply: {
      text: announced(content, { group: false }, { choices: 'numbers', files: true }).text,
      formatted: true,
      card: {
        title: words.writing.summary,
        lines: [
          ...linesOf(content, counted, plan, wording),
          ...timeLines(content, plan, turn, desk.calendar),
        ],
      },
      choices: confirmChoices(turn, draft),
    },
    dialog: { kind: 'announce', asked: 'confirm', ...draft },
  }
}

/** As it would be if it were written now; undefined while something is missing. */
export async function shownOf({ now }: Pick<Turn, 'now'>, { store }: Desk, draft: Draft) {
  const before = await store.announcements.find(draft.id ?? draft.follows?.id ?? '')
  const content = contentOf(draft, before)
  return content && { ...content, id: draft.id, at: now }
}

export function confirmChoices({ wording }: Pick<Turn, 'wording'>, draft: Draft): Choice[] {
  const { announcements: words } = wording
  const { changes, submit, leave } = words.writing
  const labels = [
    submit,
    ...previewsOf({ files: draft.files ?? [] }).map((one) => words.previews[one]),
    ...changeable(draft).map((step) => changes[step]),
    leave,
  ]
  return labels.map((label) => ({
    ...{ label, intent: 'announce', action: 'answer', data: { text: label } },
  }))
}

function linesOf(
  content: Content,
  { units, people, unreachable, byChannel }: Summary,
  plan: Plan,
  { announcements: words, people: { channel: nameOf } }: Wording,
): CardLine[] {
  const reasons = Object.entries(unreachable)
  const ways = Object.entries(plan.byChannel).map(([channel, { messages, seconds }]) => ({
    label: nameOf(channel),
    value: words.writing.way(byChannel[channel] ?? 0, messages, seconds),
  }))
  return [
    { label: words.fields.audience, value: words.aim(content.audience) },
    { label: words.fields.total, value: words.writing.counted(units, people) },
    ...(reasons.length > 0
      ? [{ label: words.deliveries.skipped, value: words.unreachable(reasons) }]
      : []),
    ...ways,
    ...(ways.length === 0
      ? [{ label: words.writing.attention, value: words.writing.reachesNobody }]
      : []),
    { label: words.fields.mandatory, value: words.mandatory(content.mandatory) },
  ]
}

/** What is to leave out of hours says when it will, and why. */
function timeLines(
  { sendAt, emergency }: Content,
  { finishAt }: Plan,
  { wording: { announcements: words }, now }: Turn,
  calendar: Calendar,
): CardLine[] {
  const last = { label: words.writing.last, value: clockTime(finishAt, now) }
  if (sendAt === undefined) return [last]
  const opens = emergency ? sendAt : calendar.nextOpening(sendAt)
  const first = { label: words.writing.first, value: words.writing.waits(clockTime(opens, now)) }
  return [
    { label: words.fields.sendAt, value: clockTime(sendAt, now) },
    ...(opens > sendAt ? [first] : []),
    last,
  ]
}
