/** What is answered to a question: an entry, likely questions to choose from, or where such a thing is asked. */
import type { Choice, Reply } from '../message.ts'
import type { Faq } from '../ports.ts'
import { humanChoice } from '../support/human.ts'
import type { Wording } from '../wording/wording.ts'
import { matterOf } from './elsewhere/elsewhere.ts'
import type { FaqEntry } from './entry.ts'
import { firstParagraph, plainAnswer } from './markdown.ts'

/** Longer answers are given by their first paragraph, with 详细 as a choice. */
const LONGEST_AT_ONCE = 700

/** In which words an answer is given, and to which of the kept questions. */
export interface Asking {
  readonly wording: Wording
  readonly english: boolean
  /** Id of the question among those that are kept. */
  readonly asked: string
}

/** The answer first, then the steps, the basis and since when it holds; related questions and whether it helped as choices. */
export function entryReply(entry: FaqEntry, faq: Faq, asking: Asking, full = false): Reply {
  const { wording, english } = asking
  const words = wording.faq
  const newer = faq.newer(entry.id)
  const whole = plainAnswer((english ? entry.englishAnswer : undefined) ?? entry.answer)
  const long = !full && whole.length > LONGEST_AT_ONCE && firstParagraph(whole) !== whole
  const foreign = english && entry.englishAnswer === undefined
  const lines = [
    ...supersededLine(entry, newer, asking),
    ...(foreign ? [words.onlyChinese] : []),
    long ? firstParagraph(whole) : whole,
    words.basis(entry.basis, entry.effective),
  ]
  const others = faq.related(entry.id).filter(({ id }) => id !== newer?.id)
  return {
    text: lines.join('\n\n'),
    choices: [
      ...(newer ? [entryChoice(newer, asking)] : []),
      ...(long ? [feedback('more', entry.id, asking)] : []),
      ...others.map((other) => entryChoice(other, asking)),
      feedback('helped', entry.id, asking),
      feedback('unsolved', entry.id, asking),
    ],
  }
}

function supersededLine(entry: FaqEntry, newer: FaqEntry | undefined, asking: Asking): string[] {
  if (entry.superseded === undefined) return []
  const words = asking.wording.faq
  return newer ? [words.superseded(questionOf(newer, asking))] : [words.noLonger(entry.superseded)]
}

/** Up to three likely questions, and that none of them is meant. */
export function suggestReply(ids: readonly string[], faq: Faq, asking: Asking): Reply {
  const words = asking.wording.faq
  const likely = ids.flatMap((id) => faq.entry(id) ?? [])
  return {
    text: words.suggest,
    choices: [
      ...likely.map((entry) => entryChoice(entry, asking, 'meant')),
      choiceOf(words.choices.none, 'none', asking),
    ],
  }
}

/** Nothing is made up: what this is for, where such a thing is asked, and how to reach a person: as a choice now and then. */
export function declineReply(
  elsewhere: string | undefined,
  { wording }: Asking,
  offersHuman: boolean,
): Reply {
  const words = wording.faq
  const matter = elsewhere === undefined ? undefined : matterOf(elsewhere)
  return {
    text: matter === undefined ? words.declined : words.joinElsewhere(words.elsewhere[matter]),
    choices: [
      { label: wording.choices.help, intent: 'help', action: 'ask' },
      ...(offersHuman ? [humanChoice(wording)] : []),
    ],
  }
}

/** `meant` says that this was the question all along; `entry` goes on to another one. */
function entryChoice(entry: FaqEntry, asking: Asking, action: 'entry' | 'meant' = 'entry'): Choice {
  return choiceOf(questionOf(entry, asking), action, asking, entry.id)
}

function feedback(action: 'more' | 'helped' | 'unsolved', id: string, asking: Asking): Choice {
  return choiceOf(asking.wording.faq.choices[action], action, asking, id)
}

function choiceOf(label: string, action: string, { english, asked }: Asking, id?: string): Choice {
  const data = { asked, ...(id !== undefined && { id }), ...(english && { english: 'yes' }) }
  return { label, intent: 'faq', action, data }
}

function questionOf({ question, en }: FaqEntry, { english }: Asking): string {
  return english && en ? en.question : question
}
