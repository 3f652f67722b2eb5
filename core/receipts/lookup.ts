/** 查票 and 查验: the three values in, an answer out; what is missing is asked for one at a time. */
import type { AuditEntry } from '../audit.ts'
import { looksLikeQuestion } from '../faq/words.ts'
import { couldBeName } from '../names.ts'
import type { LookupDialog } from '../session.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import { cardReply, referenceOf } from './card.ts'
import { clockTime } from './date.ts'
import { targetOf } from './guard.ts'
import { type Known, knownOf, type Purpose, secondOf } from './known.ts'
import { open, type Opening, type Try } from './opening.ts'
import { payment } from './payment.ts'
import { completeReference, type Reading, referenceFields } from './reading.ts'
import type { Reference } from './receipt.ts'
import { verified } from './verify.ts'

type Asked = LookupDialog['asked']

/** The check code first: it has a label, and nothing else stands there. */
const CHECK_ALONE = /^(?:校验码|check ?code)[^\p{L}\d]*[0-9A-Za-z]{6}$/iu

/** A label with digits, and nothing else: of too many or too few nothing was read, and what is right is said. */
const LABELLED_ALONE =
  /^(?:(?:票据|发票)?(?:代码|号码|票号)|(?:receipt ?)?(?:code|number|no\.?))[^\p{L}\d]*\d[\d -]*$/iu

export const lookup: Intent = {
  name: 'lookup',
  commands: ['lookup'],
  continues: (turn) => turn.session.dialog?.kind === 'lookup' && goesOn(turn, turn.session.dialog),
  matches: ({ reading, text }) =>
    completeReference(reading) !== undefined ||
    (Boolean(reading.code ?? reading.number) && reading.words.length <= 4) ||
    (reading.check !== undefined && CHECK_ALONE.test(text)) ||
    LABELLED_ALONE.test(text),
  handle: (turn, desk) => {
    if (turn.picked?.action === 'receipt') {
      return again(turn, desk, 'card', referenceOf(turn.picked))
    }
    if (turn.reading.payment && !completeReference(turn.reading)) return payment.handle(turn, desk)
    return collect(turn, desk, purposeOf(turn))
  },
}

/** 查验, by its verb or from a card: the same values, another answer. */
export const verify: Intent = {
  name: 'verify',
  commands: ['verify'],
  handle: (turn, desk) => {
    const { picked } = turn
    if (picked?.action === 'receipt') return again(turn, desk, 'verify', referenceOf(picked))
    if (picked?.action === 'facts') {
      return Promise.resolve(askFor(turn, 'verify', referenceOf(picked), 'facts'))
    }
    return collect(turn, desk, 'verify')
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
  if (dialog.asked === 'again') return corrects(reading, text)
  if (dialog.asked === 'second' && couldBeName(text)) return true
  const { code, number, check, date, amountFen } = reading
  const value = [code, number, check, date, amountFen].some((part) => part !== undefined)
  const short = reading.words.length <= 6
  if (looksLikeQuestion(text) && !(code ?? number ?? check)) return value && short
  return value || (short && (reading.unread || /\d/.test(text)))
}

/** One value said anew after “not found”: the others are kept. */
function corrects({ code, number, check, words }: Reading, text: string): boolean {
  if (words.length > 6) return false
  return (code ?? number ?? check) !== undefined || /^(?=\D*\d)[0-9A-Za-z]{6}$/.test(text.trim())
}

async function collect(turn: Turn, desk: Desk, purpose: Purpose): Promise<Outcome> {
  const known = knownOf(turn, purpose)
  const missing = referenceFields.find((field) => known[field] === undefined)
  const reference = completeReference(known)
  if (!reference || missing) return askFor(turn, purpose, known, missing ?? 'code')
  const second = secondOf(known)
  const how = purpose === 'verify' ? 'verify' : 'find'
  const opened = isOpened(turn, reference)
  if (opened && second.date === undefined && second.amountFen === undefined) {
    return askFor(turn, purpose, reference, 'facts')
  }
  return tryOpen(turn, desk, purpose, { reference, second, how, opened })
}

/** The receipt of the open dialog was opened before the facts were asked for. */
function isOpened({ session: { dialog }, command }: Turn, reference: Reference): boolean {
  if (command || dialog?.kind !== 'lookup' || dialog.asked !== 'facts') return false
  return referenceFields.every((field) => dialog[field] === reference[field])
}

function askFor(turn: Turn, purpose: Purpose, known: Known, asked: Asked): Outcome {
  const { payer: _payer, ...kept } = known
  const [unclear] = asked === 'second' || asked === 'facts' ? [] : turn.reading.unclear
  const text = `${questionFor(turn, purpose, known, asked)}\n${turn.wording.lookup.cancelHint}`
  return {
    reply: { text },
    dialog: { kind: 'lookup', purpose, asked: unclear ?? asked, ...kept },
  }
}

function questionFor(turn: Turn, purpose: Purpose, known: Known, asked: Asked): string {
  const { lookup: words, verify: verifyWords } = turn.wording
  const { unclear } = turn.reading
  if (asked === 'again') return words.askFirst
  if (asked === 'facts') return turn.reading.unread ? verifyWords.unread : verifyWords.askFacts
  if (asked === 'second') {
    if (known.date !== undefined) return words.askAmount
    return known.amountFen !== undefined ? words.askDate : words.askSecond
  }
  if (unclear.length > 1) return words.oneAtATime
  if (unclear[0]) return words.askUnclear(unclear[0])
  const goesOn = turn.session.dialog?.kind === 'lookup' && !turn.command
  const nothing = referenceFields.every((field) => known[field] === undefined)
  if (!nothing || goesOn) return words.ask(asked)
  return purpose === 'verify' ? verifyWords.askFirst : words.askFirst
}

/** A receipt of a card or a list: it was opened before, no guessing is left in choosing it. */
function again(turn: Turn, desk: Desk, purpose: Purpose, reference: Reference): Promise<Outcome> {
  const how = purpose === 'verify' ? 'verify' : 'find'
  return tryOpen(turn, desk, purpose, { reference, second: {}, how, opened: true })
}

async function tryOpen(turn: Turn, desk: Desk, purpose: Purpose, attempt: Try): Promise<Outcome> {
  const opening = await open(desk, turn, attempt)
  const { reference, second } = attempt
  if (opening.kind === 'second-fact') {
    return askFor(turn, purpose, { ...reference, ...second }, 'second')
  }
  return {
    ...answer(turn, purpose, attempt, opening),
    ...('writes' in opening && { writes: opening.writes }),
    audit: auditOf(turn, desk, reference, purpose, opening.kind),
  }
}

function answer(
  { wording, reading, now }: Turn,
  purpose: Purpose,
  { reference, second }: Try,
  opening: Exclude<Opening, { kind: 'second-fact' }>,
): Outcome {
  const { lookup: words } = wording
  switch (opening.kind) {
    case 'opened':
      return purpose === 'verify'
        ? { reply: verified(opening.receipt, second, reading.unread, wording) }
        : { reply: cardReply(opening.receipt, wording) }
    case 'missed': {
      const dialog = { kind: 'lookup', purpose, asked: 'again', ...reference } as const
      return { reply: { text: opening.second ? words.secondFailed : words.notFound }, dialog }
    }
    case 'locked':
      return { reply: { text: words.locked(clockTime(opening.until, now)) } }
    case 'unavailable':
      return { reply: { text: words.unavailable } }
  }
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
