/** An entry as a reply: the answer first, then the steps, then the basis, then ways on. */
import type { Choice, Reply } from '../message.ts'
import type { Locale } from '../session.ts'
import { type Wording, wordingFor } from '../wording/wording.ts'
import type { FaqBook } from './book.ts'
import type { FaqEntry } from './entry.ts'

const MOST_RELATED = 3

/** `short` leaves out what comes after the steps; “详细点” asks for the whole. */
export function answerReply(
  entry: FaqEntry,
  book: FaqBook,
  locale: Locale,
  length: 'short' | 'whole' = 'short',
): Reply {
  const wording = wordingFor(locale)
  const { faq } = wording
  const body = bodyOf(entry, locale)
  const shown = length === 'short' ? body.slice(0, shortLength(body)) : body
  const foreign = locale === 'en' && entry.englishAnswer === undefined ? [faq.onlyChinese] : []
  const outdated = entry.superseded === undefined ? [] : [faq.superseded(entry.superseded)]
  const basis = faq.basis(entry.basis, entry.effective)
  return {
    text: [...foreign, ...outdated, ...shown, basis].join('\n'),
    choices: [
      ...(shown.length < body.length ? [choice(faq.more, 'more', entry.id)] : []),
      ...relatedTo(entry, book, locale),
      choice(faq.helped, 'helped', entry.id),
      choice(faq.unsolved, 'unsolved', entry.id),
    ],
  }
}

/** A question to choose, in the reader's language where the entry has it. */
export function questionChoice(entry: FaqEntry, locale: Locale): Choice {
  const label = locale === 'en' ? (entry.en?.question ?? entry.question) : entry.question
  return choice(label, 'entry', entry.id)
}

export function choice(label: string, action: string, id: string): Choice {
  return { label, intent: 'faq', action, data: { id } }
}

/** Sentences after an answer that a person can say instead of choosing. */
export function feedbackIn(text: string, { faq }: Wording): 'helped' | 'unsolved' | undefined {
  const said = text.trim().replace(/[!.。！~～]+$/u, '')
  if (faq.helpedWords.test(said)) return 'helped'
  return faq.unsolvedWords.test(said) ? 'unsolved' : undefined
}

function relatedTo({ related }: FaqEntry, book: FaqBook, locale: Locale): Choice[] {
  return related
    .flatMap((id) => book.entry(id) ?? [])
    .filter(({ superseded }) => superseded === undefined)
    .slice(0, MOST_RELATED)
    .map((entry) => questionChoice(entry, locale))
}

/** Paragraphs and steps, a line each, without the marks of Markdown. */
function bodyOf(entry: FaqEntry, locale: Locale): string[] {
  const answer = locale === 'en' ? (entry.englishAnswer ?? entry.answer) : entry.answer
  return answer
    .split('\n')
    .map((line) => plain(line.trim()))
    .filter(Boolean)
}

/** The first paragraph and the steps under it; at least one line. */
function shortLength(body: readonly string[]): number {
  const isStep = (line: string) => /^(?:\d+\.|·)\s?/.test(line)
  const first = body.findIndex(isStep)
  if (first < 0) return body.length
  const after = body.findIndex((line, index) => index > first && !isStep(line))
  return after < 0 ? body.length : after
}

function plain(line: string): string {
  return line
    .replace(/^#+\s*/, '')
    .replace(/^[-*]\s+/, '· ')
    .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '$1 $2')
}
