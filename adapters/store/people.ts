/** The tables of people, of the accounts that are tied to them, and of their roles. */
import type { Knex } from 'knex'
import type { AccountKey, People } from '../../core/people/kept.ts'
import {
  type Account,
  type Grant,
  type Person,
  placeOf,
  type Role,
} from '../../core/people/person.ts'
import { asObject, askRows } from './json-rows.ts'
import { together } from './together.ts'

interface PersonRow {
  id: string
  name: string
  since: number
  left_at: number | null
}

interface AccountRow {
  channel: string
  account: string
  person: string
  conversation: string
  preferred: number
  since: number
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
  gone_at: number | null
}

const HELD = `people.id, people.name, grants.role, grants.unit, grants.region,
    units.name AS unit_name, units.region AS unit_region, units.gone_at
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
  const people = () => db<PersonRow>('people')
  const accounts = () => db<AccountRow>('accounts')
  const grants = () => db<GrantRow>('grants')
  const where = ({ channel, user }: AccountKey) => ({ channel, account: user })
  const byAccount = together((asked: readonly AccountKey[]) =>
    askHeld(
      db,
      OF_ACCOUNT,
      asked.map(({ channel, user }) => [channel, user]),
    ),
  )
  const byIds = (ids: readonly string[]) =>
    askHeld(
      db,
      BY_ID,
      ids.map((id) => [id]),
    )

  async function anyBound(): Promise<boolean> {
    if (!bound || bound.known) return true
    if (!bound.asked || performance.now() - bound.askedAt > ASK_AGAIN_MS) {
      bound.askedAt = performance.now()
      bound.asked = accounts()
        .select('person')
        .first()
        .then((row) => row !== undefined)
    }
    const found = await bound.asked
    bound.known ||= found
    return bound.known
  }

  return {
    async add({ id, name }, now) {
      await people().insert({ id, name, since: now })
    },
    find: async (id) => (await byIds([id]))[0],
    ofAccount: async (account) => ((await anyBound()) ? byAccount(account) : undefined),
    async named(name) {
      const rows = await people().select('id').where({ name }).whereNull('left_at')
      const found = await byIds(rows.map(({ id }) => id))
      return found.filter((person) => person !== undefined)
    },
    async accounts(id) {
      const rows = await accounts()
        .where({ person: id })
        .orderBy([{ column: 'preferred', order: 'desc' }, { column: 'since' }])
      return rows.map(toAccount)
    },
    async members(unit) {
      const rows = await grants()
        .join('people', 'people.id', 'grants.person')
        .where({ unit })
        .select('people.id', 'people.name', 'grants.role', 'grants.since')
        .orderBy(['grants.since', 'people.id'])
      return rows as unknown as Awaited<ReturnType<People['members']>>
    },
    async holders(role, { unit, region } = {}) {
      const rows = await grants()
        .select('person')
        .where({
          role,
          ...(unit !== undefined && { unit }),
          ...(region !== undefined && { region }),
        })
        .orderBy(['since', 'person'])
      return rows.map(({ person }) => person)
    },
    async tie(id, account, now) {
      const first = (await accounts().where({ person: id }).first()) === undefined
      const { conversation } = account
      const row = {
        ...where(account),
        person: id,
        conversation,
        preferred: first ? 1 : 0,
        since: now,
      }
      const added = await accounts()
        .insert(row)
        .onConflict(['channel', 'account'])
        .ignore()
        .returning('person')
      return added.length === 1
    },
    async untie(account) {
      const row = await accounts().where(where(account)).first()
      await accounts().where(where(account)).delete()
      if (row?.preferred !== 1) return
      const next = await accounts().where({ person: row.person }).orderBy('since').first()
      if (next) await preferOnly(next.person, { channel: next.channel, user: next.account })
    },
    prefer: preferOnly,
    async grant(id, given, by, now) {
      const { role, unit = null, region = null } = given
      const row = {
        person: id,
        place: placeOf(given),
        role,
        unit,
        region,
        given_by: by,
        since: now,
      }
      await grants().insert(row).onConflict(['person', 'place']).merge()
    },
    revoke: async (id, place) => (await grants().where({ person: id, place }).delete()) === 1,
    async leave(id, now) {
      await grants().where({ person: id }).delete()
      await accounts().where({ person: id }).delete()
      await people().where({ id }).update({ left_at: now })
    },
    forget: (before) => people().where('left_at', '<', before).delete(),
  }

  async function preferOnly(id: string, account: AccountKey): Promise<boolean> {
    const mine = { ...where(account), person: id }
    if (!(await accounts().where(mine).first())) return false
    await accounts().where({ person: id }).update({ preferred: 0 })
    await accounts().where(mine).update({ preferred: 1 })
    return true
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
  const { unit_name: name, unit_region: lies, gone_at: gone } = row
  const listed = lies !== null && gone === null
  return [{ role, unit: { code: unit, name: name ?? unit, region: lies ?? '', listed } }]
}

function toAccount({ channel, account, conversation, preferred, since }: AccountRow): Account {
  return { channel, user: account, conversation, preferred: preferred === 1, since }
}
