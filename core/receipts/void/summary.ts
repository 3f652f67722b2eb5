/** What a clerk is shown before the request is sent. */
import type { Choice } from '../../message.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import { receiptCard } from '../card.ts'
import { lastFour } from '../mask.ts'
import type { Receipt } from '../receipt.ts'
import { dataOf, type Draft } from './draft.ts'
import { needsOfficer } from './rules.ts'

export function summary(
  { wording, now }: Turn,
  { voidRules }: Desk,
  draft: Draft,
  receipt: Receipt,
): Outcome {
  const { ask: words, card: labels } = wording.void
  const card = receiptCard(receipt, wording)
  const { reason = '其他', reasonText, paper, files = 0 } = draft
  const lines = [
    { label: labels.reason, value: labels.reasonText(reason, reasonText) },
    ...(paper === undefined
      ? []
      : [{ label: labels.paper, value: wording.card.lastFour(lastFour(paper)) }]),
    { label: labels.files, value: words.evidenceLine(files) },
  ]
  const officer = needsOfficer(receipt, voidRules, now) ? [words.needsOfficer] : []
  const choice = (label: string, action: string): Choice => ({
    ...{ label, intent: 'void', action },
    data: dataOf(draft),
  })
  return {
    reply: {
      text: [words.summary, ...officer].join('\n'),
      card: { ...card, lines: [...card.lines, ...lines] },
      choices: [
        choice(words.choices.confirm, 'confirm'),
        choice(words.choices.urgent, 'urgent'),
        choice(words.choices.cancel, 'cancel'),
      ],
    },
    dialog: { ...draft, kind: 'void', asked: 'confirm' },
  }
}
