/** A person who is known: the accounts they write from, and the roles they were given. */
import type { Address, Instant } from '../message.ts'
import type { Unit } from './unit.ts'

export const roles = ['payer', 'clerk', 'approver', 'officer', 'administrator'] as const
export type Role = (typeof roles)[number]

/** Where a role holds. */
export type Reach =
  | { readonly kind: 'unit'; readonly unit: string }
  | { readonly kind: 'region'; readonly region: string }
  /** The whole bureau. */
  | { readonly kind: 'all' }

/** A role in one place. A person has one role in a unit at most, and one in a region. */
export type Grant =
  | { readonly role: 'clerk' | 'approver'; readonly unit: GrantUnit }
  | { readonly role: 'officer'; readonly region: string }
  | { readonly role: 'administrator' }

/** The unit as the directory has it, or what is left of one that it never had. */
export interface GrantUnit
  extends Pick<Unit, 'code' | 'name' | 'region'>, Partial<Pick<Unit, 'kind' | 'mode'>> {
  /** Still in the directory. While it is not, its people may nothing for it. */
  readonly listed: boolean
}

/** One account of one chat network that was tied to a person. */
export interface Account {
  readonly channel: string
  readonly user: string
  /** The private chat that messages are sent to. */
  readonly conversation: string
  /** Where notices go; one account of each person is preferred. */
  readonly preferred: boolean
  readonly since: Instant
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly grants: readonly Grant[]
}

/** Somebody in a unit, as those above see them. */
export interface Member {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly since: Instant
}

/** What an invitation gives: the role and its place. A payer has no place. */
export interface Given {
  readonly role: Role
  readonly unit?: string
  readonly region?: string
}

export function addressOf({ channel, conversation }: Account): Address {
  return { channel, conversation, group: false }
}

/** The key of the place a role holds in: a second role in the same place replaces the first. */
export function placeOf({ role, unit, region }: Given): string {
  if (role === 'clerk' || role === 'approver') return `unit:${unit}`
  return role === 'officer' ? `region:${region}` : role
}
