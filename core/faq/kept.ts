/** What is kept of questions to the FAQ, as a repository of the store. */
import type { Pseudonym } from '../keys.ts'
import type { Instant } from '../message.ts'

/**
 * What became of a question: `unsolved` was answered, and the person said that it did not help;
 * `refused` were suggestions of which the person said that none was meant.
 */
export type QuestionOutcome = 'answered' | 'suggested' | 'refused' | 'declined' | 'unsolved'

/** A question to the FAQ, as far as it may be kept: `text` has passed `maskedQuestion`. */
export interface AskedQuestion {
  readonly id: string
  readonly at: Instant
  readonly person: Pseudonym
  readonly locale: string
  readonly text: string
  readonly outcome: QuestionOutcome
  /** The entry that was answered, or the matter from elsewhere that it was taken for. */
  readonly entry?: string
}

/** What was asked, for as long as texts are kept: editors learn from it which entries are missing. */
export interface Questions {
  /** Kept with the surrounding transaction. */
  add(question: AskedQuestion): void
  /** Changes what became of one; nothing when it is gone or another person's. An entry that is left out stays. */
  settle(id: string, person: Pseudonym, outcome: QuestionOutcome, entry?: string): Promise<void>
  /** Those that were not answered since the instant, oldest first. */
  open(since: Instant, limit: number): Promise<AskedQuestion[]>
  /** How many were asked since the instant, whatever became of them. */
  count(since: Instant): Promise<number>
  forget(before: Instant): Promise<number>
}
