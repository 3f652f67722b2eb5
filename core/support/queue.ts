/** Queues: who answers whom, and in which chats. When they are staffed stands in hours.ts. */
import type { Address } from '../message.ts'
import type { Audience } from '../people/kept.ts'
import type { Person } from '../people/person.ts'
import { PROVINCE, regionByCode } from '../people/regions.ts'
import type { Repositories } from '../store.ts'

/** When everybody was asked: so often again. */
export const AGAIN_MS = 60 * 60 * 1000
/** Where the staff spoke last and nobody says anything, it is closed. */
export const QUIET_MS = 3 * 24 * 60 * 60 * 1000

/** One place in which a queue's tickets are announced: the chat of its staff, or people in private. */
export type Place =
  | { readonly kind: 'group'; readonly group: Address }
  | { readonly kind: 'people'; readonly people: readonly string[] }

type Known = Pick<Repositories, 'people' | 'units' | 'groups'>

/** By the unit of who asks; payers, and who is not known, have a queue of their own. */
export async function queueOf(
  { units }: Pick<Known, 'units'>,
  person: Person | undefined,
): Promise<Audience> {
  for (const grant of person?.grants ?? []) {
    if (!('unit' in grant)) continue
    const unit = await units.find(grant.unit.code)
    if (!unit || unit.goneSince !== undefined) continue
    const kind = unit.region === PROVINCE ? unit.kind : '市州县单位'
    return { kind, region: unit.region }
  }
  return { kind: 'payer', region: PROVINCE }
}

/**
 * Where a queue's tickets are announced, one place after the other: in each region upwards the staff's chat for this
 * audience, else the one for all, else the officers; the administrators last. Without any, nobody is there.
 */
export async function placesOf(tx: Known, { kind, region }: Audience): Promise<readonly Place[]> {
  const places: Place[] = []
  const groups = (await tx.groups.list()).filter(({ staff }) => staff)
  for (let at = regionByCode(region); at; at = at.within ? regionByCode(at.within) : undefined) {
    const here = groups.filter(({ audience }) => audience.region === at?.code)
    const exact = here.filter(({ audience }) => audience.kind === kind)
    const general = here.filter(({ audience }) => audience.kind === undefined)
    const [group] = exact.length > 0 ? exact : general
    if (group) {
      const { channel, conversation } = group
      places.push({ kind: 'group', group: { channel, conversation, group: true } })
    } else {
      places.push(
        ...peopleAt(await reachable(tx, await tx.people.holders('officer', { region: at.code }))),
      )
    }
  }
  return [...places, ...peopleAt(await reachable(tx, await tx.people.holders('administrator')))]
}

function peopleAt(people: readonly string[]): Place[] {
  return people.length > 0 ? [{ kind: 'people', people }] : []
}

async function reachable({ people }: Pick<Known, 'people'>, ids: readonly string[]) {
  const accounts = await Promise.all(ids.map((id) => people.accounts(id)))
  return ids.filter((_id, at) => (accounts[at]?.length ?? 0) > 0)
}
