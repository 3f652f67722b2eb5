/** 同意 and 退回: by the unit's approver, then by an officer where the rules want it; never by who asked. */
import { StaleTurn } from '../../errors.ts'
import type { Person } from '../../people/person.ts'
import type { Repositories } from '../../store.ts'
import type { Desk, Outcome, Turn, Write } from '../../turn.ts'
import { LAST_LEVEL, OFFICERS_LEVEL, type VoidRequest } from '../void.ts'
import type { VoidChanges } from './kept.ts'
import { makeMove } from './moving.ts'
import { levelFrom, mayApprove, mayConfirm } from './people.ts'
import { deadlineFrom } from './rules.ts'

const LONGEST_NOTE = 200

type May = (tx: Repositories, person: Person | undefined, request: VoidRequest) => Promise<boolean>

export async function approve(turn: Turn, desk: Desk, request: VoidRequest): Promise<Outcome> {
  const refusal = await refusalOf(turn, desk, request, mayApprove)
  if (refusal) return refusal
  const { id, needsOfficer } = request
  const { done } = turn.wording.void
  const write = byPerson(turn, request, mayApprove, async (tx, person) => {
    const approved = { ...request, approver: person.id, state: 'approved' as const }
    const changes = { approver: person.id, ...(await afterApproval(tx, desk, approved, turn.now)) }
    const actor = desk.keys.person(turn.message.from)
    await makeMove(tx, desk, request, { move: 'approve', actor, by: person.id, changes }, turn.now)
    desk.reached('void-before-approve-commit')
  })
  return { reply: { text: needsOfficer ? done.toOfficer(id) : done.approved(id) }, writes: [write] }
}

/** To the platform at once, or to the officers with a deadline of their own. */
async function afterApproval(
  tx: Repositories,
  { voidRules, calendar }: Desk,
  request: VoidRequest,
  now: number,
): Promise<VoidChanges> {
  if (!request.needsOfficer) return { deadline: undefined, nextAt: now }
  const asked = await levelFrom(tx, request, OFFICERS_LEVEL)
  const { deadline, reminder } = deadlineFrom(now, voidRules, calendar)
  return { level: asked?.level ?? LAST_LEVEL, reminded: false, deadline, nextAt: reminder }
}

export async function confirm(turn: Turn, desk: Desk, request: VoidRequest): Promise<Outcome> {
  const refusal = await refusalOf(turn, desk, request, mayConfirm)
  if (refusal) return refusal
  const write = byPerson(turn, request, mayConfirm, async (tx, person) => {
    const actor = desk.keys.person(turn.message.from)
    const changes = { confirmer: person.id, deadline: undefined, nextAt: turn.now }
    await makeMove(tx, desk, request, { move: 'confirm', actor, by: person.id, changes }, turn.now)
  })
  return { reply: { text: turn.wording.void.done.confirmed(request.id) }, writes: [write] }
}

/** Who may say yes may say no. */
const mayAnswer: May = async (tx, person, request) =>
  (await mayApprove(tx, person, request)) || mayConfirm(tx, person, request)

export async function askWhy(turn: Turn, desk: Desk, request: VoidRequest): Promise<Outcome> {
  const refusal = await refusalOf(turn, desk, request, mayAnswer)
  if (refusal) return refusal
  const { id } = request
  return {
    reply: { text: turn.wording.void.done.askWhy(id) },
    dialog: { kind: 'void-return', id },
  }
}

export async function giveBack(
  turn: Turn,
  desk: Desk,
  request: VoidRequest,
  why: string,
): Promise<Outcome> {
  const refusal = await refusalOf(turn, desk, request, mayAnswer)
  if (refusal) return refusal
  const note = why.trim().slice(0, LONGEST_NOTE)
  const write = byPerson(turn, request, mayAnswer, async (tx, { id: by }) => {
    const actor = desk.keys.person(turn.message.from)
    await makeMove(tx, desk, request, { move: 'giveBack', actor, by, note }, turn.now)
  })
  return { reply: { text: turn.wording.void.done.givenBack(request.id) }, writes: [write] }
}

/** Asked again in the transaction: as this person and this request are then. */
export function byPerson(
  { message }: Turn,
  { id }: VoidRequest,
  may: May,
  work: (tx: Repositories, person: Person) => Promise<void>,
): Write {
  return async (tx) => {
    const person = await tx.people.ofAccount(message.from)
    const now = await tx.voids.find(id)
    if (!person || !now || !(await may(tx, person, now))) throw new StaleTurn()
    await work(tx, person)
  }
}

export async function refusalOf(
  { wording, person }: Turn,
  { store }: Desk,
  request: VoidRequest,
  may: May,
): Promise<Outcome | undefined> {
  if (await may(store, person, request)) return undefined
  const { done } = wording.void
  const answers = may === mayApprove || may === mayAnswer
  const own = answers && person?.id === request.asker && request.state === 'requested'
  const text = own ? done.ownRequest : done.notNow(request.id, request.state)
  return { reply: { text }, dialog: 'keep' }
}
