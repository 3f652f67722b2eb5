/** A receipt as a card in a chat: masked, the same for every channel that may carry it. */
import type { Card, CardLine, Choice, Reply } from '../message.ts'
import type { Wording } from '../wording/wording.ts'
import { formatFen } from './amount.ts'
import { lastFour, maskName } from './mask.ts'
import { isHubei, type Receipt, type ReceiptKey, type Reference, statesOf } from './receipt.ts'

/** Name, issuing unit, masked payer, amount, date, state; of code and number the last four digits. */
export function receiptCard(receipt: Receipt, wording: Wording): Card {
  const { card } = wording
  const { reversed, paper } = receipt.flags
  return {
    title: receipt.name,
    lines: [
      { label: card.code, value: card.lastFour(lastFour(receipt.code)) },
      { label: card.number, value: card.lastFour(lastFour(receipt.number)) },
      { label: card.issuer, value: receipt.issuer.name },
      { label: card.payer, value: maskName(receipt.payer.name) },
      { label: card.amount, value: formatFen(receipt.amountFen) },
      { label: card.date, value: receipt.issuedOn },
      { label: card.state, value: stateWords(receipt, wording) },
      ...keyLine(card.red, reversed, wording),
      ...keyLine(card.original, receipt.original, wording),
      ...keyLine(card.paper, paper, wording),
    ],
  }
}

/** The reply for a receipt that was opened: its card, what its state means, and the next steps. */
export function cardReply(receipt: Receipt, wording: Wording): Reply {
  const { found, otherProvince } = wording.lookup
  const notes = [stateNotes(receipt, wording), isHubei(receipt.code) ? '' : otherProvince]
  return {
    text: [found, ...notes].filter(Boolean).join('\n'),
    card: receiptCard(receipt, wording),
    choices: nextSteps(receipt, wording, 'full', 'verify'),
  }
}

export function stateWords(receipt: Receipt, { card }: Wording): string {
  return card.joinStates(statesOf(receipt).map((state) => card.states[state]))
}

/** What the states mean for who holds the receipt, a line each; empty for a receipt in order. */
export function stateNotes(receipt: Receipt, { card }: Wording): string {
  return statesOf(receipt)
    .map((state) => card.stateNotes[state])
    .filter(Boolean)
    .join('\n')
}

/** What can be done next with a receipt that was opened: the whole of it, verify it, or compare date and amount. */
export function nextSteps(
  { code, number, check }: Reference,
  { choices }: Wording,
  ...steps: readonly ('full' | 'verify' | 'facts')[]
): Choice[] {
  const data = { code, number, check }
  return steps.map((step) =>
    step === 'facts'
      ? { label: choices.facts, intent: 'verify', action: 'facts', data }
      : { label: choices[step], intent: step, action: 'receipt', data },
  )
}

/** A receipt of a list that was opened: its name, date and amount, leading to its card. */
export function receiptChoice(receipt: Receipt): Choice {
  const { name, issuedOn, amountFen, code, number, check } = receipt
  return {
    label: `${name} ${issuedOn} ${formatFen(amountFen)}`,
    intent: 'lookup',
    action: 'receipt',
    data: { code, number, check },
  }
}

/** The receipt that a choice was made on. */
export function referenceOf(choice: Choice): Reference {
  const { code = '', number = '', check = '' } = choice.data ?? {}
  return { code, number, check }
}

function keyLine(label: string, key: ReceiptKey | undefined, { card }: Wording): CardLine[] {
  return key ? [{ label, value: card.lastFour(lastFour(key.number)) }] : []
}
