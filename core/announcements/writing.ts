/** 写通知: an officer is asked for one thing after the other, sees the count and the plan, and hands it to approval. */
import { mightEver } from '../people/role.ts'
import type { Repositories } from '../store.ts'
import type { Command, Desk, Intent, Outcome, Turn } from '../turn.ts'
import { afterAnnouncementMove } from './announcement.ts'
import { type Answer, isNo, readers } from './answers.ts'
import { areGone, isAboutFiles, settleFiles, takeAttachments } from './attaching.ts'
import { chooseOne, numberless } from './choosing.ts'
import { type AnnounceDialog, type Draft, steps } from './dialog.ts'
import { changeable, contentOf, draftOf } from './draft.ts'
import { hasLeft, rewrite, write, wrongTime } from './drafting.ts'
import { type Actor, maySee, refusalOf } from './moving.ts'
import { type Preview, previewed, previewSaid } from './previewing.ts'
import { idIn } from './naming.ts'
import { ask, BACK, before, canKeep, choiceOf, choicesOf, KEEP } from './stepping.ts'
import { confirmChoices, shownOf, summary } from './summary.ts'

const YES = /^(?:提交审批|提交|确认|是|yes|submit)[.。!！]?$/iu
const LEAVE = /^(?:取消|cancel)$/iu

/** How an announcement is taken up that is there already. */
const takingUp: Readonly<Partial<Record<Command, TakingUp>>> = {
  editNotice: 'edit',
  correctNotice: 'correction',
  recallNotice: 'recall',
}
type TakingUp = 'edit' | 'correction' | 'recall'

export const writing: Intent = {
  name: 'announce',
  commands: ['announce', 'editNotice', 'correctNotice', 'recallNotice'],
  precedes: (turn) => isAnsweredNo(turn) || isHeadline(turn),
  continues: ({ session }) => session.dialog?.kind === 'announce',
  handle: (turn, desk) => {
    const { person, picked, command, session } = turn
    const bare = isHeadline(turn) ? undefined : numberless(turn)
    if (bare) return chooseOne(turn, desk, bare, writing.handle)
    if (!person || !mightEver(person, 'announcement.write')) {
      return say(turn.wording.announcements.refusals['not-allowed'])
    }
    const how = picked ? toTakingUp(picked.action) : takingUpBy(turn)
    if (how) return takenUp(turn, desk, how, picked?.data?.['id'] ?? idIn(turn.text) ?? '')
    const { dialog } = session
    if (picked && dialog?.kind !== 'announce') {
      return say(turn.wording.announcements.writing.over)
    }
    if (command === 'announce' || dialog?.kind !== 'announce') return ask(turn, 'title', {})
    return answered(turn, desk, dialog)
  },
}

function isAnsweredNo({ session: { dialog }, command, message }: Turn): boolean {
  return (
    command === 'cancel' && dialog?.kind === 'announce' && isNo(dialog.asked, message.text.trim())
  )
}

/** Where a title or a text is asked for, “取消通知” is one. */
function isHeadline(turn: Turn): boolean {
  const { dialog } = turn.session
  const isTyped =
    dialog?.kind === 'announce' && (dialog.asked === 'title' || dialog.asked === 'text')
  return isTyped && numberless(turn) !== undefined
}

function takingUpBy(turn: Turn): TakingUp | undefined {
  return turn.command && !isHeadline(turn) ? takingUp[turn.command] : undefined
}

function toTakingUp(action: string): TakingUp | undefined {
  return Object.values(takingUp).find((one) => one === action)
}

const say = (text: string): Promise<Outcome> => Promise.resolve({ reply: { text }, dialog: 'keep' })

/** What was written is shown again, to be changed; a correction begins with the earlier text, a recall without. */
async function takenUp(turn: Turn, desk: Desk, how: TakingUp, id: string): Promise<Outcome> {
  const { wording, person } = turn
  const { announcements: words } = wording
  const found = await desk.store.announcements.find(id)
  if (!found || !person || !maySee(person, found)) return say(words.refusals['not-there'])
  if (how === 'edit') {
    if (found.writer !== person.id) return say(words.refusals['not-writer'])
    if (!afterAnnouncementMove(found.state, 'edit')) return say(words.notNow(id, found.state))
    return summary(turn, desk, draftOf(found))
  }
  if (!(await hasLeft(desk.store, found))) return say(words.notNow(id, found.state))
  const { title, emergency, acknowledge } = found
  const draft: Draft = { follows: { id, kind: how }, title, emergency }
  if (how === 'recall') return ask(turn, 'text', { ...draft, changing: true })
  const until = acknowledge && acknowledge.until > turn.now ? { until: acknowledge.until } : {}
  return summary(turn, desk, { ...draft, ...until, text: found.text })
}

async function answered(turn: Turn, desk: Desk, dialog: AnnounceDialog): Promise<Outcome> {
  const { kind: _kind, asked, changing, ...draft } = dialog
  const said = (turn.picked?.data?.['text'] ?? turn.message.text).trim()
  if (asked === 'files' && isAboutFiles(turn, said)) {
    return takeAttachments(turn, desk, dialog, said)
  }
  if (asked === 'confirm') {
    if (!isAboutFiles(turn, '')) return confirmed(turn, desk, draft, said)
    return takeAttachments(turn, desk, { ...dialog, asked: 'files', changing: true }, '')
  }
  const known = canKeep(dialog, asked)
  if (BACK.test(said)) {
    return changing && known ? summary(turn, desk, draft) : ask(turn, before(dialog, asked), dialog)
  }
  const { changes } = turn.wording.announcements.writing
  if (asked === 'when' && said === changes.acknowledge) return ask(turn, 'acknowledge', dialog)
  const answer: Answer =
    known && KEEP.test(said)
      ? { kind: 'noted', noted: {} }
      : await readers[asked](said, turn, desk, draft)
  if (answer.kind === 'again') {
    // It may be the other time that is wrong.
    const other = asked === 'when' && draft.until !== undefined ? [changes.acknowledge] : []
    const choices = [...choicesOf(turn, dialog, asked), ...other.map(choiceOf)]
    return { reply: { text: answer.text, choices }, dialog }
  }
  const next = changing ? undefined : steps[steps.indexOf(asked) + 1]
  const all = { ...draft, ...answer.noted }
  if (next === 'files' && isAboutFiles(turn, '')) {
    return takeAttachments(turn, desk, { kind: 'announce', asked: next, ...all }, '')
  }
  return next ? ask(turn, next, all) : summary(turn, desk, all)
}

async function confirmed(turn: Turn, desk: Desk, draft: Draft, said: string): Promise<Outcome> {
  const { announcements: words } = turn.wording
  const { changes } = words.writing
  const preview = previewSaid(said, words)
  if (preview) return looked(turn, desk, draft, preview)
  if (LEAVE.test(said)) return { reply: { text: turn.wording.cancel.done } }
  if (YES.test(said)) return untimely(turn, draft) ?? submitted(turn, desk, draft)
  if (BACK.test(said)) return ask(turn, 'when', { ...draft, changing: true })
  const step = changeable(draft).find((one) => changes[one] === said)
  return step ? ask(turn, step, { ...draft, changing: true }) : notRead(turn, desk, draft)
}

async function notRead(turn: Turn, desk: Desk, draft: Draft): Promise<Outcome> {
  const { reply, ...outcome } = await summary(turn, desk, draft)
  const { choice } = turn.wording.announcements.writing.wrong
  return { ...outcome, ...(reply && { reply: { ...reply, text: `${choice}\n\n${reply.text}` } }) }
}

/** And can be handed in after that. */
async function looked(turn: Turn, desk: Desk, draft: Draft, preview: Preview): Promise<Outcome> {
  const shown = await shownOf(turn, desk, draft)
  if (!shown) return summary(turn, desk, draft)
  const { reply, ...outcome } = await previewed(turn, desk, shown, preview)
  return {
    ...outcome,
    ...(reply && { reply: { ...reply, choices: confirmChoices(turn, draft) } }),
    dialog: { kind: 'announce', asked: 'confirm', ...draft },
  }
}

/** Nothing is lost: another time can be chosen. */
function untimely(turn: Turn, draft: Draft): Outcome | undefined {
  const { refusals, writing: words } = turn.wording.announcements
  const reason = wrongTime(draft.sendAt, draft.until, turn.now)
  if (!reason) return undefined
  const times = [words.changes.acknowledge, words.changes.when]
  const choices = confirmChoices(turn, draft).filter(({ label }) => times.includes(label))
  return {
    reply: { text: refusals[reason], choices },
    dialog: { kind: 'announce', asked: 'confirm', ...draft },
  }
}

/** Kept with the answer; whether this person may is asked anew there. */
function submitted(turn: Turn, desk: Desk, draft: Draft): Outcome {
  const { announcements: words } = turn.wording
  let text = ''
  const write = async (tx: Repositories) => {
    const person = await tx.people.ofAccount(turn.message.from)
    const actor = person && { person, pseudonym: desk.keys.person(turn.message.from) }
    text = actor ? await kept(tx, turn, desk, draft, actor) : words.refusals['not-allowed']
  }
  return { reply: { text }, finalText: () => text, writes: [write] }
}

async function kept(
  tx: Repositories,
  { wording: { announcements: words }, now }: Turn,
  desk: Desk,
  draft: Draft,
  actor: Actor,
): Promise<string> {
  const { id, follows } = draft
  const content = contentOf(draft, await tx.announcements.find(id ?? follows?.id ?? ''))
  if (!content) return words.refusals['not-there']
  if (await areGone(tx, draft)) return words.attaching.sentTooLongAgo
  const done =
    id === undefined
      ? await write(tx, desk, actor, content, now)
      : await rewrite(tx, desk, actor, id, content, now)
  if (done.kind === 'refused') return refusalOf(tx, id ?? follows?.id ?? '', done.reason, words)
  await settleFiles(tx, done.announcement, draft.upload)
  const { submitted, nobodyApproves } = words.writing
  return done.asked > 0 ? submitted(done.announcement.id) : nobodyApproves(done.announcement.id)
}
