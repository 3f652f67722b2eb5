/** 查票: the three values in, a card out; what is missing is asked for one at a time. */
import type { AuditEntry } from '../audit.ts'
import type { LookupDialog } from '../session.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import { cardReply, referenceOf } from './card.ts'
import { clockTime } from './date.ts'
import { targetOf } from './guard.ts'
import { couldBeName, open, type Opening, type Try } from './opening.ts'
import { payment } from './payment.ts'
import type { Reference } from './receipt.ts'
import { completeReference, type Reading, referenceFields } from './reference.ts'
import { verified } from './verify.ts'

type Purpose = LookupDialog['purpose']
/** All that was said so far about the receipt. */
type Known = Omit<LookupDialog, 'kind' | 'purpose' | 'asked'> & { payer?: string }

export const lookup: Intent = {
  name: 'lookup',
  commands: ['lookup'],
  continues: (turn) => turn.session.dialog?.kind === 'lookup' && goesOn(turn, turn.session.dialog),
  matches: ({ reading }) =>
    completeReference(reading) !== undefined ||
    (Boolean(reading.code ?? reading.number) && reading.words.length <= 4),
  handle: (turn, desk) => {
    if (turn.picked?.action === 'receipt') return choose(turn, desk, referenceOf(turn.picked))
    if (turn.reading.payment && !completeReference(turn.reading)) return payment.handle(turn, desk)
    return collect(turn, desk, purposeOf(turn))
  },
}

/** 查验, by its verb or from a card: the same values, another answer. */
export const verify: Intent = {
  name: 'verify',
  commands: ['verify'],
  handle: (turn, desk) => {
    if (turn.picked?.action !== 'receipt') return collect(turn, desk, 'verify')
    return tryOpen(turn, desk, 'verify', {
      reference: referenceOf(turn.picked),
      second: {},
      how: 'verify',
      opened: true,
    })
  },
}

/** “这张票是真的吗” with the values asks to verify, without the verb. */
function purposeOf(turn: Turn): Purpose {
  const { dialog } = turn.session
  if (!turn.command && dialog?.kind === 'lookup') return dialog.purpose
  return /[真假验]/.test(turn.reading.words) ? 'verify' : 'card'
}

/** A value, or at least nothing that reads like another question. */
function goesOn({ reading, text }: Turn, dialog: LookupDialog): boolean {
  if (dialog.asked === 'second' && couldBeName(text)) return true
  const { code, number, check, date, amountFen } = reading
  const value = [code, number, check, date, amountFen].some((part) => part !== undefined)
  return value || (reading.words.length <= 6 && /\d/.test(text))
}

async function collect(turn: Turn, desk: Desk, purpose: Purpose): Promise<Outcome> {
  const known = knownOf(turn)
  const missing = referenceFields.find((field) => known[field] === undefined)
  const reference = completeReference(known)
  if (!reference || missing) return askFor(turn, purpose, known, missing ?? 'code')
  const { date, amountFen, payer } = known
  const second = {
    ...(date !== undefined && { date }),
    ...(amountFen !== undefined && { amountFen }),
    ...(payer !== undefined && { payer }),
  }
  const how = purpose === 'verify' ? 'verify' : 'find'
  return tryOpen(turn, desk, purpose, { reference, second, how })
}

/** A whole new reference starts afresh; otherwise what is new is added to what the open dialog knows. */
function knownOf(turn: Turn): Known {
  const { dialog } = turn.session
  const said = saidNow(turn)
  if (turn.command || dialog?.kind !== 'lookup' || completeReference(said)) return said
  const { kind: _kind, purpose: _purpose, asked, ...before } = dialog
  const bare = turn.text.trim()
  if (asked === 'check' && /^[0-9A-Za-z]{6}$/.test(bare)) return { ...before, check: bare }
  if (asked !== 'second' || said.date !== undefined || said.amountFen !== undefined) {
    return { ...before, ...said }
  }
  return { ...before, payer: said.payer ?? bare.slice(0, 100) }
}

function saidNow({ reading }: Turn): Known {
  const {
    unclear: _unclear,
    words: _words,
    payment: _payment,
    ...said
  } = reading as Partial<Reading>
  return said
}

function askFor(turn: Turn, purpose: Purpose, known: Known, asked: LookupDialog['asked']): Outcome {
  const { lookup: words, verify: verifyWords } = turn.wording
  const nothing = referenceFields.every((field) => known[field] === undefined)
  const first = purpose === 'verify' ? verifyWords.askFirst : words.askFirst
  const { payer: _payer, ...kept } = known
  const unclear = turn.reading.unclear[0]
  const field = asked === 'second' ? undefined : (unclear ?? asked)
  const again = turn.session.dialog?.kind === 'lookup' && !turn.command
  const question =
    field === undefined
      ? words.askSecond
      : unclear
        ? words.askUnclear(field)
        : nothing && !again
          ? first
          : words.ask(field)
  return {
    reply: { text: `${question}\n${words.cancelHint}` },
    dialog: { kind: 'lookup', purpose, asked: field ?? 'second', ...kept },
  }
}

async function tryOpen(turn: Turn, desk: Desk, purpose: Purpose, attempt: Try): Promise<Outcome> {
  const opening = await open(desk, turn, attempt)
  const { reference, second } = attempt
  if (opening.kind === 'second-fact')
    return askFor(turn, purpose, { ...reference, ...second }, 'second')
  return {
    ...answer(turn, purpose, attempt, opening),
    ...('writes' in opening && { writes: opening.writes }),
    audit: auditOf(turn, desk, reference, purpose, opening.kind),
  }
}

function answer(
  turn: Turn,
  purpose: Purpose,
  attempt: Try,
  opening: Exclude<Opening, { kind: 'second-fact' }>,
): Outcome {
  const { wording } = turn
  switch (opening.kind) {
    case 'opened':
      return purpose === 'verify'
        ? { reply: verified(opening.receipt, attempt.second, wording) }
        : { reply: cardReply(opening.receipt, wording) }
    case 'missed':
      return { reply: { text: wording.lookup.notFound } }
    case 'locked':
      return { reply: { text: wording.lookup.locked(clockTime(opening.until, turn.now)) } }
    case 'unavailable':
      return { reply: { text: wording.lookup.unavailable } }
  }
}

/** A receipt of a list that was opened together: no guessing is left in choosing from it. */
async function choose(turn: Turn, desk: Desk, reference: Reference): Promise<Outcome> {
  return tryOpen(turn, desk, 'card', { reference, second: {}, how: 'find', opened: true })
}

function auditOf(
  { message }: Turn,
  { keys }: Desk,
  reference: Reference,
  purpose: Purpose,
  result: Opening['kind'],
): AuditEntry {
  return {
    actor: keys.person(message.from),
    action: purpose === 'verify' ? 'receipt.verify' : 'receipt.lookup',
    object: targetOf(keys, reference),
    result,
  }
}
