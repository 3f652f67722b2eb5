/** A payer's wish as a card for the unit. */
import type { Choice, Reply } from '../../message.ts'
import type { Wording } from '../../wording/wording.ts'
import { receiptCard } from '../card.ts'
import type { Receipt } from '../receipt.ts'
import type { VoidWish } from './kept.ts'

/** A wish with the receipt as the unit may see it in a chat: the payer masked. */
export function wishReply(
  { id, reason }: Pick<VoidWish, 'id' | 'reason'>,
  receipt: Receipt,
  wording: Wording,
): Reply {
  const { ask: words, choices, reasons } = wording.void
  const choice = (label: string, action: string): Choice => ({
    ...{ label, intent: 'wish', action },
    data: { id },
  })
  return {
    text: words.wish.told(reasons[reason]),
    card: receiptCard(receipt, wording),
    choices: [choice(choices.take, 'take'), choice(choices.decline, 'decline')],
  }
}
