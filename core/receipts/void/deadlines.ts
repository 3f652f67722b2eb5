/** A request that waits for somebody's word: a reminder, then the next one up, then it is over. */
import { StaleTurn } from '../../errors.ts'
import type { Instant } from '../../message.ts'
import type { Desk } from '../../turn.ts'
import type { VoidRequest } from '../void.ts'
import { makeMove, PROGRAM } from './moving.ts'
import { levelFrom } from './people.ts'
import { deadlineFrom } from './rules.ts'

/** Each step in a transaction of its own, which looks at the request anew. */
export async function remindOrPassOn(
  { id, version }: VoidRequest,
  now: Instant,
  desk: Desk,
): Promise<void> {
  await desk.store.transaction(async (tx) => {
    const request = await tx.voids.find(id)
    if (request?.version !== version) throw new StaleTurn()
    const { deadline = now } = request
    if (now < deadline && !request.reminded) {
      const changes = { reminded: true, nextAt: deadline }
      await makeMove(tx, desk, request, { move: 'remind', actor: PROGRAM, changes }, now)
      return
    }
    const next = await levelFrom(tx, request, request.level + 1)
    if (!next) {
      await makeMove(tx, desk, request, { move: 'expire', actor: PROGRAM }, now)
      return
    }
    const times = deadlineFrom(now, desk.voidRules, desk.calendar)
    const changes = {
      ...{ level: next.level, reminded: false },
      ...{ deadline: times.deadline, nextAt: times.reminder },
    }
    await makeMove(tx, desk, request, { move: 'escalate', actor: PROGRAM, changes }, now)
  })
}
