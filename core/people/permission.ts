/** Permission at the moment of the move: asked again in the transaction that makes it. */
import { StaleTurn } from '../errors.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Outcome, Turn, Write } from '../turn.ts'
import type { AccountKey } from './kept.ts'
import type { Given, Person } from './person.ts'
import { type Action, type Matter, may } from './role.ts'

type Place = Pick<Given, 'unit' | 'region'> & Pick<Matter, 'owner'>

/** With the unit's region as the directory has it now. A unit that is not there is nobody's. */
export async function mayAt(
  { units }: Pick<Repositories, 'units'>,
  person: Person | undefined,
  action: Action,
  { unit: code, region, owner }: Place,
): Promise<boolean> {
  if (code === undefined) return may(person, action, region === undefined ? {} : { region })
  const unit = await units.find(code)
  const matter = { ...(owner !== undefined && { owner }) }
  return unit !== undefined && may(person, action, { ...matter, unit })
}

/** Undoes the turn when the person behind this account may no longer: it is run again, and then says so. */
export function stillMay(from: AccountKey, action: Action, place: Place = {}): Write {
  return async (tx) => {
    const person = await tx.people.ofAccount(from)
    if (!(await mayAt(tx, person, action, place))) throw new StaleTurn()
  }
}

/** A refusal, which tells nothing about objects of others; the audit log is told what was tried. */
export function refused({ message, wording }: Turn, { keys }: Desk, action: Action): Outcome {
  const entry = { actor: keys.person(message.from), action, object: 'untold', result: 'refused' }
  return { reply: { text: wording.people.refused }, dialog: 'keep', audit: entry }
}
