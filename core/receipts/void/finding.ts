/** The receipt that a void request is about: one of the own unit, in a state in which it can be reversed. */
import { unitsFor } from '../../people/role.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import { ask } from '../opening.ts'
import type { Receipt, ReceiptKey } from '../receipt.ts'
import { objectionTo } from './rules.ts'

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

/** Why it can not be asked for, with what to do instead; undefined when it can. */
export async function checked(
  { wording }: Turn,
  { store }: Pick<Desk, 'store'>,
  receipt: Receipt,
): Promise<Outcome | undefined> {
  const { ask: words } = wording.void
  const objection = objectionTo(receipt)
  if (objection) return { reply: { text: words.objections[objection] } }
  const open = await store.voids.of(receipt)
  if (!open) return undefined
  return {
    reply: {
      text: words.open(open.id),
      choices: [{ label: open.id, intent: 'request', action: 'show', data: { id: open.id } }],
    },
  }
}
