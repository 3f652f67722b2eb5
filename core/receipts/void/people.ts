/** Who is asked about a void request, and who may move it. */
import type { Person } from '../../people/person.ts'
import { mayAt } from '../../people/permission.ts'
import { regionByCode } from '../../people/regions.ts'
import type { Repositories } from '../../store.ts'
import { LAST_LEVEL, OFFICERS_LEVEL, type VoidLevel, type VoidRequest } from '../void.ts'

type Known = Pick<Repositories, 'people' | 'units'>

/** The people who are asked from this level on, never who asked or approved; nobody where there is none. */
export async function peopleAt(
  tx: Known,
  request: VoidRequest,
  level: VoidLevel,
): Promise<readonly string[]> {
  const others = (ids: readonly string[]) =>
    [...new Set(ids)].filter((id) => id !== request.asker && id !== request.approver)
  if (level >= OFFICERS_LEVEL) {
    const above = (await officersAbove(tx, request.unit)).map(others).filter((some) => some.length)
    return level === OFFICERS_LEVEL ? (above[0] ?? []) : [...new Set(above.slice(1).flat())]
  }
  if (request.state !== 'requested') return []
  const approvers = await approversFor(tx, request)
  return level === 0 ? approvers.slice(0, 1) : approvers.slice(request.urgent ? 0 : 1)
}

export function levelsTo(level: VoidLevel): VoidLevel[] {
  return ([0, 1, 2, 3] as const).filter((each) => each <= level)
}

/** Every approver of the unit who may be asked: never who asked. */
export async function approversFor(
  tx: Pick<Known, 'people'>,
  { unit, asker, approver }: Pick<VoidRequest, 'unit' | 'asker' | 'approver'>,
): Promise<string[]> {
  const approvers = await approversOf(tx, unit)
  return approvers.filter((id) => id !== asker && id !== approver)
}

/** The first level from this one on at which there is anybody; undefined when all were asked. */
export async function levelFrom(
  tx: Known,
  request: VoidRequest,
  level: number,
): Promise<{ readonly level: VoidLevel; readonly people: readonly string[] } | undefined> {
  for (let at = level; at <= LAST_LEVEL; at++) {
    const people = await peopleAt(tx, request, at as VoidLevel)
    if (people.length > 0) return { level: at as VoidLevel, people }
  }
  return undefined
}

/** Those who have been there longest come first; who has no account any more can not be asked. */
async function approversOf({ people }: Pick<Known, 'people'>, unit: string): Promise<string[]> {
  const members = await people.members(unit)
  const approvers = members.filter(({ role }) => role === 'approver').map(({ id }) => id)
  return reachable({ people }, approvers)
}

export async function clerksOf({ people }: Known, unit: string): Promise<string[]> {
  const members = await people.members(unit)
  const clerks = members.filter(({ role }) => role === 'clerk').map(({ id }) => id)
  return reachable({ people }, clerks.length > 0 ? clerks : members.map(({ id }) => id))
}

/** Officers of the unit's region, then of the one it lies in, and so on; the administrators last. */
async function officersAbove({ people, units }: Known, unit: string): Promise<string[][]> {
  const above: string[][] = []
  const kept = await units.find(unit)
  let region = kept && regionByCode(kept.region)
  while (region) {
    const officers = await people.holders('officer', { region: region.code })
    above.push(await reachable({ people }, officers))
    region = region.within === undefined ? undefined : regionByCode(region.within)
  }
  return [...above, await reachable({ people }, await people.holders('administrator'))]
}

async function reachable({ people }: Pick<Known, 'people'>, ids: readonly string[]) {
  const accounts = await Promise.all(ids.map((id) => people.accounts(id)))
  return ids.filter((_id, at) => (accounts[at]?.length ?? 0) > 0)
}

/** The officers, nearest first, and administrators who decide what nobody else can. */
export async function decidersOf(tx: Known, request: VoidRequest): Promise<readonly string[]> {
  const above = await officersAbove(tx, request.unit)
  return above.find((some) => some.length > 0) ?? []
}

/** An approver of the unit, or an officer once it has come to them; never who asked. */
export async function mayApprove(
  tx: Known,
  person: Person | undefined,
  request: VoidRequest,
): Promise<boolean> {
  if (!person || person.id === request.asker || request.state !== 'requested') return false
  const { unit } = request
  if (await mayAt(tx, person, 'void.approve', { unit })) return true
  return request.level >= OFFICERS_LEVEL && mayAt(tx, person, 'void.decide', { unit })
}

/** An officer of the region: a third person. */
export async function mayConfirm(
  tx: Known,
  person: Person | undefined,
  { state, needsOfficer, confirmer, asker, approver, unit }: VoidRequest,
): Promise<boolean> {
  if (!person || state !== 'approved' || !needsOfficer || confirmer !== undefined) return false
  if (person.id === asker || person.id === approver) return false
  return mayAt(tx, person, 'void.confirm', { unit })
}

export async function mayDecide(
  tx: Known,
  person: Person | undefined,
  { state, unit }: VoidRequest,
): Promise<boolean> {
  return state === 'failed' && (await mayAt(tx, person, 'void.decide', { unit }))
}

export function maySee(tx: Known, person: Person | undefined, request: VoidRequest) {
  return mayAt(tx, person, 'void.see', { unit: request.unit })
}

/** Who asked, for as long as they belong to the unit. */
export function mayWithdraw(tx: Known, person: Person | undefined, request: VoidRequest) {
  return mayAt(tx, person, 'void.withdraw', { unit: request.unit, owner: request.asker })
}
