/** The receipt that a void request is about: one of the own unit, in a state in which it can be reversed. */
import { unitsFor } from '../../people/role.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import { ask } from '../opening.ts'
import type { Receipt, ReceiptKey } from '../receipt.ts'
import type { Draft } from './draft.ts'
import { obstacleTo } from './rules.ts'

export type Seen =
  | { readonly kind: 'found'; readonly receipt: Receipt; readonly unit: string }
  | { readonly kind: 'refused'; readonly outcome: Outcome | undefined }

/** In the units of this person, as they are now. Refused without an outcome: it is none of theirs. */
export async function found(turn: Turn, desk: Desk, key: ReceiptKey): Promise<Seen> {
  for (const { code } of unitsFor(turn.person, 'void.request')) {
    const receipts = await ask(() => desk.platform.findOfUnit(code, { key }))
    if (receipts === 'unavailable') {
      const outcome: Outcome = { reply: { text: turn.wording.lookup.unavailable }, dialog: 'keep' }
      return { kind: 'refused', outcome }
    }
    const [receipt] = receipts
    if (receipt) return { kind: 'found', receipt, unit: code }
  }
  return { kind: 'refused', outcome: undefined }
}

/** Why it can not be asked for yet, with what to do instead or first; undefined when it can. */
export async function checked(
  turn: Turn,
  { store }: Pick<Desk, 'store'>,
  receipt: Receipt,
  draft: Draft,
): Promise<Outcome | undefined> {
  const { ask: words } = turn.wording.void
  const obstacle = obstacleTo(receipt, draft.paper)
  if (obstacle && obstacle !== 'paper') return { reply: { text: words.objections[obstacle] } }
  const open = await store.voids.of(receipt)
  if (!open) return obstacle && paperQuestion(turn, draft)
  return {
    reply: {
      text: words.open(open.id),
      choices: [{ label: open.id, intent: 'request', action: 'show', data: { id: open.id } }],
    },
  }
}

function paperQuestion({ wording }: Turn, { paper, ...draft }: Draft): Outcome {
  const { ask: words } = wording.void
  const text = paper === undefined ? words.paper : words.paperWrong
  return {
    reply: { text: `${text}\n${words.cancelHint}` },
    dialog: { ...draft, kind: 'void', asked: 'paper' },
  }
}
