/** What is done about void requests because it is time: deadlines, carrying out, asking for a state. */
import type { Duty } from '../../duty.ts'
import { StaleTurn } from '../../errors.ts'
import type { Instant } from '../../message.ts'
import type { Desk } from '../../turn.ts'
import { mayBeSubmitted, waitsForWord, type VoidRequest } from '../void.ts'
import { askForState, carryOut } from './carrying.ts'
import { remindOrPassOn } from './deadlines.ts'
import { askAgainAt } from './rules.ts'

const BATCH = 16

export const voidDuty: Duty = {
  name: 'void',
  async perform(now, desk) {
    const due = await desk.store.voids.due(now, BATCH)
    const ends = await Promise.allSettled(due.map((request) => perform(request, now, desk)))
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed) throw failed.reason
  },
}

/**
 * Somebody may have moved it meanwhile: then there is nothing to be done, or it is due anew. What fails in a way that
 * nobody foresaw comes later, so that it does not hold up the others.
 */
async function perform(request: VoidRequest, now: Instant, desk: Desk): Promise<void> {
  try {
    if (mayBeSubmitted(request)) return await carryOut(request, now, desk)
    if (waitsForWord(request)) return await remindOrPassOn(request, now, desk)
    await askForState(request, now, desk)
  } catch (error) {
    if (error instanceof StaleTurn) return
    const asks = request.asks + 1
    const changes = { asks, nextAt: askAgainAt(now, asks, desk.voidRules) }
    await desk.store.transaction(async (tx) => void (await tx.voids.note(request, changes)))
    throw error
  }
}
