/** The tables of people and of their roles. */
import type { Knex } from 'knex'
import type { AccountKey, People } from '../../core/people/kept.ts'
import {
  type Grant,
  type Member,
  type Person,
  placeOf,
  type Role,
} from '../../core/people/person.ts'
import type { UnitKind, UnitMode } from '../../core/people/unit.ts'
import { accountsOf } from './accounts.ts'
import { asObject, askRows } from './json-rows.ts'
import { together } from './together.ts'

interface PersonRow {
  id: string
  name: string
  since: number
  left_at: number | null
  unsubscribed_at: number | null
}

interface GrantRow {
  person: string
  place: string
  role: Role
  unit: string | null
  region: string | null
  given_by: string
  since: number
}

/** A person and one of the roles; all but the first two are null for who has none. */
interface HeldRow {
  asked: string
  id: string
  name: string
  role: Role | null
  unit: string | null
  region: string | null
  unit_name: string | null
  unit_region: string | null
  kind: UnitKind | null
  mode: UnitMode | null
  gone_at: number | null
}

const HELD = `people.id, people.name, grants.role, grants.unit, grants.region,
    units.name AS unit_name, units.region AS unit_region, units.kind, units.mode, units.gone_at
  FROM asked %JOIN%
    LEFT JOIN grants ON grants.person = people.id LEFT JOIN units ON units.code = grants.unit
  ORDER BY grants.since, grants.place`
const held = (asked: string, join: string) =>
  `WITH asked AS (SELECT ${asked} FROM json_each(?)) SELECT asked.asked, ${HELD.replace('%JOIN%', join)}`
const OF_ACCOUNT = held(
  'key AS asked, value->>0 AS channel, value->>1 AS account',
  `JOIN accounts ON accounts.channel = asked.channel AND accounts.account = asked.account
    JOIN people ON people.id = accounts.person`,
)
const BY_ID = held('key AS asked, value->>0 AS id', 'JOIN people ON people.id = asked.id')

const MEMBERS = `SELECT people.id, people.name, grants.role, grants.since
  FROM grants JOIN people ON people.id = grants.person
  WHERE grants.unit = ? ORDER BY grants.since, people.id`

/** Whether anybody is bound at all; until then nobody is asked for. */
export interface AnyBound {
  /** True once it was seen. */
  known: boolean
  /** What was asked last, and when: what another process ties is seen a second later. */
  asked: Promise<boolean> | undefined
  askedAt: number
}

const ASK_AGAIN_MS = 1000

/** `bound` spares the reader a question a turn. A transaction asks always. */
export function peopleOf(db: Knex, bound?: AnyBound): People {
  return { ...knownOf(db, bound), ...accountsOf(db), ...grantsOf(db), ...leavingOf(db) }
}

type Known = Pick<People, 'add' | 'find' | 'ofAccount' | 'named'>

function knownOf(db: Knex, bound: AnyBound | undefined): Known {
  const people = () => db<PersonRow>('people')
  const byAccount = together((asked: readonly AccountKey[]) => {
    const cells = asked.map(({ channel, user }) => [channel, user])
    return askHeld(db, OF_ACCOUNT, cells)
  })
  const byIds = (ids: readonly string[]) => {
    const cells = ids.map((id) => [id])
    return askHeld(db, BY_ID, cells)
  }
  return {
    async add({ id, name }, now) {
      await people().insert({ id, name, since: now })
    },
    find: async (id) => (await byIds([id]))[0],
    ofAccount: async (account) => ((await anyBound(db, bound)) ? byAccount(account) : undefined),
    async named(name) {
      const rows = await people().select('id').where({ name }).whereNull('left_at')
      const found = await byIds(rows.map(({ id }) => id))
      return found.filter((person) => person !== undefined)
    },
  }
}

async function anyBound(db: Knex, bound: AnyBound | undefined): Promise<boolean> {
  if (!bound || bound.known) return true
  if (!bound.asked || performance.now() - bound.askedAt > ASK_AGAIN_MS) {
    bound.askedAt = performance.now()
    const first = db('accounts').select('person').first()
    bound.asked = first.then((row) => row !== undefined)
  }
  const found = await bound.asked
  bound.known ||= found
  return bound.known
}

type Granting = Pick<People, 'members' | 'holders' | 'grant' | 'revoke'>

function grantsOf(db: Knex): Granting {
  const grants = () => db<GrantRow>('grants')
  return {
    members: (unit) => askRows<Member>(db, MEMBERS, [unit]),
    async holders(role, { unit, region } = {}) {
      const place = { ...(unit !== undefined && { unit }), ...(region !== undefined && { region }) }
      const rows = await grants()
        .select('person')
        .where({ role, ...place })
        .orderBy(['since', 'person'])
      return rows.map(({ person }) => person)
    },
    async grant(id, given, by, now) {
      const { role, unit = null, region = null } = given
      const place = { place: placeOf(given), unit, region }
      const row = { person: id, role, ...place, given_by: by, since: now }
      await grants().insert(row).onConflict(['person', 'place']).merge()
    },
    revoke: async (id, place) => (await grants().where({ person: id, place }).delete()) === 1,
  }
}

function leavingOf(db: Knex): Pick<People, 'leave' | 'subscribe' | 'forget'> {
  return {
    async leave(id, now) {
      await db('grants').where({ person: id }).delete()
      await db('accounts').where({ person: id }).delete()
      await db<PersonRow>('people').where({ id }).update({ left_at: now })
    },
    async subscribe(id, wanted, now) {
      const unsubscribed_at = wanted ? null : now
      await db<PersonRow>('people').where({ id }).update({ unsubscribed_at })
    },
    forget: (before) => db<PersonRow>('people').where('left_at', '<', before).delete(),
  }
}

async function askHeld(
  db: Knex,
  sql: string,
  asked: readonly (readonly string[])[],
): Promise<(Person | undefined)[]> {
  const rows = await askRows<HeldRow>(db, sql, [asObject(asked)])
  return asked.map((_question, place) =>
    toPerson(rows.filter((row) => Number(row.asked) === place)),
  )
}

function toPerson(rows: readonly HeldRow[]): Person | undefined {
  const [first] = rows
  return first && { id: first.id, name: first.name, grants: rows.flatMap(toGrants) }
}

function toGrants({ role, unit, region, ...row }: HeldRow): Grant[] {
  if (role === 'administrator') return [{ role }]
  if (role === 'officer' && region !== null) return [{ role, region }]
  if ((role !== 'clerk' && role !== 'approver') || unit === null) return []
  const { unit_name: name, unit_region: lies, gone_at: gone, kind, mode } = row
  const known = { code: unit, name: name ?? unit, region: lies ?? '' }
  const entry = kind !== null && mode !== null ? { kind, mode } : {}
  return [{ role, unit: { ...known, ...entry, listed: lies !== null && gone === null } }]
}
