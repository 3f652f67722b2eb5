/**
 * Carrying out: what is approved is submitted once. That the call is about to go out is kept before it goes; an answer
 * that was lost is found out by asking for the state, and nothing is submitted again by itself.
 */
import { StaleTurn } from '../../errors.ts'
import type { Instant } from '../../message.ts'
import type { ReversalState } from '../../ports.ts'
import type { Repositories } from '../../store.ts'
import type { Desk } from '../../turn.ts'
import { ask } from '../opening.ts'
import { afterMove, type VoidRequest } from '../void.ts'
import type { VoidChanges } from './kept.ts'
import { makeMove, PROGRAM } from './moving.ts'
import { tellDelayed } from './notices.ts'
import { askAgainAt, GIVE_UP_MS, MOST_ABSENCES, MOST_NOTHINGS, obstacleTo } from './rules.ts'

type Answer = ReversalState | 'unavailable'
/** Why nothing was submitted, as it is kept; the words are in `wording.void.why`. */
type OwnReason = 'already' | 'booked' | 'paper'

/** Whatever was reversed, booked or exchanged meanwhile is not submitted; neither is anything while the platform is away. */
export async function carryOut(request: VoidRequest, now: Instant, desk: Desk): Promise<void> {
  const { platform, reached, store } = desk
  reached('void-approved')
  const before = await ask(() => platform.reversalStatus(request.receipt))
  if (before === 'unavailable') return putOff(request, now, desk)
  if (before.kind === 'done' || before.kind === 'pending') {
    return foundReversed(request, before, now, desk)
  }
  const obstacle = await obstacleNow(request, desk)
  if (obstacle === 'unavailable') return putOff(request, now, desk)
  if (obstacle) return refuse(request, obstacle, now, desk)
  reached('void-before-submit')
  const submitted = await store.transaction((tx) => submit(tx, request, now, desk))
  reached('void-after-submit-saved')
  await call(submitted, now, desk)
}

async function putOff(request: VoidRequest, now: Instant, desk: Desk): Promise<void> {
  const asks = request.asks + 1
  const changes = { asks, nextAt: askAgainAt(now, asks, desk.voidRules) }
  await desk.store.transaction(async (tx) => {
    await noted(tx, request, changes)
    if (asks === MOST_ABSENCES) await tellDelayed(tx, desk, request, now)
  })
}

/** What came in the way while the request waited. Once a call has gone out, that was for an officer to weigh. */
async function obstacleNow(
  { receipt: key, unit, paper, calledAt }: VoidRequest,
  { platform }: Desk,
): Promise<OwnReason | 'unavailable' | undefined> {
  if (calledAt !== undefined) return undefined
  const found = await ask(() => platform.findOfUnit(unit, { key }))
  if (found === 'unavailable') return found
  const [receipt] = found
  const obstacle = receipt && obstacleTo(receipt, paper)
  return obstacle === 'red' || obstacle === 'reversed' ? 'already' : obstacle
}

async function refuse(
  request: VoidRequest,
  note: OwnReason,
  now: Instant,
  desk: Desk,
): Promise<void> {
  const making = { move: 'refuse', actor: PROGRAM, note } as const
  await desk.store.transaction((tx) => makeMove(tx, desk, request, making, now))
}

/** It is ours only if a call of ours went out before. */
async function foundReversed(
  request: VoidRequest,
  before: Extract<ReversalState, { kind: 'done' | 'pending' }>,
  now: Instant,
  desk: Desk,
): Promise<void> {
  if (request.calledAt === undefined) return refuse(request, 'already', now, desk)
  await desk.store.transaction(async (tx) => {
    if (before.kind === 'pending') return submit(tx, request, now, desk)
    const making = { move: 'finish', actor: PROGRAM, changes: { red: before.red } } as const
    return makeMove(tx, desk, request, making, now)
  })
}

function submit(
  tx: Repositories,
  request: VoidRequest,
  now: Instant,
  desk: Desk,
): Promise<VoidRequest> {
  const changes = {
    ...{ calledAt: now, asks: 0, nothings: 0 },
    nextAt: askAgainAt(now, 0, desk.voidRules),
  }
  return makeMove(tx, desk, request, { move: 'submit', actor: PROGRAM, changes }, now)
}

/** The one call. Whatever comes of it, it is not made again from here. */
async function call(request: VoidRequest, now: Instant, desk: Desk): Promise<void> {
  const { platform, reached, store } = desk
  reached('void-before-call')
  const { receipt, id, reason, reasonText } = request
  const answer = await ask(() => platform.requestReversal(receipt, id, reasonText ?? reason))
  reached('void-after-call')
  if (answer === 'unavailable' || answer.kind === 'pending') return
  reached('void-before-record')
  await store.transaction((tx) => record(tx, request.id, answer, now, desk))
  reached('void-after-record')
}

/** Asks for the state of what was submitted. Asking also goes on while an officer has it before them. */
export async function askForState(request: VoidRequest, now: Instant, desk: Desk): Promise<void> {
  const { platform, reached, store } = desk
  const answer = await ask(() => platform.reversalStatus(request.receipt))
  reached('void-before-record')
  await store.transaction((tx) => recordState(tx, request, answer, now, desk))
  reached('void-after-record')
}

async function recordState(
  tx: Repositories,
  request: VoidRequest,
  answer: Answer,
  now: Instant,
  desk: Desk,
): Promise<void> {
  if (answer !== 'unavailable' && (answer.kind === 'done' || answer.kind === 'refused')) {
    return record(tx, request.id, answer, now, desk)
  }
  const nothing = answer !== 'unavailable' && answer.kind === 'none'
  const asks = request.asks + 1
  // An answer that was lost says neither that there is something nor that there is nothing.
  const nothings = answer === 'unavailable' ? request.nothings : nothing ? request.nothings + 1 : 0
  const changes = { asks, nothings, nextAt: askAgainAt(now, asks, desk.voidRules) }
  const overdue = now - (request.calledAt ?? now) >= GIVE_UP_MS
  const helpless = nothings >= MOST_NOTHINGS || overdue
  if (request.state === 'submitted' && helpless) {
    const note = nothing ? 'none' : answer === 'unavailable' ? 'unknown' : 'pending'
    await makeMove(tx, desk, request, { move: 'fail', actor: PROGRAM, note, changes }, now)
    return
  }
  await noted(tx, request, changes)
}

/** On the request as it stands by now: the answer holds whatever was moved meanwhile. */
async function record(
  tx: Repositories,
  id: string,
  answer: Extract<ReversalState, { kind: 'done' | 'refused' }>,
  now: Instant,
  desk: Desk,
): Promise<void> {
  const request = await tx.voids.find(id)
  const move = answer.kind === 'done' ? 'finish' : 'refuse'
  if (!request || afterMove(request.state, move) === undefined) return
  const more =
    answer.kind === 'done'
      ? { changes: { red: answer.red } }
      : { note: answer.reason.slice(0, 200) }
  await makeMove(tx, desk, request, { move, actor: PROGRAM, ...more }, now)
}

async function noted(tx: Repositories, request: VoidRequest, changes: VoidChanges): Promise<void> {
  if (!(await tx.voids.note(request, changes))) throw new StaleTurn()
}
