/** Two budgets for one channel: replies, and what nobody asked for; neither waits for the other. */
import type { Pace } from '../../core/ports.ts'

export function createBudgets(replies: Pace, notices: Pace): Pace {
  return {
    run: (to, job, kind = 'reply') => (kind === 'reply' ? replies : notices).run(to, job, kind),
    runClaiming: (to, job) => notices.runClaiming(to, job),
    holdUntil(instant) {
      replies.holdUntil(instant)
      notices.holdUntil(instant)
    },
    stop: async () => void (await Promise.all([replies.stop(), notices.stop()])),
  }
}
