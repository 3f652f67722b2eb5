/** Whom an announcement is for: an expression over units and people, and whom it means. */
import { z } from 'zod'
import { readAudience } from '../people/audience.ts'
import type { Audience } from '../people/kept.ts'
import type { Person, Role } from '../people/person.ts'
import { roles } from '../people/person.ts'
import { liesUnder, PROVINCE, regionByCode } from '../people/regions.ts'
import { type UnitKind, unitKinds, type UnitMode, unitModes } from '../people/unit.ts'

/**
 * `region`: units that lie there, and officers of it. `role`: people who hold it; with the unit in which they hold it
 * where that is asked for by another part. `group`: units that a group of this audience is for, in the words that tie
 * one (“省属医院”). `every`, `any`, `not` combine.
 */
export type Aim =
  | { readonly all: true }
  | { readonly region: string }
  | { readonly kind: UnitKind }
  | { readonly mode: UnitMode }
  | { readonly role: Role }
  | { readonly group: string }
  | { readonly bound: boolean }
  | { readonly units: readonly string[] }
  | { readonly every: readonly Aim[] }
  | { readonly any: readonly Aim[] }
  | { readonly not: Aim }

const DEEPEST = 8
const MOST_PARTS = 50
const MOST_UNITS = 40_000

const leaf = z.union([
  z.strictObject({ all: z.literal(true) }),
  z.strictObject({
    region: z.string().refine((code) => regionByCode(code) !== undefined, 'not a region of Hubei'),
  }),
  z.strictObject({ kind: z.enum(unitKinds) }),
  z.strictObject({ mode: z.enum(unitModes) }),
  z.strictObject({ role: z.enum(roles) }),
  z.strictObject({
    group: z
      .string()
      .max(40)
      .refine((words) => groupAudience(words) !== undefined, 'not the audience of a group'),
  }),
  z.strictObject({ bound: z.boolean() }),
  z.strictObject({ units: z.array(z.string().min(1).max(40)).min(1).max(MOST_UNITS) }),
])

/** A group of payers has no units. */
function groupAudience(words: string): Audience | undefined {
  const audience = readAudience(words)
  return audience?.kind === 'payer' ? undefined : audience
}

/**
 * Whether a group of this audience has this unit. One of the province (“省属医院”) has those directly under it; one of a
 * city or a county has all that lies there. A group for 市州县单位 is of those below, whoever tied it.
 */
export function isFor({ region, kind }: Audience, unit: NonNullable<Candidate['unit']>): boolean {
  if (kind !== undefined && kind !== unit.kind) return false
  if (region === PROVINCE && kind !== '市州县单位') return unit.region === PROVINCE
  return liesUnder(unit.region, region)
}

const inner: z.ZodType<Aim> = z.lazy(() => anyAim)
const parts = z.array(inner).min(1).max(MOST_PARTS)
/** Named, so that its description refers to itself instead of being written out on every level. */
export const anyAim: z.ZodType<Aim> = z
  .union([
    leaf,
    z.strictObject({ every: parts }),
    z.strictObject({ any: parts }),
    z.strictObject({ not: inner }),
  ])
  .meta({ id: 'Audience' })

/** Eight levels deep at most: what is deeper is refused, not cut, and before it is read. */
export const aimSchema = z.preprocess((given, { addIssue }) => {
  if (isDeeper(given, DEEPEST)) addIssue({ code: 'custom', message: 'nested too deep' })
  return given
}, anyAim)

/** Looks no deeper itself. */
function isDeeper(given: unknown, levels: number): boolean {
  if (typeof given !== 'object' || given === null) return false
  const inside = ['every', 'any', 'not'].flatMap(
    (key) => (given as Record<string, unknown>)[key] ?? [],
  )
  return inside.length > 0 && (levels === 0 || inside.some((part) => isDeeper(part, levels - 1)))
}

/** One who may be meant: a unit with its people, or a person of no unit. */
export interface Candidate {
  readonly unit?: {
    readonly code: string
    readonly region: string
    readonly kind: UnitKind
    readonly mode: UnitMode
  }
  /** The regions of an officer. */
  readonly regions?: readonly string[]
  /** The roles of the people who can be written to. */
  readonly roles: readonly Role[]
}

/** To be asked of each of forty thousand: what can be prepared is prepared once. */
export function meantBy(aim: Aim): (candidate: Candidate) => boolean {
  if ('all' in aim) return () => true
  if ('not' in aim) return negated(meantBy(aim.not))
  if ('role' in aim) return ({ roles }) => roles.includes(aim.role)
  if ('bound' in aim) return ({ roles }) => roles.length > 0 === aim.bound
  if ('region' in aim) {
    return ({ unit, regions = unit ? [unit.region] : [] }) =>
      regions.some((region) => liesUnder(region, aim.region))
  }
  if ('every' in aim) {
    const parts = aim.every.map(meantBy)
    return (candidate) => parts.every((part) => part(candidate))
  }
  if ('any' in aim) {
    const parts = aim.any.map(meantBy)
    return (candidate) => parts.some((part) => part(candidate))
  }
  const isUnit = unitsMeantBy(aim)
  return ({ unit }) => unit !== undefined && isUnit(unit)
}

const negated =
  (isMeant: (candidate: Candidate) => boolean) =>
  (candidate: Candidate): boolean =>
    !isMeant(candidate)

type UnitAim = Extract<
  Aim,
  { kind: unknown } | { mode: unknown } | { group: unknown } | { units: unknown }
>

function unitsMeantBy(aim: UnitAim): (unit: NonNullable<Candidate['unit']>) => boolean {
  if ('kind' in aim) return ({ kind }) => kind === aim.kind
  if ('mode' in aim) return ({ mode }) => mode === aim.mode
  if ('group' in aim) {
    const audience = groupAudience(aim.group)
    return (unit) => audience !== undefined && isFor(audience, unit)
  }
  const codes = new Set(aim.units)
  return ({ code }) => codes.has(code)
}

/** The roles that are asked for anywhere; without any, everybody of a unit may stand for it. */
export function rolesIn(aim: Aim): ReadonlySet<Role> {
  if ('role' in aim) return new Set([aim.role])
  if ('every' in aim) return new Set(aim.every.flatMap((part) => [...rolesIn(part)]))
  if ('any' in aim) return new Set(aim.any.flatMap((part) => [...rolesIn(part)]))
  return new Set()
}

/** The regions that are named anywhere. */
export function regionsIn(aim: Aim): string[] {
  if ('region' in aim) return [aim.region]
  if ('group' in aim) return [groupAudience(aim.group)?.region ?? PROVINCE]
  if ('every' in aim) return aim.every.flatMap(regionsIn)
  return 'any' in aim ? aim.any.flatMap(regionsIn) : []
}

/** The codes of units that are named anywhere. */
export function unitsIn(aim: Aim): readonly string[] {
  if ('units' in aim) return aim.units
  if ('not' in aim) return unitsIn(aim.not)
  if ('every' in aim) return aim.every.flatMap(unitsIn)
  return 'any' in aim ? aim.any.flatMap(unitsIn) : []
}

/** The regions beyond which this person may not write; undefined for who may write to all. */
export function boundsOf({ grants }: Person): readonly string[] | undefined {
  if (grants.some(({ role }) => role === 'administrator')) return undefined
  const own = grants.flatMap((grant) => ('region' in grant ? [grant.region] : []))
  // All that there is lies in the province.
  return own.includes(PROVINCE) ? undefined : own
}

/** Whether all that is meant surely lies in what this person may write to. */
export function staysWithin(aim: Aim, person: Person): boolean {
  const own = boundsOf(person)
  if (!own) return true
  return isBounded(aim, (region) => own.some((mine) => liesUnder(region, mine)))
}

function isBounded(aim: Aim, within: (region: string) => boolean): boolean {
  if ('region' in aim) return within(aim.region)
  if ('group' in aim) return within(groupAudience(aim.group)?.region ?? PROVINCE)
  if ('every' in aim) return aim.every.some((part) => isBounded(part, within))
  return 'any' in aim && aim.any.every((part) => isBounded(part, within))
}
