/** 查验: three separate answers — the file's signature, the ledger, the fields given — and never one green tick. */
import type { CardLine, Reply } from '../message.ts'
import { sameName } from '../names.ts'
import type { Wording } from '../wording/wording.ts'
import { nextSteps, stateNotes, stateWords } from './card.ts'
import type { SecondFact } from './opening.ts'
import { type Receipt, statesOf } from './receipt.ts'

type Match = 'same' | 'different' | 'absent'

/** How what was given compares with the receipt. */
export interface Comparison {
  readonly amount: Match
  readonly date: Match
  readonly payer: Match
}

export function compare(given: SecondFact, receipt: Receipt): Comparison {
  const match = (value: unknown, same: boolean): Match =>
    value === undefined ? 'absent' : same ? 'same' : 'different'
  return {
    amount: match(given.amountFen, given.amountFen === receipt.amountFen),
    date: match(given.date, given.date === receipt.issuedOn),
    payer: match(given.payer, sameName(given.payer ?? '', receipt.payer.name)),
  }
}

/** The answer for a receipt that is in the ledger. `unread`: something was typed that could not be compared. */
export function verified(
  receipt: Receipt,
  given: SecondFact,
  unread: boolean,
  wording: Wording,
): Reply {
  const comparison = compare(given, receipt)
  const { verify } = wording
  const verdict = verdictOf(comparison)
  const words = [verify.text[verdict], stateNotes(receipt, wording), unread ? verify.unread : '']
  const [gravest] = statesOf(receipt)
  const state = gravest === 'normal' ? undefined : stateWords(receipt, wording)
  const facts = comparison.amount === 'absent' || comparison.date === 'absent'
  return {
    text: words.filter(Boolean).join('\n'),
    card: {
      title: verify.title(verdict === 'mismatch' ? 'mismatch' : 'good', state),
      lines: answerLines(receipt, comparison, wording),
    },
    choices: nextSteps(receipt, wording, 'full', ...(facts ? (['facts'] as const) : [])),
  }
}

/** Nothing given is nothing compared: that is not the same as agreeing. */
function verdictOf(comparison: Comparison): 'good' | 'mismatch' | 'bare' {
  const matches = Object.values(comparison)
  if (matches.includes('different')) return 'mismatch'
  return matches.includes('same') ? 'good' : 'bare'
}

function answerLines(receipt: Receipt, comparison: Comparison, wording: Wording): CardLine[] {
  const { verify, card } = wording
  const fields = (['amount', 'date', 'payer'] as const).map(
    (field) => `${verify[field]}${spaceFor(wording)}${verify.match[comparison[field]]}`,
  )
  return [
    { label: verify.signature, value: verify.noFile },
    { label: verify.ledger, value: verify.inLedger },
    { label: verify.fields, value: verify.joinFields(fields) },
    { label: card.name, value: receipt.name },
    { label: card.issuer, value: receipt.issuer.name },
    { label: card.state, value: stateWords(receipt, wording) },
    { label: verify.booked, value: receipt.flags.booked ? verify.bookedYes : verify.bookedNo },
    { label: verify.checks, value: verify.checkCount(receipt.checks) },
  ]
}

function spaceFor(wording: Wording): string {
  return /[a-z]$/i.test(wording.verify.amount) ? ' ' : ''
}
