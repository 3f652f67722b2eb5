/** How far a person sees beyond a unit of their own. */
import type { Person } from './person.ts'
import { regionsUnder } from './regions.ts'

/** Where this person stands above the units: all of it for an administrator; undefined for who does not. */
export function regionsOf(
  person: Person | undefined,
): { readonly regions?: readonly string[] } | undefined {
  const grants = person?.grants ?? []
  if (grants.some(({ role }) => role === 'administrator')) return {}
  const regions = grants.flatMap((grant) => ('region' in grant ? regionsUnder(grant.region) : []))
  return regions.length > 0 ? { regions } : undefined
}
