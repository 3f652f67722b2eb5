/** What officers do with announcements in the chat: read, approve, send, pause, go on, cancel; one by one, by number. */
import type { Repositories } from '../store.ts'
import type { Command, Desk, Intent, Outcome, Turn } from '../turn.ts'
import { clockTime } from '../receipts/date.ts'
import type { Announcement, AnnouncementState } from './announcement.ts'
import { deliveryStates, totalOf } from './delivery.ts'
import { idIn } from './reading.ts'
import { type Actor, approve, change, type Changed, maySee, send } from './running.ts'
import { announced } from './telling.ts'

export type ManagingAction = 'send' | 'pause' | 'resume' | 'cancel'
type Action = ManagingAction | 'approve'

const actions: Readonly<Partial<Record<Command, ManagingAction>>> = {
  sendNotice: 'send',
  pauseNotice: 'pause',
  resumeNotice: 'resume',
  cancelNotice: 'cancel',
}

/** What can be done next is offered. */
const offers: Readonly<Record<AnnouncementState, readonly ManagingAction[]>> = {
  draft: ['cancel'],
  approved: ['send', 'cancel'],
  scheduled: ['send', 'cancel'],
  late: ['send', 'cancel'],
  sending: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  done: [],
  cancelled: [],
}

/** An approval is given on what was shown here: the choice holds the hash of it. */
export const managing: Intent = {
  name: 'managing',
  commands: ['seeNotice', 'sendNotice', 'pauseNotice', 'resumeNotice', 'cancelNotice'],
  handle: async (turn, desk) => {
    const { picked, command, wording } = turn
    const id = picked?.data?.['id'] ?? idIn(turn.text) ?? ''
    const announcement = await desk.store.announcements.find(id)
    if (!announcement || !turn.person || !maySee(turn.person, announcement)) {
      const reason = turn.person ? 'not-there' : 'not-allowed'
      return { reply: { text: wording.announcements.refusals[reason] }, dialog: 'keep' }
    }
    if (picked?.action === 'approve') {
      return made(turn, desk, announcement, 'approve', picked.data?.['hash'])
    }
    const action = picked ? toAction(picked.action) : command && actions[command]
    return action ? made(turn, desk, announcement, action) : shown(turn, desk, announcement)
  },
}

function toAction(name: string): ManagingAction | undefined {
  return Object.values(actions).find((action) => action === name)
}

/** Kept with the answer; asked anew in the transaction, as this person and the announcement are then. */
function made(
  { message, now, wording, person }: Turn,
  { keys }: Desk,
  { id }: Announcement,
  action: Action,
  hash = '',
): Outcome {
  const { announcements: words } = wording
  let text = ''
  const write = async (tx: Repositories) => {
    const current = await tx.people.ofAccount(message.from)
    if (!current || current.id !== person?.id) {
      text = words.refusals['not-there']
      return
    }
    const actor = { person: current, pseudonym: keys.person(message.from) }
    const done = await moveOf(tx, actor, id, action, hash, now)
    text =
      done.kind === 'refused'
        ? words.refusals[done.reason]
        : words.stands(id, words.states[done.announcement.state])
  }
  return { reply: { text }, finalText: () => text, dialog: 'keep', writes: [write] }
}

function moveOf(
  tx: Repositories,
  actor: Actor,
  id: string,
  action: Action,
  hash: string,
  now: number,
): Promise<Changed> {
  if (action === 'approve') return approve(tx, actor, id, hash, now)
  if (action === 'send') return send(tx, actor, id, now)
  return change(tx, actor, id, action, now)
}

async function shown(turn: Turn, desk: Desk, announcement: Announcement): Promise<Outcome> {
  const { id, state, contentHash, writer } = announcement
  const { announcements: words } = turn.wording
  const approves = state === 'draft' && writer !== turn.person?.id
  const data = { id, hash: contentHash }
  const choices = [
    ...(approves ? [{ label: words.actions.approve, action: 'approve' }] : []),
    ...offers[state].map((action) => ({ label: words.actions[action], action })),
  ]
  return {
    reply: {
      text: announced(announcement, { group: false }, { choices: 'buttons' }).text,
      card: { title: words.card(id), lines: await linesOf(turn, desk, announcement) },
      choices: choices.map((choice) => ({ ...choice, intent: 'managing', data })),
    },
    dialog: 'keep',
  }
}

async function linesOf(
  { wording: { announcements: words }, now }: Turn,
  { store: { deliveries } }: Desk,
  { id, state, sendAt, audience }: Announcement,
) {
  const [counts, acknowledged] = await Promise.all([
    deliveries.counts(id),
    deliveries.acknowledged(id),
  ])
  return [
    { label: words.fields.state, value: words.states[state] },
    { label: words.fields.audience, value: words.aim(audience) },
    ...(sendAt === undefined
      ? []
      : [{ label: words.fields.sendAt, value: clockTime(sendAt, now) }]),
    { label: words.fields.total, value: String(totalOf(counts)) },
    ...deliveryStates
      .filter((one) => counts[one] > 0)
      .map((one) => ({ label: words.deliveries[one], value: String(counts[one]) })),
    { label: words.fields.acknowledged, value: String(acknowledged) },
  ]
}
