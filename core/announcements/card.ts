/** The card of an announcement for who works on it: as it will be read, how far it is, and what can be done next. */
import type { CardLine, Choice } from '../message.ts'
import { clockTime } from '../receipts/date.ts'
import type { Desk, Outcome, Turn } from '../turn.ts'
import type { Announcement, AnnouncementState } from './announcement.ts'
import { planned } from './counting.ts'
import { type Counts, deliveryStates, totalOf } from './delivery.ts'
import { previewsOf } from './previewing.ts'
import { announced } from './telling.ts'

export type ManagingAction =
  'approve' | 'send' | 'sendNow' | 'pause' | 'resume' | 'cancel' | 'resendUnknown' | 'resendFailed'
/** What other intents do with one. */
type OfferedAction = ManagingAction | 'edit' | 'correction' | 'recall' | 'unread' | 'names'

/** What can be done next is offered. */
const offers: Readonly<Record<AnnouncementState, readonly OfferedAction[]>> = {
  draft: ['edit', 'cancel'],
  approved: ['send', 'edit', 'cancel'],
  scheduled: ['sendNow', 'edit', 'cancel'],
  late: ['send', 'edit', 'cancel'],
  sending: ['pause', 'cancel', 'correction', 'recall'],
  paused: ['resume', 'cancel', 'correction', 'recall'],
  done: ['correction', 'recall'],
  cancelled: [],
}

/** `before` stands in front of what is shown. */
export async function shown(
  turn: Turn,
  desk: Desk,
  announcement: Announcement,
  before?: string,
): Promise<Outcome> {
  const { id } = announcement
  const { announcements: words } = turn.wording
  const counts = await desk.store.deliveries.counts(id)
  const { text } = announced(announcement, { group: false }, { choices: 'buttons', files: true })
  return {
    reply: {
      text: before === undefined ? text : `${before}\n\n${text}`,
      formatted: true,
      card: { title: words.card(id), lines: await linesOf(turn, desk, announcement, counts) },
      choices: choicesOf(turn, announcement, counts),
    },
    dialog: 'keep',
  }
}

export function choicesOf(turn: Turn, announcement: Announcement, counts: Counts): Choice[] {
  const { announcements: words } = turn.wording
  const { id, contentHash } = announcement
  return [
    ...offeredActions(turn, announcement, counts).map((action) =>
      choiceOf(action, announcement, words.actions[action]),
    ),
    ...previewsOf(announcement).map((action) => ({
      ...{ label: words.previews[action], intent: 'managing', action },
      data: { id, hash: contentHash },
    })),
  ]
}

function offeredActions(
  { person }: Turn,
  { state, writer, follows, acknowledge, replacedBy }: Announcement,
  { unknown, failed, sent, sending }: Counts,
): OfferedAction[] {
  const own = writer === person?.id
  const hasLeft = sent + sending + unknown > 0
  const isReminder = follows?.kind === 'reminder'
  const over = (state === 'done' || state === 'paused') && replacedBy === undefined
  const left = state !== 'draft' && state !== 'cancelled' && acknowledge !== undefined
  return [
    ...(state === 'draft' && !own ? (['approve'] as const) : []),
    ...offers[state].filter((action) => {
      if (action === 'edit') return own
      return (
        (action !== 'correction' && action !== 'recall') || (hasLeft && !isReminder && !replacedBy)
      )
    }),
    ...(left ? (['unread'] as const) : []),
    ...(unknown > 0 ? (['names'] as const) : []),
    ...(over && unknown > 0 ? (['resendUnknown'] as const) : []),
    ...(over && failed > 0 ? (['resendFailed'] as const) : []),
  ]
}

export function choiceOf(
  action: OfferedAction,
  { id, contentHash }: Announcement,
  label: string,
): Choice {
  const data = { id, hash: contentHash }
  if (action === 'unread') return { label, intent: 'chasing', action: 'unreadNotice', data: { id } }
  const writes = action === 'edit' || action === 'correction' || action === 'recall'
  return { label, intent: writes ? 'announce' : 'managing', action, data }
}

async function linesOf(
  { wording, now, person }: Turn,
  desk: Desk,
  announcement: Announcement,
  counts: Counts,
): Promise<CardLine[]> {
  const { announcements: words } = wording
  const { deliveries } = desk.store
  const { id, state, writer, sendAt, audience, acknowledge, emergency, mandatory } = announcement
  const [acknowledged, byChannel, messages] = await Promise.all([
    deliveries.acknowledged(id),
    deliveries.byChannel(id),
    deliveries.left(id),
  ])
  const { finishAt } = planned({ messages }, announcement, desk, now)
  const line = (label: string, value: string) => ({ label, value })
  const { fields } = words
  return [
    line(fields.state, words.states[state]),
    ...(state === 'draft' && writer === person?.id
      ? [line(words.writing.attention, words.refusals.own)]
      : []),
    ...(emergency ? [line(fields.emergency, words.urgent)] : []),
    line(fields.audience, words.aim(audience)),
    line(fields.mandatory, words.mandatory(mandatory)),
    ...(sendAt === undefined ? [] : [line(fields.sendAt, clockTime(sendAt, now))]),
    line(fields.total, String(totalOf(counts))),
    ...deliveryStates
      .filter((one) => counts[one] > 0)
      .map((one) => line(words.deliveries[one], String(counts[one]))),
    ...Object.entries(byChannel).map(([channel, some]) =>
      line(wording.people.channel(channel), words.ofChannel(some)),
    ),
    ...(state === 'sending' ? [line(words.writing.last, clockTime(finishAt, now))] : []),
    ...(acknowledge ? [line(fields.acknowledged, String(acknowledged))] : []),
  ]
}
