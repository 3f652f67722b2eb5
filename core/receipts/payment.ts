/** Receipts by 处罚决定书号 or 缴款码: before the payer's full name is known, only how many there are and their state is said. */
import type { Choice } from '../message.ts'
import type { PaymentNumber } from '../ports.ts'
import type { PaymentDialog } from '../session.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import { formatFen } from './amount.ts'
import { cardReply, stateWords } from './card.ts'
import { clockTime } from './date.ts'
import { attemptOf, type Attempt, countsQuery, judge } from './guard.ts'
import { ask, couldBeName, recordMiss, sameName } from './opening.ts'
import type { Receipt } from './receipt.ts'
import { completeReference } from './reference.ts'

/** So many receipts are offered to choose from at most. */
const MOST_CHOICES = 8

export const payment: Intent = {
  name: 'payment',
  continues: ({ session, text, reading }) =>
    session.dialog?.kind === 'payment' && couldBeName(text) && !completeReference(reading),
  matches: ({ reading }) =>
    reading.payment !== undefined &&
    (reading.words.length <= 6 || reading.payment.kind === 'payCode'),
  handle: (turn, desk) => {
    const { dialog } = turn.session
    if (turn.reading.payment) return begin(turn, desk, turn.reading.payment)
    if (dialog?.kind === 'payment' && !turn.command) return openWithName(turn, desk, dialog)
    return Promise.resolve({ reply: { text: turn.wording.payment.ask } })
  },
}

/** Trying a number counts as a miss at once, and is taken back when the name opens it: trying many is guessing. */
async function begin(turn: Turn, desk: Desk, number: PaymentNumber): Promise<Outcome> {
  const attempt = attemptFor(desk, turn, number)
  const locked = await lockedReply(desk, turn, attempt)
  if (locked) return locked
  const receipts = await ask(() => desk.platform.findByNumber(number))
  if (receipts === 'unavailable') return { reply: { text: turn.wording.lookup.unavailable } }
  const { payment: words } = turn.wording
  const audit = auditOf(attempt, receipts.length > 0 ? 'listed' : 'missed')
  desk.meter.count('misses', { channel: turn.message.from.channel })
  const miss = desk.random(16).toString('hex')
  const writes = [recordMiss(desk, attempt, turn.now, miss)]
  if (receipts.length === 0) return { reply: { text: words.none(number.kind) }, writes, audit }
  const text = words.found(number.kind, receipts.length, statesOfAll(receipts, turn))
  return {
    reply: { text: `${text}\n${turn.wording.lookup.cancelHint}` },
    dialog: { kind: 'payment', payment: number, miss },
    writes,
    audit,
  }
}

async function openWithName(turn: Turn, desk: Desk, dialog: PaymentDialog): Promise<Outcome> {
  const attempt = attemptFor(desk, turn, dialog.payment)
  const locked = await lockedReply(desk, turn, attempt, dialog.miss)
  if (locked) return locked
  const receipts = await ask(() => desk.platform.findByNumber(dialog.payment))
  if (receipts === 'unavailable') {
    return { reply: { text: turn.wording.lookup.unavailable }, dialog: 'keep' }
  }
  const name = turn.reading.payer ?? turn.text
  const opened = receipts.filter((receipt) => sameName(name, receipt.payer.name))
  const audit = auditOf(attempt, opened.length > 0 ? 'opened' : 'missed')
  if (opened.length === 0) return { reply: { text: turn.wording.payment.notOpened }, audit }
  const writes: Write[] = [(tx) => tx.misses.remove(dialog.miss)]
  return { ...show(opened, turn), writes, audit }
}

function show(receipts: readonly Receipt[], turn: Turn): Outcome {
  const [only, ...others] = receipts
  if (only && others.length === 0) return { reply: cardReply(only, turn.wording) }
  const choices = receipts.slice(0, MOST_CHOICES).map((receipt): Choice => ({
    label: `${receipt.name} ${receipt.issuedOn} ${formatFen(receipt.amountFen)}`,
    intent: 'lookup',
    action: 'receipt',
    data: { code: receipt.code, number: receipt.number, check: receipt.check },
  }))
  return { reply: { text: turn.wording.payment.several(receipts.length), choices } }
}

async function lockedReply(
  desk: Desk,
  turn: Turn,
  attempt: Attempt,
  except?: string,
): Promise<Outcome | undefined> {
  const counts = await desk.store.misses.counts(countsQuery(attempt, turn.now, except))
  const until = judge(counts, undefined, turn.now).lockedUntil
  return until === undefined
    ? undefined
    : { reply: { text: turn.wording.lookup.locked(clockTime(until, turn.now)) } }
}

function attemptFor({ keys }: Desk, { message }: Turn, { kind, value }: PaymentNumber): Attempt {
  return attemptOf(keys, message.from, keys.pseudonym('payment', `${kind}:${value}`))
}

/** The states of all of them, each once. */
function statesOfAll(receipts: readonly Receipt[], { wording }: Turn): string {
  const words = receipts.map((receipt) => stateWords(receipt, wording))
  return [...new Set(words)].join(' / ')
}

function auditOf(attempt: Attempt, result: string) {
  return { actor: attempt.person, action: 'receipt.payment', object: attempt.target, result }
}
