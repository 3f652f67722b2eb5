/** What is known about the receipt a person means: what the open dialog holds, and what was said just now. */
import { saidName } from '../names.ts'
import type { LookupDialog } from '../session.ts'
import type { Turn } from '../turn.ts'
import type { SecondFact } from './opening.ts'
import { completeReference } from './reading.ts'

export type Purpose = LookupDialog['purpose']
/** All that was said so far. A name is never kept beyond its message. */
export type Known = Omit<LookupDialog, 'kind' | 'purpose' | 'asked'> & { readonly payer?: string }

/** A whole new reference starts afresh; otherwise what is new is added to what the open dialog knows. */
export function knownOf(turn: Turn, purpose: Purpose): Known {
  const { dialog } = turn.session
  const open = turn.command || dialog?.kind !== 'lookup' ? undefined : dialog
  const said = saidNow(turn, purpose === 'verify' || asksFacts(open))
  if (!open || completeReference(said)) return said
  const bare = turn.text.trim()
  if (open.asked === 'check' && /^[0-9A-Za-z]{6}$/.test(bare))
    return { ...heldBy(open), check: bare }
  const known = { ...heldBy(open, said), ...said }
  const facts = said.date !== undefined || said.amountFen !== undefined
  if (open.asked !== 'second' || facts) return known
  return { ...known, payer: said.payer ?? saidName(bare).slice(0, 100) }
}

/** What may open a receipt, or be compared with it, besides the three values. */
export function secondOf({ date, amountFen, payer }: Known): SecondFact {
  return {
    ...(date !== undefined && { date }),
    ...(amountFen !== undefined && { amountFen }),
    ...(payer !== undefined && { payer }),
  }
}

function asksFacts(dialog: LookupDialog | undefined): boolean {
  return dialog?.asked === 'second' || dialog?.asked === 'facts'
}

function saidNow({ reading }: Turn, amountAwaited: boolean): Known {
  const { code, number, check, date, payer, looseFen } = reading
  const amountFen = reading.amountFen ?? (amountAwaited ? looseFen : undefined)
  return {
    ...(code !== undefined && { code }),
    ...(number !== undefined && { number }),
    ...(check !== undefined && { check }),
    ...secondOf({
      ...(date !== undefined && { date }),
      ...(amountFen !== undefined && { amountFen }),
      ...(payer !== undefined && { payer }),
    }),
  }
}

/** With another code or number another receipt is meant: what was said of the first one is not true of it. */
function heldBy(dialog: LookupDialog, said: Known = {}): Known {
  const { kind: _kind, purpose: _purpose, asked: _asked, ...held } = dialog
  const differs = (field: 'code' | 'number') =>
    said[field] !== undefined && held[field] !== undefined && said[field] !== held[field]
  if (dialog.asked === 'again' || (!differs('code') && !differs('number'))) return held
  return {
    ...(held.code !== undefined && { code: held.code }),
    ...(held.number !== undefined && { number: held.number }),
  }
}
