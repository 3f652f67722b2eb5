/** What is shown before an announcement is handed to approval: as it will be read, whom it reaches, how long it takes. */
import type { CardLine } from '../message.ts'
import { clockTime } from '../receipts/date.ts'
import type { Desk, Outcome, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import type { Content } from './announcement.ts'
import { deliveriesOf, planned } from './counting.ts'
import type { Draft } from './dialog.ts'
import { changeable, contentOf } from './draft.ts'
import type { Plan } from './plan.ts'
import { type Summary, summaryOf } from './resolve.ts'
import { announced } from './telling.ts'

/** Whom it means is counted as of now; it is counted anew when it is sent. */
export async function summary(turn: Turn, desk: Desk, draft: Draft): Promise<Outcome> {
  const { wording, now } = turn
  const { announcements: words } = wording
  const { store } = desk
  const before = await store.announcements.find(draft.id ?? draft.follows?.id ?? '')
  const content = contentOf(draft, before)
  if (!content) return { reply: { text: words.refusals['not-there'] } }
  const counted = summaryOf(await deliveriesOf(store, desk, content))
  const plan = planned(counted, content, desk, now)
  const shown = { ...content, id: draft.id ?? 'A-……', at: now }
  const { changes, submit, leave } = words.writing
  const labels = [submit, ...changeable(draft).map((step) => changes[step]), leave]
  return {
    reply: {
      text: announced(shown, { group: false }, { choices: 'numbers' }).text,
      card: { title: words.writing.summary, lines: linesOf(content, counted, plan, wording, now) },
      choices: labels.map((label) => ({
        ...{ label, intent: 'announce', action: 'answer', data: { text: label } },
      })),
    },
    dialog: { kind: 'announce', asked: 'confirm', ...draft },
  }
}

function linesOf(
  content: Content,
  { units, people, unreachable, byChannel }: Summary,
  plan: Plan,
  { announcements: words, people: { channel: nameOf } }: Wording,
  now: number,
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
      ? [{ label: words.fields.unreachable, value: words.unreachable(reasons) }]
      : []),
    ...ways,
    { label: words.fields.mandatory, value: words.mandatory(content.mandatory) },
    ...(content.sendAt === undefined
      ? []
      : [{ label: words.fields.sendAt, value: clockTime(content.sendAt, now) }]),
    { label: words.writing.last, value: clockTime(plan.finishAt, now) },
  ]
}
