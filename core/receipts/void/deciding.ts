/** An officer's word on a request whose end nobody knows: submitted once more, or given up. */
import type { Desk, Outcome, Turn } from '../../turn.ts'
import type { VoidRequest } from '../void.ts'
import { byPerson, refusalOf } from './approving.ts'
import { makeMove } from './moving.ts'
import { mayDecide } from './people.ts'

/** Only by a person's word is anything submitted again; before that the platform is asked once more. */
export async function decide(
  turn: Turn,
  desk: Desk,
  request: VoidRequest,
  move: 'resubmit' | 'giveUp',
): Promise<Outcome> {
  const refusal = await refusalOf(turn, desk, request, mayDecide)
  if (refusal) return refusal
  const write = byPerson(turn, request, mayDecide, async (tx, { id: by }) => {
    const actor = desk.keys.person(turn.message.from)
    const changes = move === 'resubmit' ? { nextAt: turn.now, asks: 0, nothings: 0 } : {}
    await makeMove(tx, desk, request, { move, actor, by, changes }, turn.now)
  })
  const { done } = turn.wording.void
  const text = move === 'resubmit' ? done.resubmitted(request.id) : done.gaveUp(request.id)
  return { reply: { text }, writes: [write] }
}
