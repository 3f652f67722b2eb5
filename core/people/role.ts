/** Who may do what: one table of action × role → scope, asked in one place, at the moment of the move. */
import type { Person, Role } from './person.ts'
import { liesUnder } from './regions.ts'

/**
 * - `any`: whatever the object is.
 * - `own`: the object is the person's own, in the unit in which the role holds.
 * - `unit`: the object is the unit's in which the role holds.
 * - `region`: the object lies in the region of the role, or is that region.
 * - `below`: the object lies in the region of the role, and is not that region.
 */
export type Scope = 'any' | 'own' | 'unit' | 'region' | 'below'

type Row = Readonly<Partial<Record<Role, Scope>>>

/** What a payer may, everybody may: there the person need not be known. */
export const table = {
  'receipt.lookup': { payer: 'any' },
  /** Of the phone that was verified from the very account that asks. */
  'receipts.ofPhone': { payer: 'any' },
  'receipts.ofUnit': { clerk: 'unit', approver: 'unit' },

  'unit.see': { clerk: 'unit', approver: 'unit', officer: 'region', administrator: 'any' },
  'unit.people': { approver: 'unit', officer: 'region', administrator: 'any' },
  'unit.remove': { approver: 'unit', officer: 'region', administrator: 'any' },
  'officer.remove': { officer: 'below', administrator: 'any' },
  'administrator.remove': { administrator: 'any' },
  /** Who pays belongs to no region. */
  'invite.payer': { officer: 'any', administrator: 'any' },
  'invite.clerk': { approver: 'unit', officer: 'region', administrator: 'any' },
  'invite.approver': { officer: 'region', administrator: 'any' },
  'invite.officer': { officer: 'below', administrator: 'any' },
  'invite.administrator': { administrator: 'any' },

  'group.tie': { officer: 'region', administrator: 'any' },
  'group.staff': { officer: 'region', administrator: 'any' },
  'status.see': { administrator: 'any' },

  /** About a receipt that this person has opened. */
  'void.wish': { payer: 'any' },
  'void.request': { clerk: 'unit', approver: 'unit' },
  'void.withdraw': { clerk: 'own', approver: 'own' },
  'void.approve': { approver: 'unit' },
  'void.confirm': { officer: 'region', administrator: 'any' },
  'void.decide': { officer: 'region', administrator: 'any' },
  'void.see': { clerk: 'unit', approver: 'unit', officer: 'region', administrator: 'any' },
  'void.list': { officer: 'region', administrator: 'any' },

  'ticket.open': { payer: 'any' },
  'queue.see': { officer: 'region', administrator: 'any' },
  'queue.work': { officer: 'region', administrator: 'any' },
  'person.block': { officer: 'region', administrator: 'any' },

  'announcement.read': { payer: 'any' },
  'announcement.write': { officer: 'region', administrator: 'any' },
  'announcement.approve': { officer: 'region', administrator: 'any' },
  'announcement.send': { officer: 'region', administrator: 'any' },
  'announcement.report': { officer: 'region', administrator: 'any' },
  'announcement.chase': { officer: 'region', administrator: 'any' },
} as const satisfies Readonly<Record<string, Row>>

export type Action = keyof typeof table

/** What a move is about, as far as scopes ask. A unit is given with its region. */
export interface Matter {
  readonly unit?: { readonly code: string; readonly region: string }
  readonly region?: string
  /** The id of the person whose it is. */
  readonly owner?: string
}

/**
 * Whether this person may do this, now. Asked with the person as they are in the transaction of the move.
 * A matter that does not say what the scope asks for is refused.
 */
export function may(person: Person | undefined, action: Action, matter: Matter = {}): boolean {
  const row: Row = table[action]
  if (row.payer === 'any') return true
  return person !== undefined && person.grants.some((grant) => reaches(person, grant, row, matter))
}

function reaches(person: Person, grant: Person['grants'][number], row: Row, matter: Matter) {
  const scope = row[grant.role]
  const { unit, region = unit?.region } = matter
  if ('unit' in grant && !grant.unit.listed) return false
  if (scope === 'any') return true
  if (scope === 'own' && matter.owner !== person.id) return false
  if (scope === 'own' || scope === 'unit') return 'unit' in grant && unit?.code === grant.unit.code
  if (!scope || !('region' in grant) || region === undefined) return false
  if (scope === 'below' && region === grant.region) return false
  return liesUnder(region, grant.region)
}

/** Whether there is any matter at all for which this person may do this: for what to offer, never for a move. */
export function mightEver(person: Person | undefined, action: Action): boolean {
  const row: Row = table[action]
  if (row.payer !== undefined) return true
  return (
    person?.grants.some(
      (grant) => row[grant.role] !== undefined && (!('unit' in grant) || grant.unit.listed),
    ) ?? false
  )
}

/** The units in which this person may do this by a role in the unit itself. */
export function unitsFor(person: Person | undefined, action: Action) {
  const units = (person?.grants ?? []).flatMap((grant) => ('unit' in grant ? [grant.unit] : []))
  return units.filter((unit) => may(person, action, { unit }))
}
