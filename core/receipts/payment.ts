/** Receipts by 处罚决定书号 or 缴款码: before the payer's full name is known, only how many there are and their state is said. */
import type { Choice } from '../message.ts'
import { couldBeName, saidName, sameName } from '../names.ts'
import type { PaymentNumber } from '../ports.ts'
import type { PaymentDialog } from '../session.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import { cardReply, receiptChoice, stateWords } from './card.ts'
import { clockTime } from './date.ts'
import { attemptOf, type Attempt, verdictOn } from './guard.ts'
import { ask, recordMiss, stillAllowed } from './opening.ts'
import { completeReference } from './reading.ts'
import type { Receipt } from './receipt.ts'
import { readReference } from './reference.ts'

/** So many receipts are offered to choose from at once. */
const PAGE = 7
/** The name of a number and nothing else but signs and digits: what is missing, or wrong, is the number. */
const ONLY_NAMED = {
  decision:
    /^(?:行政)?处罚决定书?(?:编号|号码|文号|号)?[^\p{L}]*$|^决定书(?:编号|号码|号)[^\p{L}]*$/u,
  payCode: /^(?:缴款码|缴费码|缴款识别码|缴款书号码|pay(?:ment)? ?code)[^\p{L}]*$/iu,
}

export const payment: Intent = {
  name: 'payment',
  continues: (turn) => {
    const { dialog } = turn.session
    if (dialog?.kind === 'payment-number') return numberIn(turn, dialog.of) !== undefined
    return dialog?.kind === 'payment' && couldBeName(turn.text) && !completeReference(turn.reading)
  },
  matches: ({ reading, text }) =>
    onlyNamed(text) !== undefined ||
    (reading.payment !== undefined &&
      (reading.words.length <= 6 ||
        reading.payment.kind === 'payCode' ||
        reading.payer !== undefined)),
  handle: (turn, desk) => {
    const { dialog } = turn.session
    if (turn.picked?.action === 'more') return more(turn, desk, turn.picked)
    const awaited = dialog?.kind === 'payment-number' ? numberIn(turn, dialog.of) : undefined
    const number = turn.reading.payment ?? awaited
    if (number) return begin(turn, desk, number)
    if (dialog?.kind === 'payment' && !turn.command) return openWithName(turn, desk, dialog)
    return Promise.resolve(askNumber(turn))
  },
}

function onlyNamed(text: string): PaymentNumber['kind'] | undefined {
  if (ONLY_NAMED.decision.test(text)) return 'decision'
  return ONLY_NAMED.payCode.test(text) ? 'payCode' : undefined
}

function askNumber(turn: Turn): Outcome {
  const { payment: words, lookup } = turn.wording
  const of = onlyNamed(turn.text) ?? 'decision'
  const sentence = /\d/.test(turn.text) ? words.wrongLength(of) : words.ask(of)
  const dialog = { kind: 'payment-number', of } as const
  return { reply: { text: `${sentence}\n${lookup.cancelHint}` }, dialog }
}

/** A bare answer to the question for a number. */
function numberIn({ text, reading }: Turn, of: PaymentNumber['kind']): PaymentNumber | undefined {
  const label = of === 'decision' ? '处罚决定书号' : '缴款码'
  return reading.payment ?? readReference(`${label} ${text}`).payment
}

/** Trying a number counts as a miss at once, and is taken back when the name opens it: trying many is guessing. */
async function begin(turn: Turn, desk: Desk, number: PaymentNumber): Promise<Outcome> {
  const attempt = attemptFor(desk, turn, number)
  const before = sameNumber(turn, number)
  const locked = await lockedReply(desk, turn, attempt, before)
  if (locked) return locked
  const receipts = await ask(() => desk.platform.findByNumber(number))
  if (receipts === 'unavailable') return { reply: { text: turn.wording.lookup.unavailable } }
  const { payer } = turn.reading
  const opened = payer === undefined ? [] : ofPayer(receipts, payer)
  if (payer !== undefined && opened.length > 0) {
    return { ...show(opened, turn, number, payer, 0), ...openedWrites(attempt, turn, before) }
  }
  const miss = before ?? desk.random(16).toString('hex')
  const writes = before === undefined ? [missed(desk, turn, attempt, miss)] : []
  const audit = auditOf(attempt, receipts.length > 0 ? 'listed' : 'missed')
  const { payment: words } = turn.wording
  if (receipts.length === 0) return { reply: { text: words.none(number.kind) }, writes, audit }
  const found = words.found(number.kind, receipts.length, statesOfAll(receipts, turn))
  const text = payer === undefined ? found : `${found}\n${words.notOpened}`
  return {
    reply: { text: `${text}\n${turn.wording.lookup.cancelHint}` },
    dialog: { kind: 'payment', payment: number, miss },
    writes,
    audit,
  }
}

/** The miss of the open dialog when the same number is said again: one number is one try. */
function sameNumber({ session: { dialog } }: Turn, number: PaymentNumber): string | undefined {
  if (dialog?.kind !== 'payment') return undefined
  const { kind, value } = dialog.payment
  return kind === number.kind && value === number.value ? dialog.miss : undefined
}

/** Another name may be tried after a wrong one; each wrong one is a miss more. */
async function openWithName(turn: Turn, desk: Desk, dialog: PaymentDialog): Promise<Outcome> {
  const attempt = attemptFor(desk, turn, dialog.payment)
  const locked = await lockedReply(desk, turn, attempt, dialog.miss)
  if (locked) return locked
  const receipts = await ask(() => desk.platform.findByNumber(dialog.payment))
  const { lookup, payment: words } = turn.wording
  if (receipts === 'unavailable') return { reply: { text: lookup.unavailable }, dialog: 'keep' }
  const name = turn.reading.payer ?? saidName(turn.text)
  const opened = ofPayer(receipts, name)
  if (opened.length > 0) {
    return {
      ...show(opened, turn, dialog.payment, name, 0),
      ...openedWrites(attempt, turn, dialog.miss),
    }
  }
  const miss = desk.random(16).toString('hex')
  return {
    reply: { text: `${words.notOpened}\n${lookup.cancelHint}` },
    dialog: { ...dialog, miss },
    writes: [missed(desk, turn, attempt, miss, dialog.miss)],
    audit: auditOf(attempt, 'missed'),
  }
}

function openedWrites(attempt: Attempt, turn: Turn, miss: string | undefined) {
  const writes: Write[] = [stillAllowed(attempt, turn.now, miss)]
  if (miss !== undefined) writes.push((tx) => tx.misses.remove(miss))
  return { writes, audit: auditOf(attempt, 'opened') }
}

function missed(desk: Desk, turn: Turn, attempt: Attempt, id: string, except?: string): Write {
  desk.meter.count('misses', { channel: turn.message.from.channel })
  return recordMiss(desk, attempt, turn.now, { id, except })
}

/** The next page of receipts that were opened by number and name. */
async function more(turn: Turn, desk: Desk, { data = {} }: Choice): Promise<Outcome> {
  const { kind = 'decision', value = '', name = '', from = '0' } = data
  const number: PaymentNumber = { kind: kind === 'payCode' ? 'payCode' : 'decision', value }
  const receipts = await ask(() => desk.platform.findByNumber(number))
  if (receipts === 'unavailable') return { reply: { text: turn.wording.lookup.unavailable } }
  return show(ofPayer(receipts, name), turn, number, name, Number(from))
}

function ofPayer(receipts: readonly Receipt[], name: string): Receipt[] {
  return receipts.filter((receipt) => sameName(name, receipt.payer.name))
}

function show(
  receipts: readonly Receipt[],
  turn: Turn,
  { kind, value }: PaymentNumber,
  name: string,
  from: number,
): Outcome {
  const { wording } = turn
  const [only, ...others] = receipts
  if (only && others.length === 0) return { reply: cardReply(only, wording) }
  const next = from + PAGE
  const rest: Choice[] =
    next < receipts.length
      ? [
          {
            label: wording.choices.more,
            intent: 'payment',
            action: 'more',
            data: { kind, value, name, from: String(next) },
          },
        ]
      : []
  const choices = [...receipts.slice(from, next).map(receiptChoice), ...rest]
  return { reply: { text: wording.payment.several(receipts.length), choices } }
}

async function lockedReply(
  { store }: Desk,
  { now, wording }: Turn,
  attempt: Attempt,
  except?: string,
): Promise<Outcome | undefined> {
  const { lockedUntil } = await verdictOn(store.misses, attempt, now, { except })
  if (lockedUntil === undefined) return undefined
  return { reply: { text: wording.lookup.locked(clockTime(lockedUntil, now)) } }
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
