/** A draft becomes a request: numbered, kept, and before its approver, in one transaction. */
import { StaleTurn } from '../../errors.ts'
import { tellAccount } from '../../people/notice.ts'
import { mayAt } from '../../people/permission.ts'
import type { Repositories } from '../../store.ts'
import type { Desk, Outcome, Turn, Write } from '../../turn.ts'
import { localDay } from '../date.ts'
import type { Receipt } from '../receipt.ts'
import { LAST_LEVEL, OFFICERS_LEVEL, voidId, type VoidRequest } from '../void.ts'
import { evidenceOf } from './card.ts'
import type { VoidDialog } from './dialog.ts'
import { draftPurpose } from './evidence.ts'
import { checked, found } from './finding.ts'
import { tellOf } from './notices.ts'
import { levelFrom } from './people.ts'
import { deadlineFrom, needsOfficer } from './rules.ts'

export async function confirmed(
  turn: Turn,
  desk: Desk,
  dialog: VoidDialog,
  urgent: boolean,
): Promise<Outcome> {
  const { wording, message } = turn
  const { code, number, unit, reason } = dialog
  if (dialog.asked !== 'confirm' || !code || !number || !unit || !reason) {
    return { reply: { text: wording.unknown.staleChoice }, dialog: 'keep' }
  }
  const seen = await found(turn, desk, { code, number })
  if (seen.kind === 'refused') {
    return seen.outcome ?? { reply: { text: wording.void.ask.notOwn } }
  }
  const objection = await checked(turn, desk, seen.receipt, dialog)
  if (objection) return objection
  let sent: Sent | undefined
  const write: Write = async (tx) => {
    const person = await tx.people.ofAccount(message.from)
    if (!person || !(await mayAt(tx, person, 'void.request', { unit }))) throw new StaleTurn()
    const draft = draftRequest(turn, desk, { ...dialog, reason }, seen.receipt, unit)
    sent = await send(tx, desk, { ...draft, asker: person.id, urgent }, turn, dialog.draft)
  }
  return {
    reply: { text: '' },
    writes: [write],
    finalText: () => (sent ? sentWords(sent, turn) : ''),
  }
}

interface Sent {
  readonly request: VoidRequest
  /** There is somebody who can approve it. */
  readonly asked: boolean
}

function sentWords({ request: { id, level }, asked }: Sent, { wording }: Turn): string {
  const { ask: words } = wording.void
  if (!asked) return words.nobody(id)
  return words.sent(id, level >= OFFICERS_LEVEL ? words.officer : words.approver)
}

type Unsent = Omit<VoidRequest, 'id' | 'asker' | 'urgent'>

function draftRequest(
  { now }: Turn,
  { voidRules }: Desk,
  { reason, reasonText, paper }: VoidDialog & Pick<VoidRequest, 'reason'>,
  { code, number, name, amountFen, issuedOn }: Receipt,
  unit: string,
): Unsent {
  return {
    ...{ state: 'requested', version: 1, receipt: { code, number }, name, amountFen, issuedOn },
    ...{ unit, reason, at: now, since: now, level: 0, reminded: false, asks: 0, nothings: 0 },
    needsOfficer: needsOfficer({ amountFen, issuedOn }, voidRules, now),
    ...(reasonText !== undefined && { reasonText }),
    ...(paper !== undefined && { paper }),
  }
}

/** Numbered last: what is undone leaves no gap. */
async function send(
  tx: Repositories,
  desk: Desk,
  unsent: Omit<VoidRequest, 'id'>,
  { now, message }: Turn,
  draft: string | undefined,
): Promise<Sent> {
  const year = localDay(now).slice(0, 4)
  const id = voidId(year, await tx.numbers.next(`VR-${year}`))
  const { deadline, reminder } = deadlineFrom(now, desk.voidRules, desk.calendar)
  const asked = await levelFrom(tx, { ...unsent, id }, unsent.urgent ? 1 : 0)
  const request: VoidRequest = {
    ...{ ...unsent, id, deadline, nextAt: reminder },
    level: asked?.level ?? LAST_LEVEL,
  }
  if (!(await tx.voids.add(request))) throw new StaleTurn()
  if (draft !== undefined) await tx.files.repurpose(draftPurpose(draft), evidenceOf(id))
  const entry = { actor: desk.keys.person(message.from), action: 'void.request' }
  tx.audit.append({ ...entry, object: id, result: request.state }, now)
  await tellOf(tx, desk, request, 'request', now)
  await takeWishes(tx, desk, request, now)
  return { request, asked: asked !== undefined }
}

/** Payers who wished for this are told that it is taken up, and later what became of it. */
async function takeWishes(
  tx: Repositories,
  desk: Desk,
  { id, unit, receipt, name }: VoidRequest,
  now: number,
): Promise<void> {
  const unitName = (await tx.units.find(unit))?.name ?? unit
  for (const wish of await tx.wishes.openAbout(receipt)) {
    if (!(await tx.wishes.settle(wish.id, 'open', 'taken', id))) continue
    const to = { ...wish.account, group: false }
    await tellAccount(tx, desk, to, ({ void: { told } }) => told.payerTaken(unitName, name), now)
  }
}
