/** 冲红申请: a clerk is led from the receipt to a request; a payer, to the unit that issued it. */
import { faq } from '../../faq/intent.ts'
import { looksLikeQuestion } from '../../faq/words.ts'
import type { Choice } from '../../message.ts'
import { unitsFor } from '../../people/role.ts'
import type { Desk, Intent, Outcome, Turn } from '../../turn.ts'
import { plainText } from '../reference.ts'
import { type VoidReason, voidReasons } from '../void.ts'
import { confirmed } from './confirming.ts'
import type { VoidDialog } from './dialog.ts'
import { reasonIn, reasonQuestion, type Draft, draftOf } from './draft.ts'
import { checked, found } from './finding.ts'
import { evidenceQuestion, takeEvidence } from './evidence.ts'
import { summary } from './summary.ts'
import { aboutWish } from './wishing.ts'

/** Said so that it is clear that a request is meant, by whomever. */
const REQUEST =
  /^(?:\/?void|request a void|(?:冲红|红冲|作废|退票)申请|(?:我?[要想])?申请(?:冲红|红冲|作废|退票)|我[要想](?:冲红|红冲|作废|退票)|退票[。.!！]?$)/iu
const LONGEST_REASON = 100
const NOTHING =
  /^(?:没有?了?|无|暂无|没有附件|不附了?|不传了?|不用附?|不需要|跳过|下一步|继续|好了|完了|no|none|skip|next|done)[。.!！]?$/iu
const YES = /^(?:确认|确定|确认提交|提交|是|是的|好|好的|yes|ok|submit|confirm)[.!。！]?$/iu

export const voiding: Intent = {
  name: 'void',
  commands: ['void'],
  continues: (turn) => turn.session.dialog?.kind === 'void' && goesOn(turn, turn.session.dialog),
  handle: (turn, desk) => {
    const { picked, command, session } = turn
    const dialog = session.dialog?.kind === 'void' ? session.dialog : undefined
    if (picked) return chosen(turn, desk, picked, dialog)
    if (!dialog || (command && !givesReason(turn))) return begin(turn, desk)
    return answered({ ...turn, text: command ? turn.message.text : turn.text }, desk, dialog)
  },
}

/** Where a reason is asked for, “开错了” is one, and begins nothing. */
function givesReason({ session: { dialog }, picked, command, message }: Turn): boolean {
  const asked = dialog?.kind === 'void' && (dialog.asked === 'reason' || dialog.asked === 'text')
  return asked && !picked && command === 'void' && reasonIn(message.text) !== undefined
}

/** An answer to what was asked, or a file for the request, and no other question. */
function goesOn({ message, text, reading }: Turn, { asked, unit }: VoidDialog): boolean {
  if (message.files?.length) return unit !== undefined
  if (asked === 'evidence') return NOTHING.test(text.trim())
  if (asked === 'confirm') return YES.test(text.trim())
  if (asked === 'reason') return reasonIn(text) !== undefined
  if (text === '' || looksLikeQuestion(text)) return false
  if (asked === 'text' || asked === 'second') return true
  const { code, number, check } = reading
  return (code ?? number ?? check) !== undefined || /\d{4}/.test(text)
}

/** Without a receipt, who works for no unit asks a question. */
function begin(turn: Turn, desk: Desk): Promise<Outcome> {
  const said = plainText(turn.message.text).trim()
  const draft = draftOf(turn)
  const nothing = draft.code === undefined && draft.number === undefined
  const staff = unitsFor(turn.person, 'void.request').length > 0
  if (!staff && nothing && !REQUEST.test(said)) return faq.handle({ ...turn, text: said }, desk)
  if (!staff && nothing) {
    const reply = { text: `${turn.wording.void.ask.guide}\n${turn.wording.void.ask.cancelHint}` }
    return Promise.resolve({ reply, dialog: { kind: 'void', asked: 'receipt' } })
  }
  return advance(turn, desk, draft)
}

function answered(turn: Turn, desk: Desk, dialog: VoidDialog): Promise<Outcome> {
  const { text, wording } = turn
  if (turn.message.files?.length) return takeEvidence(turn, desk, dialog)
  switch (dialog.asked) {
    case 'receipt':
      return advance(turn, desk, draftOf(turn, dialog))
    case 'second':
      return aboutWish(turn, desk, dialog)
    case 'paper':
      return advance(turn, desk, { ...dialog, paper: text.replace(/\D/g, '').slice(0, 40) })
    case 'reason':
      return reasonGiven(turn, desk, dialog, reasonIn(text) ?? '其他')
    case 'text':
      return advance(turn, desk, {
        ...dialog,
        reasonText: turn.message.text.trim().slice(0, LONGEST_REASON),
      })
    case 'evidence':
      return advance(turn, desk, { ...dialog, files: dialog.files ?? 0 })
    case 'confirm':
      if (YES.test(text.trim())) return confirmed(turn, desk, dialog, false)
      return Promise.resolve({ reply: { text: wording.void.ask.confirmFirst }, dialog: 'keep' })
  }
}

function chosen(
  turn: Turn,
  desk: Desk,
  { action, data = {} }: Choice,
  dialog: VoidDialog | undefined,
): Promise<Outcome> {
  const { wording } = turn
  if (action === 'cancel') return Promise.resolve({ reply: { text: wording.void.ask.cancelled } })
  const { code = '', number = '' } = data
  if (action === 'start') return advance(turn, desk, { code, number })
  // A button of a draft that is over, or of another one.
  const same = dialog?.code === code && dialog.number === number
  if (!dialog || !same) return Promise.resolve({ reply: { text: wording.unknown.staleChoice } })
  const reason = voidReasons.find((one) => one === data['reason'])
  if (action === 'reason' && reason) return reasonGiven(turn, desk, dialog, reason)
  if (action === 'next') return advance(turn, desk, { ...dialog, files: dialog.files ?? 0 })
  return confirmed(turn, desk, dialog, action === 'urgent')
}

function reasonGiven(turn: Turn, desk: Desk, dialog: VoidDialog, reason: VoidReason) {
  const { reasonText: _before, ...draft } = dialog
  return advance(turn, desk, { ...draft, reason })
}

/** The next question: what is asked for first is what is missing. Permission and the receipt are looked at anew. */
export async function advance(turn: Turn, desk: Desk, known: Draft): Promise<Outcome> {
  const { void: words } = turn.wording
  const asking = (asked: VoidDialog['asked'], text: string, draft: Draft): Outcome => ({
    reply: { text: `${text}\n${words.ask.cancelHint}` },
    dialog: { ...draft, kind: 'void', asked },
  })
  if (known.code === undefined || known.number === undefined) {
    const field =
      known.code !== undefined ? 'number' : known.number !== undefined ? 'code' : 'receipt'
    return asking('receipt', words.ask[field], known)
  }
  const seen = await found(turn, desk, { code: known.code, number: known.number })
  if (seen.kind === 'refused') return seen.outcome ?? aboutWish(turn, desk, known)
  const draft = { ...known, unit: seen.unit }
  const objection = await checked(turn, desk, seen.receipt, draft)
  if (objection) return objection
  if (draft.reason === undefined) return reasonQuestion(turn, draft)
  if (draft.reason === '其他' && draft.reasonText === undefined) {
    return asking('text', words.ask.reasonText, draft)
  }
  if (draft.files === undefined) return evidenceQuestion(turn, draft, words.ask.evidence)
  return summary(turn, desk, draft, seen.receipt)
}
