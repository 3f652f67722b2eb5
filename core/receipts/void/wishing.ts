/** A payer's wish: who issued the receipt and what they do, and passing the wish on to that unit. */
import type { Choice } from '../../message.ts'
import { saidName } from '../../names.ts'
import { notify } from '../../people/notice.ts'
import { may, unitsFor } from '../../people/role.ts'
import type { Repositories } from '../../store.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import { clockTime } from '../date.ts'
import { targetOf } from '../guard.ts'
import { ask, open, type SecondFact } from '../opening.ts'
import { completeReference } from '../reading.ts'
import type { Receipt, Reference } from '../receipt.ts'
import { isOver, type VoidReason, voidReasons } from '../void.ts'
import type { VoidDialog } from './dialog.ts'
import type { Draft } from './draft.ts'
import type { VoidWish } from './kept.ts'
import { clerksOf } from './people.ts'
import { objectionTo, obstacleTo } from './rules.ts'
import { wishReply } from './wish-card.ts'

/** 结账作废 is the unit's own affair. */
const payerReasons = voidReasons.filter((reason) => reason !== '结账作废')

/** With a receipt that is none of the own unit's: its three values open it, as in a look-up. */
export async function aboutWish(turn: Turn, desk: Desk, known: Draft): Promise<Outcome> {
  const reference = completeReference(known)
  if (!reference) return valueMissing(turn, known)
  const opening = await open(desk, turn, { reference, second: secondIn(turn), how: 'find' })
  const audit = {
    ...{ actor: desk.keys.person(turn.message.from), action: 'receipt.lookup' },
    ...{ object: targetOf(desk.keys, reference), result: opening.kind },
  }
  const { lookup: words } = turn.wording
  switch (opening.kind) {
    case 'second-fact':
      return asking(turn, known, 'second', words.askSecond)
    case 'missed': {
      const text = opening.second ? words.secondFailed : words.notFound
      return { reply: { text }, writes: opening.writes, audit }
    }
    case 'locked':
      return { reply: { text: words.locked(clockTime(opening.until, turn.now)) }, audit }
    case 'unavailable':
      return { reply: { text: words.unavailable }, audit }
    case 'opened': {
      const told = await offered(turn, desk, opening.receipt)
      return { ...told, writes: opening.writes, audit }
    }
  }
}

/** Who works for a unit was asked for a receipt of it; a payer is asked for the next value. */
function valueMissing(turn: Turn, known: Draft): Outcome {
  const { lookup: words, void: own } = turn.wording
  const staff = unitsFor(turn.person, 'void.request').length > 0
  if (staff) return { reply: { text: own.ask.notOwn } }
  const missing =
    known.code === undefined ? 'code' : known.number === undefined ? 'number' : 'check'
  return asking(turn, known, 'receipt', words.ask(missing))
}

function asking(
  { wording }: Turn,
  known: Draft,
  asked: VoidDialog['asked'],
  text: string,
): Outcome {
  return {
    reply: { text: `${text}\n${wording.void.ask.cancelHint}` },
    dialog: { ...known, kind: 'void', asked },
  }
}

/** The payer's name, or date and amount, where the receipt wants a second fact. */
function secondIn({ reading, text, session }: Turn): SecondFact {
  const { dialog } = session
  if (dialog?.kind !== 'void' || dialog.asked !== 'second') return {}
  const { date, amountFen = reading.looseFen, payer } = reading
  if (date !== undefined && amountFen !== undefined) return { date, amountFen }
  return { payer: payer ?? saidName(text).slice(0, 100) }
}

/** What the unit does, and the reasons to choose from. */
async function offered(turn: Turn, desk: Desk, receipt: Receipt): Promise<Outcome> {
  const { ask: words, reasons } = turn.wording.void
  const obstacle = obstacleTo(receipt)
  if (obstacle === 'red' || obstacle === 'reversed') {
    return { reply: { text: words.objections[obstacle] } }
  }
  const { issuer, name, code, number } = receipt
  const unit = issuer.code === undefined ? undefined : await desk.store.units.find(issuer.code)
  const clerks = unit && !unit.goneSince ? await clerksOf(desk.store, unit.code) : []
  if (!unit || clerks.length === 0) return { reply: { text: words.wish.nobody(issuer.name, name) } }
  const choices = payerReasons.map((reason): Choice => ({
    label: reasons[reason],
    intent: 'wish',
    action: 'pass',
    data: { code, number, check: receipt.check, reason },
  }))
  const no: Choice = { label: words.choices.no, intent: 'wish', action: 'no' }
  const first = obstacle === undefined ? [] : [words.wish.first[obstacle]]
  const text = [...first, words.wish.about(unit.name, name)].join('\n')
  return { reply: { text, choices: [...choices, no] } }
}

/** The wish goes to the unit. The receipt was opened before; it is looked up anew for what it is now. */
export async function passedOn(turn: Turn, desk: Desk, { data = {} }: Choice): Promise<Outcome> {
  const { wording, person } = turn
  const { code = '', number = '', check = '' } = data
  const reason = voidReasons.find((one) => one === data['reason']) ?? '其他'
  if (!may(person, 'void.wish')) return { reply: { text: wording.people.refused } }
  const receipt = await ask(() => desk.platform.find({ code, number, check } satisfies Reference))
  if (receipt === 'unavailable') return { reply: { text: wording.lookup.unavailable } }
  const issuer = receipt?.issuer.code
  const unit = issuer === undefined ? undefined : await desk.store.units.find(issuer)
  if (!receipt || !unit) return { reply: { text: wording.lookup.notFound } }
  if (objectionTo(receipt) === 'reversed') {
    return { reply: { text: wording.void.ask.objections.reversed } }
  }
  const wish = wishFor(turn, desk, receipt, unit.code, reason)
  let isNew = true
  const { sent, again } = wording.void.ask.wish
  return {
    reply: { text: '' },
    writes: [async (tx) => void (isNew = await send(tx, desk, wish, receipt, turn.now))],
    finalText: () => (isNew ? sent : again)(unit.name),
    audit: {
      ...{ actor: desk.keys.person(turn.message.from), action: 'void.wish' },
      ...{ object: targetOf(desk.keys, receipt), result: 'sent' },
    },
  }
}

function wishFor(
  { message, now }: Turn,
  desk: Desk,
  { code, number, name }: Receipt,
  unit: string,
  reason: VoidReason,
): VoidWish {
  const { channel, user, conversation } = message.from
  return {
    ...{ id: desk.random(12).toString('hex'), receipt: { code, number }, name, unit, reason },
    ...{ at: now, state: 'open', account: { channel, user, conversation } },
  }
}

/** False when this account has one on its way. One about a request that is under way belongs to it at once. */
async function send(
  tx: Repositories,
  desk: Desk,
  wish: VoidWish,
  receipt: Receipt,
  now: number,
): Promise<boolean> {
  const under = await tx.voids.of(wish.receipt)
  const taken = under && !isOver(under) ? ({ state: 'taken', request: under.id } as const) : {}
  if (!(await tx.wishes.add({ ...wish, ...taken }))) return false
  if ('state' in taken) return true
  for (const clerk of await clerksOf(tx, wish.unit)) {
    await notify(tx, desk, clerk, (wording) => wishReply(wish, receipt, wording), now)
  }
  return true
}
