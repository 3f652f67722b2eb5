/** Everybody an announcement may be for: the units that are listed with their people, and people of none. */
import type { Knex } from 'knex'
import type { Recipient } from '../../core/announcements/kept.ts'
import type { Role } from '../../core/people/person.ts'
import type { UnitKind, UnitMode } from '../../core/people/unit.ts'
import { askRows } from './json-rows.ts'

interface HeldRow {
  person: string
  name: string
  role: Role
  unit: string | null
  region: string | null
  channel: string | null
  account: string | null
  conversation: string | null
  unsubscribed: number | boolean
  blocked: number | boolean
}

interface UnitRow {
  code: string
  name: string
  region: string
  kind: UnitKind
  mode: UnitMode
}

/** Who has spoken since a message to them was blocked is reached again. */
const HELD = `SELECT grants.person, people.name, grants.role, grants.unit, grants.region,
    accounts.channel, accounts.account, accounts.conversation,
    people.unsubscribed_at IS NOT NULL AS unsubscribed,
    accounts.blocked_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.at > accounts.blocked_at
      AND key = accounts.channel || ':' || accounts.conversation || ':' || accounts.account) AS blocked
  FROM grants JOIN people ON people.id = grants.person
    LEFT JOIN accounts ON accounts.person = grants.person
  ORDER BY grants.since, grants.person, accounts.preferred DESC, accounts.since`

type Person = Recipient['people'][number]

interface Lone {
  readonly rows: HeldRow[]
  readonly people: Map<string, Person>
}

/** Who holds an office is written to as such, whatever unit they are of. Who pays is not, where a unit has them. */
export async function candidatesOf(db: Knex): Promise<Recipient[]> {
  const held = await askRows<HeldRow>(db, HELD, [])
  const ofUnits = new Map<string, Map<string, Person>>()
  const alone = new Map<string, Lone>()
  for (const row of held) {
    if (row.unit !== null)
      note(
        row,
        entryOf(ofUnits, row.unit, () => new Map<string, Person>()),
      )
    else
      noteAlone(
        row,
        entryOf(alone, row.person, () => ({ rows: [], people: new Map() })),
      )
  }
  const units = await db<UnitRow>('units')
    .select('code', 'name', 'region', 'kind', 'mode')
    .whereNull('gone_at')
    .orderBy('code')
  const inUnits = new Set(units.flatMap(({ code }) => [...(ofUnits.get(code)?.keys() ?? [])]))
  const isCovered = ([person, { rows }]: [string, Lone]) =>
    inUnits.has(person) && rows.every(({ role }) => role === 'payer')
  return [
    ...units.map((unit) => unitRecipient(unit, ofUnits.get(unit.code))),
    ...[...alone].filter((one) => !isCovered(one)).map(([id, lone]) => personRecipient(id, lone)),
  ]
}

function entryOf<Value>(map: Map<string, Value>, key: string, made: () => Value): Value {
  const known = map.get(key) ?? made()
  map.set(key, known)
  return known
}

function noteAlone(row: HeldRow, { rows, people }: Lone): void {
  rows.push(row)
  note(row, people)
}

const nothing: Pick<Person, 'roles' | 'accounts'> = { roles: [], accounts: [] }

/** A person with several roles, or accounts, comes in several rows. */
function note(row: HeldRow, people: Map<string, Person>): void {
  const { person: id, role, channel, account: user, conversation } = row
  const optedOut = Boolean(row.unsubscribed)
  const { roles, accounts } = people.get(id) ?? nothing
  const isKnown = accounts.some((one) => one.channel === channel && one.user === user)
  const added =
    isKnown || channel === null || user === null || conversation === null
      ? []
      : [{ channel, user, conversation, blocked: Boolean(row.blocked) }]
  people.set(id, {
    ...{ id, optedOut, accounts: [...accounts, ...added] },
    roles: roles.includes(role) ? roles : [...roles, role],
  })
}

function unitRecipient(
  { code, name, region, kind, mode }: UnitRow,
  people: Map<string, Person> = new Map(),
): Recipient {
  const unit = { code, region, kind, mode }
  const all = [...people.values()]
  return { key: `unit:${code}`, name, unit, roles: rolesOf(all), people: all }
}

function personRecipient(id: string, { rows, people }: Lone): Recipient {
  const all = [...people.values()]
  const regions = [...new Set(rows.flatMap(({ region }) => region ?? []))]
  const name = rows[0]?.name ?? ''
  return { key: `person:${id}`, name, regions, roles: rolesOf(all), people: all }
}

/** Only who can be written to counts. */
function rolesOf(people: readonly Person[]): Role[] {
  return people.flatMap(({ roles, accounts }) => (accounts.length > 0 ? roles : []))
}
