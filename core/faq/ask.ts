/** Finds what a question means, in the light of the one before. */
import type { Faq, FaqQuery } from '../ports.ts'
import type { FaqDialog } from '../session.ts'
import { LONGEST_QUESTION } from './question.ts'
import type { Decision } from './rank.ts'
import { goesOnFrom } from './words.ts'

export interface Asked {
  /** What was searched for: the text, or the question before together with it. */
  readonly question: string
  readonly decision: Decision
}

/** The end of a chain of follow-ups says more than its beginning. */
function lastOf(chain: string): string {
  return Array.from(chain).slice(-LONGEST_QUESTION).join('')
}

/**
 * `asker`: who asks, where it is known. A follow-up is searched for together with the question before. When that only finds the last answer again, it
 * means something else: what it says by itself, or what is likeliest after the last answer.
 */
export function find(
  faq: Faq,
  text: string,
  before: FaqDialog | undefined,
  asker: Pick<FaqQuery, 'audience'> = {},
): Asked {
  const alone = (): Asked => ({ question: text, decision: faq.find(text, asker) })
  if (!before || !goesOnFrom(text)) return alone()
  const question = lastOf(`${before.question} ${text}`)
  const together = faq.find(question, asker)
  if (together.kind === 'answer' && together.id !== before.entry) {
    return { question, decision: together }
  }
  const byItself = alone()
  if (byItself.decision.kind === 'answer' && byItself.decision.id !== before.entry) return byItself
  const decision =
    before.entry === undefined ? together : faq.find(question, { ...asker, without: before.entry })
  return decision.kind === 'decline' ? byItself : { question, decision }
}
