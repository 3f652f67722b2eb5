/** What officers do with announcements in the chat: read, approve, send, pause, go on, cancel, send again; by number. */
import type { Choice } from '../message.ts'
import type { Session } from '../session.ts'
import type { Repositories } from '../store.ts'
import type { Command, Desk, Intent, Outcome, Turn } from '../turn.ts'
import { clockTime } from '../receipts/date.ts'
import type { AnnouncementsWording } from '../wording/announcements-zh-cn.ts'
import type { Announcement } from './announcement.ts'
import { choiceOf, choicesOf, type ManagingAction, shown } from './card.ts'
import { chooseOne, doubtOf, numberless } from './choosing.ts'
import { type Actor, type Done, maySee, refusalOf } from './moving.ts'
import { type Preview, previewed, previewNamed } from './previewing.ts'
import { idIn } from './naming.ts'
import { notices } from './reading.ts'
import { approve, change, resend, send, sendNow, waitsForTime } from './running.ts'

const actions: Readonly<Partial<Record<Command, ManagingAction>>> = {
  sendNotice: 'send',
  sendNowNotice: 'sendNow',
  pauseNotice: 'pause',
  resumeNotice: 'resume',
  cancelNotice: 'cancel',
  resendNotice: 'resendUnknown',
}
const MOST_NAMED = 20
const AGREES = /^(?:同意(?:发布)?|批准|approve)[。.!！]?$/iu

/** An approval is given on what was shown here: the choice holds the hash of it. */
export const managing: Intent = {
  name: 'managing',
  commands: [
    ...['notice' as const, 'seeNotice' as const, 'approveNotice' as const],
    ...['sendNotice' as const, 'sendNowNotice' as const, 'pauseNotice' as const],
    ...['resumeNotice' as const, 'cancelNotice' as const, 'resendNotice' as const],
    'unknownNotice',
  ],
  precedes: agrees,
  handle: async (turn, desk) => {
    const { picked, command, wording } = turn
    if (agrees(turn)) return agreed(turn, desk)
    const bare = numberless(turn)
    if (bare) return chooseOne(turn, desk, bare, managing.handle)
    const doubt = await doubtOf(turn, desk)
    if (doubt) return doubt
    const id = picked?.data?.['id'] ?? idIn(turn.text) ?? ''
    const announcement = await desk.store.announcements.find(id)
    if (!announcement || !turn.person || !maySee(turn.person, announcement)) {
      if (command === 'notice') return notices.handle({ ...turn, command: 'notices' }, desk)
      const reason = turn.person ? 'not-there' : 'not-allowed'
      return { reply: { text: wording.announcements.refusals[reason] }, dialog: 'keep' }
    }
    if (picked?.action === 'names' || command === 'unknownNotice') {
      return unknownNames(turn, desk, announcement)
    }
    const preview = previewNamed(picked?.action ?? '')
    if (preview) return looked(turn, desk, announcement, preview)
    const action = picked ? toAction(picked.action) : command && actions[command]
    if (!action) return shown(turn, desk, announcement)
    return made(turn, desk, announcement, action, picked?.data?.['hash'])
  },
}

/** 同意, said of the card that is open, or of one that was told to wait for it. */
function agrees({ session, picked, message }: Turn): boolean {
  if (picked || message.choice !== undefined || !AGREES.test(message.text.trim())) return false
  return offeredHere(session, 'approve', 'review').length > 0
}

/** Only what was shown is approved; else it is shown, or asked which. */
function agreed(turn: Turn, desk: Desk): Promise<Outcome> {
  const [shownOne] = offeredHere(turn.session, 'approve')
  if (shownOne) return managing.handle({ ...turn, picked: shownOne }, desk)
  return chooseOne(turn, desk, 'approveNotice', managing.handle)
}

function offeredHere({ offering, offers }: Session, ...actions: readonly string[]): Choice[] {
  const choices = offering ? (offers[0]?.choices ?? []) : []
  return choices.filter(({ intent, action }) => intent === 'managing' && actions.includes(action))
}

function toAction(name: string): ManagingAction | undefined {
  const all = [...Object.values(actions), 'approve' as const, 'resendFailed' as const]
  return all.find((action) => action === name)
}

/** Kept with the answer; asked anew in the transaction, as this person and the announcement are then. */
function made(
  { message, now, wording, person }: Turn,
  desk: Desk,
  announcement: Announcement,
  action: ManagingAction,
  hash = '',
): Outcome {
  const { announcements: words } = wording
  const { id } = announcement
  // Asked for twice, it still waits: sooner is another wish.
  const again = action === 'send' && waitsForTime(announcement, now)
  let text = ''
  const write = async (tx: Repositories) => {
    const current = await tx.people.ofAccount(message.from)
    if (!current || current.id !== person?.id) {
      text = words.refusals['not-there']
      return
    }
    const actor = { person: current, pseudonym: desk.keys.person(message.from) }
    const done = await moveOf(tx, desk, actor, { id, hash }, action, now)
    text =
      done.kind === 'refused'
        ? await refusalOf(tx, id, done.reason, words)
        : standing(done, words, now)
    const waits = done.kind === 'done' && waitsForTime(done.announcement, now)
    if (again && waits) text += words.sooner(id)
    if (done.kind === 'done' && action === 'cancel') text += await stoppedWords(tx, id, words)
  }
  const choices = again ? [choiceOf('sendNow', announcement, words.actions.sendNow)] : []
  return { reply: { text, choices }, finalText: () => text, dialog: 'keep', writes: [write] }
}

/** Of those who have it nothing is taken back. */
async function stoppedWords(
  { deliveries }: Pick<Repositories, 'deliveries'>,
  id: string,
  words: AnnouncementsWording,
): Promise<string> {
  const { sent } = await deliveries.counts(id)
  return sent > 0 ? words.stopped(id, sent) : ''
}

function standing(
  { announcement, count }: { readonly announcement: Announcement; readonly count?: number },
  words: AnnouncementsWording,
  now: number,
): string {
  const { id, state, sendAt } = announcement
  if (waitsForTime(announcement, now)) return words.leavesAt(id, clockTime(sendAt ?? now, now))
  return words.stands(id, words.states[state], count)
}

function moveOf(
  tx: Repositories,
  desk: Desk,
  actor: Actor,
  { id, hash }: { readonly id: string; readonly hash: string },
  action: ManagingAction,
  now: number,
): Promise<Done<{ readonly announcement: Announcement; readonly count?: number }>> {
  switch (action) {
    case 'approve':
      return approve(tx, desk, actor, id, hash, now)
    case 'send':
      return send(tx, desk, actor, id, now)
    case 'sendNow':
      return sendNow(tx, desk, actor, id, now)
    case 'resendUnknown':
      return resend(tx, actor, id, ['unknown'], now)
    case 'resendFailed':
      return resend(tx, actor, id, ['failed'], now)
    default:
      return change(tx, actor, id, action, now)
  }
}

/** What can be done next is offered again: on the card it was further up. What has changed since is shown instead. */
async function looked(
  turn: Turn,
  desk: Desk,
  announcement: Announcement,
  preview: Preview,
): Promise<Outcome> {
  const { id, contentHash } = announcement
  if (turn.picked?.data?.['hash'] !== contentHash) {
    return shown(turn, desk, announcement, turn.wording.announcements.changed)
  }
  const { reply, ...outcome } = await previewed(turn, desk, announcement, preview)
  const choices = choicesOf(turn, announcement, await desk.store.deliveries.counts(id))
  return { ...outcome, ...(reply && { reply: { ...reply, choices } }), dialog: 'keep' }
}

/** Of whom nobody knows whether it reached them. */
async function unknownNames(turn: Turn, { store }: Desk, { id }: Announcement): Promise<Outcome> {
  const { announcements: words } = turn.wording
  const query = { state: 'unknown' as const, after: 0, limit: MOST_NAMED }
  const [rows, { unknown }] = await Promise.all([
    store.deliveries.list(id, query),
    store.deliveries.counts(id),
  ])
  const names = rows.map(({ name, recipient }) => `- ${name || recipient}`)
  const text = [words.unknownNames(id, unknown), ...names].join('\n')
  return { reply: { text }, dialog: 'keep' }
}
