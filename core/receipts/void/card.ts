/** A void request as a card, with what the one who sees it may do next. */
import type { Card, CardLine, Choice, Instant, Reply } from '../../message.ts'
import type { Person } from '../../people/person.ts'
import { shownName } from '../../people/words.ts'
import type { Repositories } from '../../store.ts'
import type { Desk } from '../../turn.ts'
import type { Wording } from '../../wording/wording.ts'
import { formatFen } from '../amount.ts'
import { clockTime } from '../date.ts'
import { lastFour } from '../mask.ts'
import { isOver, mayBeWithdrawn, type VoidRequest, waitsForWord } from '../void.ts'
import { mayApprove, mayConfirm, mayDecide, maySee, mayWithdraw } from './people.ts'

export type RequestAction =
  | 'show'
  | 'approve'
  | 'confirm'
  | 'giveBack'
  | 'receipt'
  | 'files'
  | 'withdraw'
  | 'urge'
  | 'again'
  | 'resubmit'
  | 'giveUp'
  | 'red'

/** To be looked at is offered by the lists. */
type OfferedAction = Exclude<RequestAction, 'show'>

type Known = Pick<Repositories, 'people' | 'units' | 'files'>

/** For whom, and where, something is shown. */
export interface Viewer {
  readonly person: Person | undefined
  readonly channel: string
  readonly wording: Wording
  readonly now: Instant
}

export function evidenceOf(id: string): string {
  return `void:${id}`
}

export function requestChoice(
  action: RequestAction,
  { id }: Pick<VoidRequest, 'id'>,
  label: string,
): Choice {
  return { label, intent: 'request', action, data: { id } }
}

/** The card and the next steps. The first line of the text comes before the card. */
export async function requestReply(
  tx: Known,
  desk: Pick<Desk, 'channels'>,
  request: VoidRequest,
  viewer: Viewer,
  text: string,
): Promise<Reply> {
  const files = (await tx.files.of(evidenceOf(request.id))).length
  return {
    text,
    card: await requestCard(tx, desk, request, viewer, files),
    choices: await nextChoices(tx, request, viewer, files > 0),
  }
}

async function requestCard(
  tx: Known,
  desk: Pick<Desk, 'channels'>,
  request: VoidRequest,
  viewer: Viewer,
  files: number,
): Promise<Card> {
  const { card: words } = viewer.wording.void
  const asker = await tx.people.find(request.asker)
  const unit = await tx.units.find(request.unit)
  const name = asker && shownName(asker.name, desk, viewer.channel)
  return {
    title: words.title(request.id, request.urgent),
    lines: [
      ...receiptLines(request, unit?.name ?? request.unit, viewer),
      ...line(words.files, files > 0 ? words.fileCount(files) : undefined),
      ...line(words.asker, name),
      ...stateLines(request, viewer),
    ],
  }
}

function line(label: string, value: string | undefined): CardLine[] {
  return value === undefined || value === '' ? [] : [{ label, value }]
}

function receiptLines(request: VoidRequest, unit: string, { wording }: Viewer): CardLine[] {
  const { card: labels, void: words } = wording
  const { paper } = request
  return [
    ...line(labels.name, request.name),
    ...line(labels.number, labels.lastFour(lastFour(request.receipt.number))),
    ...line(labels.amount, formatFen(request.amountFen)),
    ...line(labels.date, request.issuedOn),
    ...line(labels.issuer, unit),
    ...line(words.card.reason, words.card.reasonText(request.reason, request.reasonText)),
    ...line(words.card.paper, paper && labels.lastFour(lastFour(paper))),
  ]
}

function stateLines(request: VoidRequest, { wording, now }: Viewer): CardLine[] {
  const { card: words } = wording.void
  const { deadline, red } = request
  return [
    ...line(words.state, stateIn(request, wording)),
    ...line(words.red, red && words.redNumber(lastFour(red.number), red.issuedOn)),
    ...line(words.note, noteIn(request, wording)),
    ...line(words.deadline, deadline === undefined ? undefined : clockTime(deadline, now)),
  ]
}

/** Its state in words; where an officer's word is due, that. */
export function stateIn(request: VoidRequest, { void: words }: Wording): string {
  const toConfirm = request.state === 'approved' && waitsForWord(request)
  return toConfirm ? words.toConfirm : words.states[request.state]
}

/** Why it is where it is. What a person gave as the reason stands as it was written. */
export function noteIn({ note, state }: Pick<VoidRequest, 'note' | 'state'>, wording: Wording) {
  return state === 'returned' ? note : programNote(note, wording)
}

/** The program's own reasons are words of ours; what the platform said stands as it came. */
export function programNote(note: string | undefined, { void: { why } }: Wording) {
  return note !== undefined && Object.hasOwn(why, note) ? why[note as keyof typeof why] : note
}

/** What this person may do with it now, and nothing else. */
export async function nextChoices(
  tx: Pick<Repositories, 'people' | 'units'>,
  request: VoidRequest,
  { person, wording }: Viewer,
  hasFiles: boolean,
): Promise<Choice[]> {
  const [approves, confirms, decides, sees, own] = await Promise.all(
    [mayApprove, mayConfirm, mayDecide, maySee, mayWithdraw].map((may) => may(tx, person, request)),
  )
  const allowed: readonly (readonly [boolean | undefined, readonly OfferedAction[]])[] = [
    [approves, ['approve']],
    [confirms, ['confirm']],
    [approves || confirms, ['giveBack']],
    [decides, ['resubmit', 'giveUp']],
    [sees, hasFiles ? ['receipt', 'files'] : ['receipt']],
    [sees && request.state === 'done', ['red']],
    [own, ownActions(request)],
  ]
  const labels = { ...wording.void.choices, confirm: wording.void.choices.approve }
  return allowed
    .flatMap(([may, actions]) => (may ? actions : []))
    .map((action) => requestChoice(action, request, labels[action]))
}

/** For who asked. */
function ownActions(request: VoidRequest): OfferedAction[] {
  const { state, urgent } = request
  return [
    ...(state === 'requested' && !urgent ? (['urge'] as const) : []),
    ...(mayBeWithdrawn(request) ? (['withdraw'] as const) : []),
    ...(isOver(request) && state !== 'done' ? (['again'] as const) : []),
  ]
}
