/** Questions that come at the same time, asked as one: a round trip to the database costs more than its rows. */

import { setImmediate } from 'node:timers/promises'

/** So many share a statement at most. */
const MOST_AT_ONCE = 100

interface Waiting<Question, Answer> {
  readonly question: Question
  resolve(answer: Answer): void
  reject(reason: unknown): void
}

/**
 * One statement is under way at a time, and what comes meanwhile shares the next one: no answer is older than its
 * question. `askAll` answers in the order of the questions; when it throws, all of them hear it.
 */
export function together<Question, Answer>(
  askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const waiting: Waiting<Question, Answer>[] = []
  let running = false

  async function askWaiting(): Promise<void> {
    running = true
    // What asks in this same turn of the event loop comes along.
    await setImmediate()
    while (waiting.length > 0) await askSome(waiting.splice(0, MOST_AT_ONCE))
    running = false
  }

  async function askSome(some: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await askAll(some.map(({ question }) => question))
      some.forEach(({ resolve }, place) => resolve(answers[place] as Answer))
    } catch (error) {
      for (const { reject } of some) reject(error)
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (!running) void askWaiting()
    })
}
