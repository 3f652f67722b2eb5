/** Everybody an announcement may be for: the units that are listed with their people, and people of none. */
import type { Knex } from 'knex'
import type { Recipient } from '../../core/announcements/kept.ts'
import type { Role } from '../../core/people/person.ts'
import type { UnitKind, UnitMode } from '../../core/people/unit.ts'
import { asObject, askRows } from './json-rows.ts'

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
const held = (
  where: string,
) => `SELECT grants.person, people.name, grants.role, grants.unit, grants.region,
    accounts.channel, accounts.account, accounts.conversation,
    people.unsubscribed_at IS NOT NULL AS unsubscribed,
    accounts.blocked_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.at > accounts.blocked_at
      AND key = accounts.channel || ':' || accounts.conversation || ':' || accounts.account) AS blocked
  FROM grants JOIN people ON people.id = grants.person
    LEFT JOIN accounts ON accounts.person = grants.person
  WHERE ${where}
  ORDER BY grants.since, grants.person, accounts.preferred DESC, accounts.since`

const OF_UNITS = held('grants.unit IN (SELECT value->>0 FROM json_each(?))')
const OF_NONE = held(
  'grants.unit IS NULL AND grants.person IN (SELECT value->>0 FROM json_each(?))',
)

/** Who pays is written to with a unit, where one that is listed has them. */
const ALONE = `SELECT DISTINCT person FROM grants WHERE unit IS NULL AND person > ?
    AND NOT (role = 'payer' AND EXISTS (SELECT 1 FROM grants other JOIN units ON units.code = other.unit
      WHERE other.person = grants.person AND units.gone_at IS NULL))
  ORDER BY person LIMIT ?`

const AT_A_TIME = 1000

type Person = Recipient['people'][number]

interface Lone {
  readonly rows: HeldRow[]
  readonly people: Map<string, Person>
}

/** Who holds an office is written to as such, whatever unit they are of. */
export async function* candidatesOf(db: Knex): AsyncGenerator<Recipient[]> {
  for (let after = ''; ;) {
    const units = await db<UnitRow>('units')
      .select('code', 'name', 'region', 'kind', 'mode')
      .whereNull('gone_at')
      .where('code', '>', after)
      .orderBy('code')
      .limit(AT_A_TIME)
    const last = units.at(-1)
    if (!last) break
    yield await withPeople(db, units)
    after = last.code
  }
  for (let after = ''; ;) {
    const people = await askRows<{ person: string }>(db, ALONE, [after, AT_A_TIME])
    const last = people.at(-1)
    if (!last) break
    yield await asPeople(
      db,
      people.map(({ person }) => person),
    )
    after = last.person
  }
}

async function withPeople(db: Knex, units: readonly UnitRow[]): Promise<Recipient[]> {
  const people = new Map<string, Map<string, Person>>()
  for (const row of await askRows<HeldRow>(db, OF_UNITS, [
    asObject(units.map(({ code }) => [code])),
  ])) {
    note(
      row,
      entryOf(people, row.unit ?? '', () => new Map<string, Person>()),
    )
  }
  return units.map((unit) => unitRecipient(unit, people.get(unit.code)))
}

async function asPeople(db: Knex, ids: readonly string[]): Promise<Recipient[]> {
  const alone = new Map<string, Lone>()
  for (const row of await askRows<HeldRow>(db, OF_NONE, [asObject(ids.map((id) => [id]))])) {
    const lone = entryOf(alone, row.person, (): Lone => ({ rows: [], people: new Map() }))
    lone.rows.push(row)
    note(row, lone.people)
  }
  return [...alone].map(([id, lone]) => personRecipient(id, lone))
}

function entryOf<Value>(map: Map<string, Value>, key: string, made: () => Value): Value {
  const known = map.get(key) ?? made()
  map.set(key, known)
  return known
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
