/** What should hold of people, invitations and units, kept beside the real thing and in the simplest way. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { AccountKey } from '../../core/people/kept.ts'
import type { Given, Grant, Person } from '../../core/people/person.ts'
import { type Action, may, table } from '../../core/people/role.ts'
import type { Unit } from '../../core/people/unit.ts'
import { DAY, MINUTE } from './clock.ts'
import type { Office } from './office.ts'
import { CLINIC, COUNTY, fillDirectory } from './people.ts'

export const UNITS: readonly Unit[] = [CLINIC, COUNTY]
const REGIONS = ['420000', '420100', '420106', '420600']
/** Of several networks; on the second, names are masked. */
export const ACCOUNTS = [
  { channel: 'web', user: 'a' },
  { channel: 'telegram', user: 'b' },
  { channel: 'console', user: 'c' },
  { channel: 'web', user: 'd' },
  { channel: 'telegram', user: 'e' },
] as const
export const LIFE = 7 * DAY
export const FURTHER_LIFE = 10 * MINUTE

export const givens: fc.Arbitrary<Given> = fc.oneof(
  fc.constantFrom<Given>({ role: 'payer' }, { role: 'administrator' }),
  fc.constantFrom(...REGIONS).map((region): Given => ({ role: 'officer', region })),
  fc
    .tuple(fc.constantFrom('clerk', 'approver'), fc.constantFrom(...UNITS))
    .map(([role, { code }]): Given => ({ role: role as 'clerk', unit: code })),
)

export interface Somebody {
  readonly name: string
  grants: Given[]
}

export interface Code {
  readonly text: string
  readonly given: Given
  readonly name: string
  readonly by: Somebody | 'cli'
  /** Ties one more account to this person instead. */
  readonly further?: Somebody
  readonly expiresAt: number
  open: boolean
}

export interface Listed {
  readonly listed: readonly boolean[]
  readonly moved: boolean
}

export interface Model {
  /** By channel and user. */
  readonly owners: Map<string, Somebody>
  readonly codes: Code[]
  units: readonly (Unit & { listed: boolean })[]
}

export async function emptyModel(office: Office): Promise<Model> {
  await fillDirectory(office, [...UNITS])
  const units = UNITS.map((unit) => ({ ...unit, listed: true }))
  return { owners: new Map(), codes: [], units }
}

export const keyOf = ({ channel, user }: AccountKey) => `${channel}:${user}`
export const ownerOf = ({ owners }: Model, account: AccountKey) => owners.get(keyOf(account))
export const everybody = ({ owners }: Model) => [...new Set(owners.values())]
const placeOf = ({ unit, region, role }: Given) => unit ?? region ?? role
export const isSame = (left: Given, right: Given) =>
  left.role === right.role && placeOf(left) === placeOf(right)

function personOf(model: Model, somebody: Somebody): Person {
  const grants = somebody.grants.map((given): Grant => {
    if (given.role === 'administrator') return { role: given.role }
    if (given.role === 'officer') return { role: given.role, region: given.region ?? '' }
    const unit = model.units.find(({ code }) => code === given.unit)
    if (!unit) throw new Error('no unit')
    return { role: given.role as 'clerk', unit }
  })
  return { id: somebody.name, name: somebody.name, grants }
}

function matterOf(model: Model, { unit, region }: Given) {
  const kept = model.units.find(({ code }) => code === unit)
  return kept ? { unit: kept } : region === undefined ? {} : { region }
}

export function mayGive(model: Model, by: Somebody | 'cli' | undefined, given: Given): boolean {
  const unit = model.units.find(({ code }) => code === given.unit)
  if (unit && !unit.listed) return false
  if (by === 'cli') return true
  return (
    by !== undefined && may(personOf(model, by), `invite.${given.role}`, matterOf(model, given))
  )
}

const removal: Readonly<Record<Given['role'], Action | undefined>> = {
  ...{ payer: undefined, clerk: 'unit.remove', approver: 'unit.remove' },
  ...{ officer: 'officer.remove', administrator: 'administrator.remove' },
}

/** Which roles of the target this person may end. */
export function removable(model: Model, me: Somebody | undefined, target: Somebody): Given[] {
  return target.grants.filter((given) => {
    const action = removal[given.role]
    return me && me !== target && action && may(personOf(model, me), action, matterOf(model, given))
  })
}

/** The account takes a code. False when it must be refused. */
export function takeCode(model: Model, account: AccountKey, code: Code, now: number): boolean {
  const me = ownerOf(model, account)
  if (!code.open || code.expiresAt <= now) return false
  const { given, further } = code
  if (further) {
    if (me || !everybody(model).includes(further)) return false
  } else if (!mayGive(model, code.by, given) || me?.grants.some((one) => isSame(one, given))) {
    return false
  }
  code.open = false
  const somebody = further ?? me ?? { name: code.name, grants: [] }
  model.owners.set(keyOf(account), somebody)
  if (given.role !== 'payer') {
    somebody.grants = somebody.grants.filter((one) => placeOf(one) !== placeOf(given))
    somebody.grants.push(given)
  }
  return true
}

/** Open invitations of a name end, by who made them or may make such ones. False when there are none, or several kinds. */
export function takeBack(
  model: Model,
  me: Somebody | undefined,
  name: string,
  now: number,
): boolean {
  const open = model.codes.filter((code) => {
    if (!me || code.name !== name || !code.open || code.further || code.expiresAt <= now)
      return false
    const { by, given } = code
    return by === me || may(personOf(model, me), `invite.${given.role}`, matterOf(model, given))
  })
  const [first] = open
  if (!first || !open.every(({ given }) => isSame(given, first.given))) return false
  for (const code of open) code.open = false
  return true
}

/** The account is nobody's any more. False when it was not this person's. */
export function leave(model: Model, account: AccountKey, me = ownerOf(model, account)): boolean {
  if (!me || ownerOf(model, account) !== me) return false
  model.owners.delete(keyOf(account))
  if (!everybody(model).includes(me)) me.grants = []
  return true
}

/** False when the role is not there, or not this person's to end. */
export function endDuty(
  model: Model,
  me: Somebody | undefined,
  target: Somebody,
  given: Given,
): boolean {
  if (!removable(model, me, target).some((one) => isSame(one, given))) return false
  target.grants = target.grants.filter((one) => !isSame(one, given))
  if (target.grants.length > 0) return true
  for (const [user, owner] of model.owners) if (owner === target) model.owners.delete(user)
  return true
}

/** The directory as an import lists it: one unit or both, in another county or not. */
export function importing(model: Model, { listed, moved }: Listed) {
  const now = UNITS.map((unit, at) => ({
    ...unit,
    ...(moved && at === 0 && { region: '420684' }),
    listed: listed[at] === true,
  }))
  const some = now.filter((unit) => unit.listed).map(({ listed: _listed, ...unit }) => unit)
  const done = () => {
    model.units = now.map((unit, at) =>
      unit.listed ? unit : { ...(model.units[at] ?? unit), listed: false },
    )
  }
  return { some, done }
}

/** Each account is whose it should be, with the roles it should have, and may what the table says of those. */
export async function agree(office: Office, model: Model): Promise<void> {
  expect(await heldNow(office)).toEqual(heldIn(model))
  for (const account of ACCOUNTS) {
    const real = await office.store.people.ofAccount(account)
    const somebody = ownerOf(model, account)
    if (!real || !somebody) continue
    const should = personOf(model, somebody)
    for (const action of Object.keys(table) as Action[]) {
      for (const unit of model.units) {
        expect(may(real, action, { unit })).toBe(may(should, action, { unit }))
      }
    }
  }
}

/** By account: the name, and the roles with their units as the directory has them. */
export type Held = Readonly<Record<string, readonly string[]>>

export async function heldNow(office: Office): Promise<Held> {
  const people = await Promise.all(ACCOUNTS.map((one) => office.store.people.ofAccount(one)))
  return heldBy(people)
}

export function heldIn(model: Model): Held {
  return heldBy(
    ACCOUNTS.map((account) => {
      const somebody = ownerOf(model, account)
      return somebody && personOf(model, somebody)
    }),
  )
}

function heldBy(people: readonly (Person | undefined)[]): Held {
  const entries = people.map((person, at) => {
    const { channel, user } = ACCOUNTS[at] ?? ACCOUNTS[0]
    const roles = person?.grants.map((grant) => JSON.stringify(grant)).toSorted() ?? []
    return [keyOf({ channel, user }), person ? [person.name, ...roles] : []] as const
  })
  return Object.fromEntries(entries)
}
