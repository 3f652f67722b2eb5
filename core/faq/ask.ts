/** The intent for everything that no other takes: a question, answered from the FAQ or honestly declined. */
import { unknownOutcome } from '../basics.ts'
import type { Choice } from '../message.ts'
import type { LastQuestion, Locale } from '../session.ts'
import type { Intent, Outcome, Turn } from '../turn.ts'
import { wordingFor } from '../wording/wording.ts'
import { answerReply, choice, feedbackIn, questionChoice } from './answer.ts'
import type { FaqBook } from './book.ts'
import { matterOf } from './elsewhere/elsewhere.ts'
import type { Decision } from './rank.ts'

/** What was asked before gives a follow-up its meaning for so long. */
const FRESH_MS = 30 * 60 * 1000
/** A follow-up is short; what is longer says itself what it means. */
const LONGEST_FOLLOW_UP = 24
const FOLLOWS = /^(?:那|那么|如果|要是|假如|万一|还有|and |what about |what if )|呢[?？]?$/iu
const MORE =
  /^(?:再)?(?:详细|具体|仔细)(?:一?点|一?些|说明|说说|讲讲)?(?:吧|呗|呢)?$|^展开说?$|^(?:more|details?)$/iu

export const faq: Intent = {
  name: 'faq',
  public: true,
  handle: (turn, { faq: book }) => Promise.resolve(outcomeOf(turn, book)),
}

function outcomeOf(turn: Turn, book: FaqBook): Outcome {
  const { picked, message, text, session, now } = turn
  if (picked) return chosen(turn, book, picked)
  const last = session.faq && now - session.faq.at < FRESH_MS ? session.faq : undefined
  if (message.choice !== undefined || text === '' || /^\d{1,2}$/.test(text)) {
    return unknownOutcome(turn)
  }
  if (last?.entry !== undefined) {
    if (MORE.test(text)) return answer(turn, book, last.entry, last.question, 'whole')
    const feedback = feedbackIn(text, turn.wording)
    if (feedback) return taken(turn, book, feedback, last)
  }
  return decided(turn, book, find(turn, book, last), last)
}

/** A follow-up that says too little alone is read together with the question before it. */
function find({ text }: Turn, book: FaqBook, last: LastQuestion | undefined): Decision {
  const alone = book.find(text)
  const follows = text.length <= LONGEST_FOLLOW_UP && FOLLOWS.test(text)
  if (alone.kind === 'answer' || !last || !follows) return alone
  const without = last.entry
  const question = (without && book.entry(without)?.question) ?? last.question
  const together = book.find(`${question} ${text}`, { without })
  return together.kind === 'decline' ? alone : together
}

function decided(
  turn: Turn,
  book: FaqBook,
  decision: Decision,
  last: LastQuestion | undefined,
): Outcome {
  switch (decision.kind) {
    case 'answer':
      return answer(turn, book, decision.id, turn.text)
    case 'suggest':
      return suggest(turn, book, decision.ids, turn.text)
    case 'decline':
      return declined(turn, decision.elsewhere, last)
  }
}

function answer(
  turn: Turn,
  book: FaqBook,
  id: string,
  question: string,
  length: 'short' | 'whole' = 'short',
): Outcome {
  const entry = book.entry(id)
  if (!entry) return unknownOutcome(turn)
  return {
    reply: withOpenDialog(turn, answerReply(entry, book, localeOf(turn), length)),
    dialog: 'keep',
    faq: remembered(turn, question, id),
  }
}

function suggest(turn: Turn, book: FaqBook, ids: readonly string[], question: string): Outcome {
  const locale = localeOf(turn)
  const { faq: words } = wordingFor(locale)
  const entries = ids.flatMap((id) => book.entry(id) ?? [])
  const choices = [
    ...entries.map((entry) => questionChoice(entry, locale)),
    choice(words.noneOfThese, 'none', ''),
  ]
  return {
    reply: withOpenDialog(turn, { text: words.suggest, choices }),
    dialog: 'keep',
    faq: remembered(turn, question),
  }
}

function declined(
  turn: Turn,
  elsewhere: string | undefined,
  last: LastQuestion | undefined,
): Outcome {
  const matter = elsewhere === undefined ? undefined : matterOf(elsewhere)
  if (matter === undefined) return { ...unknownOutcome(turn), ...(last && { faq: last }) }
  const { faq: words } = wordingFor(localeOf(turn))
  const text = `${words.elsewhere[matter]}\n${words.whatFor}`
  return { reply: withOpenDialog(turn, { text }), dialog: 'keep' }
}

function chosen(turn: Turn, book: FaqBook, { action, data, label }: Choice): Outcome {
  const id = data?.id ?? ''
  const question = turn.session.faq?.question ?? label
  switch (action) {
    case 'entry':
      return answer(turn, book, id, label)
    case 'more':
      return answer(turn, book, id, question, 'whole')
    case 'none':
      return { reply: { text: wordingFor(localeOf(turn)).faq.noneOf }, dialog: 'keep' }
    default: {
      const last = { question, entry: id, at: turn.now }
      return taken(turn, book, action === 'helped' ? 'helped' : 'unsolved', last)
    }
  }
}

/** 有帮助 is thanked for; after 没解决 other likely entries are named. */
function taken(
  turn: Turn,
  book: FaqBook,
  feedback: 'helped' | 'unsolved',
  { question, entry }: LastQuestion,
): Outcome {
  const locale = localeOf(turn)
  const { faq: words } = wordingFor(locale)
  if (feedback === 'helped') return { reply: { text: words.thanks }, dialog: 'keep' }
  const other = book.find(question, { without: entry })
  const ids = other.kind === 'answer' ? [other.id] : other.kind === 'suggest' ? other.ids : []
  const entries = ids.flatMap((id) => book.entry(id) ?? [])
  const choices = entries.map((one) => questionChoice(one, locale))
  const text = choices.length > 0 ? `${words.sorry}\n${words.perhaps}` : words.sorry
  return { reply: { text, choices }, dialog: 'keep' }
}

/** English when it is chosen, or when the question is English. */
function localeOf({ session, text, picked }: Turn): Locale {
  if (session.locale === 'en') return 'en'
  const english = !picked && /[a-z]{3}/i.test(text) && !/\p{Script=Han}/u.test(text)
  return english ? 'en' : 'zh-CN'
}

function remembered({ now }: Turn, question: string, entry?: string): LastQuestion {
  return { question: question.slice(0, 200), at: now, ...(entry !== undefined && { entry }) }
}

function withOpenDialog<T extends { text: string }>({ session, wording }: Turn, reply: T): T {
  if (!session.dialog) return reply
  return { ...reply, text: `${reply.text}\n${wording.unknown.stillOpen}` }
}
