/** What a clerk is shown before the request is sent. */
import type { CardLine, Choice } from '../../message.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import type { Wording } from '../../wording/wording.ts'
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
  const { ask: words } = wording.void
  const card = receiptCard(receipt, wording)
  const officer = needsOfficer(receipt, voidRules, now) ? [words.needsOfficer] : []
  const choice = (label: string, action: string): Choice => ({
    ...{ label, intent: 'void', action },
    data: dataOf(draft),
  })
  return {
    reply: {
      text: [words.summary, ...officer].join('\n'),
      card: { ...card, lines: [...card.lines, ...draftLines(draft, wording)] },
      choices: [
        choice(words.choices.confirm, 'confirm'),
        choice(words.choices.urgent, 'urgent'),
        choice(words.choices.cancel, 'cancel'),
      ],
    },
    dialog: { ...draft, kind: 'void', asked: 'confirm' },
  }
}

function draftLines(draft: Draft, { card, void: words }: Wording): CardLine[] {
  const { card: labels, ask } = words
  const { reason = '其他', reasonText, paper, files = 0 } = draft
  return [
    { label: labels.reason, value: labels.reasonText(reason, reasonText) },
    ...(paper === undefined
      ? []
      : [{ label: labels.paper, value: card.lastFour(lastFour(paper)) }]),
    { label: labels.files, value: ask.evidenceLine(files) },
  ]
}
