/** The intent that takes every question that no other intent takes. It never makes up an answer. */
import { isOpen } from '../session.ts'
import type { Choice, Reply } from '../message.ts'
import { askerOf } from '../people/audience.ts'
import type { FaqDialog } from '../session.ts'
import type { QuestionOutcome } from './kept.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import { humanChoice } from '../support/human.ts'
import { wordingFor } from '../wording/wording.ts'
import { type Asking, declineReply, entryReply, suggestReply } from './answer.ts'
import { find } from './ask.ts'
import { maskedQuestion } from './question.ts'
import type { Decision } from './rank.ts'
import { isEnglish, type Remark, remarkIn } from './words.ts'

/** A human is offered with the second question that found nothing, and then with every second one. */
const OFFER_AFTER = 2

export const faq: Intent = {
  name: 'faq',
  public: true,
  /** Words, and not just a value that came too early. */
  matches: ({ message, text, reading }) => {
    if (message.choice !== undefined || !/\p{L}/u.test(text)) return false
    const { code, number, check, payment } = reading
    const value = code ?? number ?? payment ?? (/\d/.test(check ?? '') ? check : undefined)
    return value === undefined || reading.words.length > 1
  },
  handle: (turn, desk) => {
    const { picked, text } = turn
    if (picked) return Promise.resolve(chosen(picked, turn, desk))
    const remark = remarkIn(text)
    return Promise.resolve(remark ? remarked(remark, turn, desk) : answered(turn, desk))
  },
}

function answered(turn: Turn, desk: Desk): Outcome {
  const { question, decision } = find(desk.faq, turn.text, dialogOf(turn), askerOf(turn))
  const english = turn.session.locale === 'en' || isEnglish(turn.text)
  const asked = desk.random(12).toString('hex')
  const asking = askingOf(turn, english, asked)
  const masked = maskedQuestion(question)
  const write: Write = (tx) =>
    Promise.resolve(
      tx.questions.add({
        ...{ id: asked, at: turn.now, person: desk.keys.person(turn.message.from) },
        ...{ locale: english ? 'en' : 'zh-CN', text: masked },
        ...kept(decision),
      }),
    )
  const entry = decision.kind === 'answer' ? { entry: decision.id } : {}
  const remembered = { kind: 'faq' as const, question: masked, asked, ...entry }
  const misses = (turn.session.misses ?? 0) + (decision.kind === 'decline' ? 1 : 0)
  const offersHuman = misses >= OFFER_AFTER
  const reply = replyTo(decision, desk, asking, offersHuman)
  return {
    ...said(turn, reply, remembered),
    writes: [write],
    misses: offersHuman ? 0 : misses,
  }
}

function replyTo(decision: Decision, { faq: book }: Desk, asking: Asking, offersHuman: boolean) {
  if (decision.kind === 'suggest') return suggestReply(decision.ids, book, asking)
  if (decision.kind === 'decline') return declineReply(decision.elsewhere, asking, offersHuman)
  const entry = book.entry(decision.id)
  return entry ? entryReply(entry, book, asking) : declineReply(undefined, asking, offersHuman)
}

function kept(decision: Decision): { outcome: QuestionOutcome; entry?: string } {
  switch (decision.kind) {
    case 'answer':
      return { outcome: 'answered', entry: decision.id }
    case 'suggest':
      return { outcome: 'suggested' }
    case 'decline':
      return {
        outcome: 'declined',
        ...(decision.elsewhere !== undefined && { entry: decision.elsewhere }),
      }
  }
}

/** A choice of an answer, or of likely questions. Its data say which question and which entry it belongs to. */
function chosen({ action, data = {} }: Choice, turn: Turn, desk: Desk): Outcome {
  const { asked = '', id = '', english } = data
  const asking = askingOf(turn, english === 'yes', asked)
  const { faq: words } = asking.wording
  switch (action) {
    case 'helped':
      return said(turn, { text: words.helped })
    case 'unsolved':
      return {
        ...said(turn, withHuman(words.unsolved, asking)),
        writes: settled(turn, desk, asked, 'unsolved', id),
      }
    case 'none':
      return {
        ...said(turn, withHuman(words.refused, asking)),
        writes: settled(turn, desk, asked, 'refused'),
      }
    default:
      return shown(action, id, asking, turn, desk)
  }
}

function shown(action: string, id: string, asking: Asking, turn: Turn, desk: Desk): Outcome {
  const entry = desk.faq.entry(id)
  if (!entry) return said(turn, { text: asking.wording.faq.gone })
  const dialog = {
    ...{ kind: 'faq' as const, asked: asking.asked, entry: id },
    question: action === 'more' ? (dialogOf(turn)?.question ?? entry.question) : entry.question,
  }
  const reply = entryReply(entry, desk.faq, asking, action === 'more')
  const writes = action === 'meant' ? settled(turn, desk, asking.asked, 'answered', id) : []
  return { ...said(turn, reply, dialog), writes }
}

/** Feedback and 详细点 in words mean the last question. */
function remarked(remark: Remark, turn: Turn, desk: Desk): Outcome {
  const dialog = dialogOf(turn)
  const english = turn.session.locale === 'en' || isEnglish(turn.text)
  const asking = askingOf(turn, english, dialog?.asked ?? '')
  const { faq: words } = asking.wording
  switch (remark) {
    case 'unsolved':
      if (!dialog) return said(turn, { text: words.which })
      return {
        ...said(turn, withHuman(words.unsolved, asking)),
        writes: settled(turn, desk, dialog.asked, 'unsolved', dialog.entry),
      }
    case 'more':
      if (dialog?.entry === undefined) return said(turn, { text: words.which })
      return shown('more', dialog.entry, asking, turn, desk)
    case 'human':
      return said(turn, withHuman(words.human, asking))
    default:
      return said(turn, { text: words[remark] })
  }
}

function settled(
  { message }: Turn,
  { keys }: Desk,
  asked: string,
  outcome: QuestionOutcome,
  entry?: string,
): Write[] {
  const person = keys.person(message.from)
  return [(tx) => tx.questions.settle(asked, person, outcome, entry)]
}

function withHuman(text: string, { wording }: Asking): Reply {
  return { text, choices: [humanChoice(wording)] }
}

function askingOf({ wording }: Turn, english: boolean, asked: string): Asking {
  return { wording: english ? wordingFor('en') : wording, english, asked }
}

/** What else is open stays open, and is said to be: not between a question and what can be chosen. */
function said(turn: Turn, reply: Reply, remembered?: FaqDialog): Outcome {
  const { session, wording } = turn
  if (!isOpen(session)) return { reply, dialog: remembered ?? 'keep' }
  const { stillOpen } = wording.unknown
  const parts = /[:：]$/.test(reply.text) ? [stillOpen, reply.text] : [reply.text, stillOpen]
  return { reply: { ...reply, text: parts.join('\n\n') }, dialog: 'keep' }
}

function dialogOf({ session: { dialog } }: Turn): FaqDialog | undefined {
  return dialog?.kind === 'faq' ? dialog : undefined
}
