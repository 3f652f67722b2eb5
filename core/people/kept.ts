/** What is kept of people, units and groups, as small repositories of the store. */
import type { Instant } from '../message.ts'
import type { Account, Given, Member, Person, Role } from './person.ts'
import type { KeptUnit, Unit, UnitKind } from './unit.ts'

/** The directory of units. */
export interface Units {
  find(code: string): Promise<KeptUnit | undefined>
  /** As an import that began at `now` lists them; one that was gone is back and counts as changed. */
  put(units: readonly Unit[], now: Instant): Promise<('added' | 'changed' | 'unchanged')[]>
  /** Listed in a row that could not be read: they stay as they were. */
  touch(codes: readonly string[], now: Instant): Promise<void>
  /** Marks as gone what no import has listed since the instant. Resolves to how many, and the first of them. */
  markGone(since: Instant): Promise<{ readonly count: number; readonly first: readonly Unit[] }>
  /** All that are listed with one of these very names, in these regions or in all, by their codes. */
  named(
    names: readonly string[],
    within: { readonly regions?: readonly string[] },
  ): Promise<KeptUnit[]>
  /** Those of these codes that are listed, in these regions or in all. */
  listed(
    codes: readonly string[],
    within: { readonly regions?: readonly string[] },
  ): Promise<string[]>
  /** How many are listed in these regions, or in all. */
  count(regions?: readonly string[]): Promise<number>
}

/** An account as it is named by its network. */
export type AccountKey = Pick<Account, 'channel' | 'user'>

export interface People {
  add(person: Pick<Person, 'id' | 'name'>, now: Instant): Promise<void>
  find(id: string): Promise<Person | undefined>
  /** The person an account is tied to, with all roles: one indexed read, asked at every turn. */
  ofAccount(account: AccountKey): Promise<Person | undefined>
  named(name: string): Promise<Person[]>
  /** The preferred account first. */
  accounts(id: string): Promise<Account[]>
  members(unit: string): Promise<Member[]>
  /** Ids of who holds a role: everywhere, in a unit, or in exactly this region. */
  holders(role: Role, place?: Pick<Given, 'unit' | 'region'>): Promise<string[]>
  /** False when the account is somebody's already. The first account of a person is the preferred one. */
  tie(
    id: string,
    account: Pick<Account, 'channel' | 'user' | 'conversation'>,
    now: Instant,
  ): Promise<boolean>
  untie(account: AccountKey): Promise<void>
  /** False when it is no account of this person. */
  prefer(id: string, account: AccountKey): Promise<boolean>
  /** Replaces the role this person has in the same place. `by`: a person, or `cli`. */
  grant(id: string, given: Given, by: string, now: Instant): Promise<void>
  /** False when there was none. */
  revoke(id: string, place: string): Promise<boolean>
  /** Without a role and without an account: what is left is a name, until it is forgotten. */
  leave(id: string, now: Instant): Promise<void>
  /** Whether announcements that are not mandatory may be sent to this person. */
  subscribe(id: string, wanted: boolean, now: Instant): Promise<void>
  /** Forgets who left before the instant. */
  forget(before: Instant): Promise<number>
}

export interface Invitation {
  readonly given: Given
  readonly name: string
  /** The person who invited, or `cli`. */
  readonly by: string
  /** Set when the code ties one more account to this person instead of giving a role. */
  readonly person?: string
  readonly expiresAt: Instant
}

export interface KeptInvitation extends Invitation {
  readonly state: 'open' | 'used' | 'void'
}

export interface OpenInvitation extends Invitation {
  readonly hash: string
}

/** One-time invitations, by the hash of their code. */
export interface Invitations {
  add(hash: string, invitation: Invitation): Promise<void>
  find(hash: string): Promise<KeptInvitation | undefined>
  /** Those into a role under this very name that could be accepted now, by when they end. */
  openFor(name: string, now: Instant): Promise<OpenInvitation[]>
  /** False when it was not open any more: somebody else was first. */
  close(hash: string, state: 'used' | 'void'): Promise<boolean>
  forget(before: Instant): Promise<number>
}

/** Whom a group is for: units of a kind, or payers, in a region. Without a kind: all of the region. */
export interface Audience {
  readonly kind?: UnitKind | 'payer'
  readonly region: string
}

export interface TiedGroup {
  readonly channel: string
  readonly conversation: string
  readonly audience: Audience
  /** The group of the staff that works the queue of this audience, not the audience itself. */
  readonly staff: boolean
  readonly by: string
  /** A message could not be delivered there, and nobody has tied it since. */
  readonly blocked?: boolean
}

export interface Groups {
  tie(group: TiedGroup, now: Instant): Promise<void>
  untie(channel: string, conversation: string): Promise<boolean>
  find(channel: string, conversation: string): Promise<TiedGroup | undefined>
  list(): Promise<TiedGroup[]>
}

/** A code sent to a phone, of which only the hash is kept. */
export interface PhoneCode extends AccountKey {
  readonly id: string
  readonly phone: string
  readonly hash: string
  readonly at: Instant
}

/** Phones that were verified, and the codes on their way. */
export interface Phones {
  of(account: AccountKey): Promise<{ readonly phone: string; readonly since: Instant } | undefined>
  set(account: AccountKey, phone: string, now: Instant): Promise<void>
  drop(account: AccountKey): Promise<void>
  /** Closes the codes that this account had before. */
  addCode(code: PhoneCode): Promise<void>
  /** One that did not leave does not count. */
  dropCode(id: string): Promise<void>
  /** The last code sent for this account, unless it was closed. */
  code(account: AccountKey): Promise<PhoneCode | undefined>
  closeCode(id: string): Promise<void>
  /** How many codes went out since the instant: for this account, to this phone, to everybody. */
  sent(
    account: AccountKey,
    phone: string,
    since: Instant,
  ): Promise<{ account: number; phone: number; all: number }>
  /** Verified phones and codes that are older. */
  forget(verifiedBefore: Instant, codesBefore: Instant): Promise<number>
}

/** What an import did, for who asks how things stand. */
export interface ImportRecord {
  readonly kind: 'units' | 'receipts'
  readonly at: Instant
  readonly read: number
  readonly imported: number
  readonly refused: number
}

export interface Imports {
  add(record: ImportRecord): Promise<void>
  /** The last one of each kind. */
  last(): Promise<ImportRecord[]>
}

export interface PeopleRepositories {
  readonly units: Units
  readonly people: People
  readonly invitations: Invitations
  readonly groups: Groups
  readonly phones: Phones
  readonly imports: Imports
}
