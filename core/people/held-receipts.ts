/** Receipts that were opened by a role in a unit: each further step, also an old button's, asks whether the role still holds. */
import type { Choice } from '../message.ts'
import { verify } from '../receipts/lookup.ts'
import { whole } from '../receipts/whole.ts'
import type { Intent, Outcome, Turn } from '../turn.ts'
import { stillMay } from './permission.ts'
import { unitsFor } from './role.ts'

/** A choice on a receipt that holds only for who works for this unit. */
export function ofUnit(unit: string, choice: Choice): Choice {
  return choice.data?.['check'] === undefined
    ? choice
    : { ...choice, data: { ...choice.data, unit } }
}

/** What an intent does with such a receipt, once more bound to the unit: asked again as the turn is kept. */
export function heldTo(unit: string, { message }: Turn, outcome: Outcome): Outcome {
  const { reply, dialog, writes = [] } = outcome
  const choices = reply?.choices?.map((choice) => ofUnit(unit, choice))
  const open = typeof dialog === 'object' && dialog.kind === 'lookup' ? dialog : undefined
  return {
    ...outcome,
    ...(reply && { reply: { ...reply, ...(choices && { choices }) } }),
    ...(open && { dialog: { ...open, unit } }),
    writes: [stillMay(message.from, 'receipts.ofUnit', { unit }), ...writes],
  }
}

/** The intent, which goes on with receipts of a unit only for who still works there. */
export function whileHeld(intent: Intent): Intent {
  return {
    ...intent,
    handle: async (turn, desk) => {
      const unit = unitOf(turn)
      if (unit === undefined) return intent.handle(turn, desk)
      const works = unitsFor(turn.person, 'receipts.ofUnit').some(({ code }) => code === unit)
      if (works) return heldTo(unit, turn, await intent.handle(turn, desk))
      if (turn.picked) return { reply: { text: turn.wording.people.refused } }
      return intent.handle(withoutDialog(turn), desk)
    },
  }
}

/** The unit by which the receipt of the choice, or of the open dialog, was opened. */
function unitOf({ picked, command, session: { dialog } }: Turn): string | undefined {
  if (picked) return picked.data?.['unit']
  return !command && dialog?.kind === 'lookup' ? dialog.unit : undefined
}

function withoutDialog(turn: Turn): Turn {
  const { dialog: _dialog, ...session } = turn.session
  return { ...turn, session }
}

export const heldVerify = whileHeld(verify)
export const heldWhole = whileHeld(whole)
