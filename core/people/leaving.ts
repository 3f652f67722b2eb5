/** Leaving: what ends with an account or a role, in the transaction in which it ends. */
import type { Instant } from '../message.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import type { AccountKey } from './kept.ts'
import { type Given, placeOf } from './person.ts'

type Leaving = Pick<Repositories, 'people' | 'links'>

/** The account is nobody's any more. With the last one the person has left, and every role has ended. */
export async function untie(
  tx: Leaving,
  { keys }: Pick<Desk, 'keys'>,
  id: string,
  account: AccountKey,
  now: Instant,
): Promise<void> {
  await tx.people.untie(account)
  await tx.links.drop(keys.person(account))
  if ((await tx.people.accounts(id)).length === 0) await tx.people.leave(id, now)
}

/** The role has ended; who has none any more is nobody. False when there was no such role. */
export async function endRole(
  tx: Leaving,
  { keys }: Pick<Desk, 'keys'>,
  id: string,
  given: Given,
  now: Instant,
): Promise<boolean> {
  if (!(await tx.people.revoke(id, placeOf(given)))) return false
  for (const account of await tx.people.accounts(id)) await tx.links.drop(keys.person(account))
  if ((await tx.people.find(id))?.grants.length === 0) await tx.people.leave(id, now)
  return true
}
