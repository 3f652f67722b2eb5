/** People, roles and places in words, masked where a channel must not carry a name. */
import { maskName } from '../receipts/mask.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import type { Given, Grant } from './person.ts'
import { regionName } from './regions.ts'

/** The name where the channel may carry it, else its first character. A channel that is unknown is taken for one abroad. */
export function shownName(
  name: string,
  { channels }: Pick<Desk, 'channels'>,
  channel: string,
): string {
  const traits = channels().find((one) => one.name === channel)?.traits
  return (traits?.crossBorder ?? true) ? maskName(name) : name
}

export function grantWords(grant: Grant, { people }: Wording): string {
  if ('region' in grant) return people.role(grant.role, regionName(grant.region))
  if (!('unit' in grant)) return people.role(grant.role)
  const { name, listed } = grant.unit
  return people.role(grant.role, listed ? name : people.whoami.unlisted(name))
}

/** The same for what an invitation gives. */
export async function givenInWords(
  { role, unit, region }: Given,
  { units }: Pick<Repositories, 'units'>,
  { people }: Wording,
): Promise<string> {
  if (unit !== undefined) return people.role(role, (await units.find(unit))?.name ?? unit)
  return people.role(role, region === undefined ? undefined : regionName(region))
}
