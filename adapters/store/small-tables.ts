/** The tables of a few columns: sessions, marks, one-time links, hand-offs, misses. */
import type { Knex } from 'knex'
import { StaleTurn } from '../../core/errors.ts'
import type { Handoffs, Links, Marks, MissCounts, Misses, Sessions } from '../../core/store.ts'
import { asObject, askRows, inserting } from './json-rows.ts'
import { collectRows } from './rows.ts'
import { together } from './together.ts'

interface SessionTableRow {
  key: string
  person: string
  data: string
  version: number
  at: number
}

const saving = inserting<SessionTableRow>('sessions', {
  key: 'text',
  person: 'text',
  data: 'text',
  version: 'bigint',
  at: 'bigint',
})
const SAVE = `${saving.sql} ON CONFLICT (key) DO UPDATE
  SET data = excluded.data, version = excluded.version, at = excluded.at
  WHERE sessions.version = excluded.version - 1 RETURNING key`
const LOAD = `SELECT key, data, version FROM sessions WHERE key IN (SELECT value->>0 FROM json_each(?))`

export function sessionsOf(db: Knex): Sessions & { flush(): Promise<void> } {
  const sessions = () => db<SessionTableRow>('sessions')
  const waiting = new Set<string>()
  const saved = collectRows<SessionTableRow>(async (rows) => {
    waiting.clear()
    const kept = await askRows(db, SAVE, [saving.bind(rows)])
    if (kept.length !== rows.length) throw new StaleTurn()
  })
  const loadOne = together(async (keys: readonly string[]) => {
    const rows = await askRows<SessionTableRow>(db, LOAD, [asObject(keys.map((key) => [key]))])
    const found = new Map(rows.map(({ key, data, version }) => [key, { data, version }]))
    return keys.map((key) => found.get(key))
  })
  return {
    flush: saved.flush,
    async load(key) {
      await saved.flush()
      return loadOne(key)
    },
    /** A statement changes a row once: the second change of a session waits for the first. */
    async save(key, person, data, expected, now) {
      if (waiting.has(key)) await saved.flush()
      waiting.add(key)
      saved.add({ key, person, data, version: expected + 1, at: now })
    },
    forget: (before) => sessions().where('at', '<', before).delete(),
  }
}

export function marksOf(db: Knex): Marks {
  const marks = () => db<{ name: string; owner: string; until: number }>('marks')
  return {
    async take(name, owner, now, until) {
      await marks()
        .where({ name })
        .andWhere((held) => held.where('until', '<=', now).orWhere({ owner }))
        .delete()
      const added = await marks()
        .insert({ name, owner, until })
        .onConflict('name')
        .ignore()
        .returning('name')
      return added.length === 1
    },
    owner: (name) => marks().select('owner', 'until').where({ name }).first(),
    drop: async (name, owner) => void (await marks().where({ name, owner }).delete()),
    forget: (before) => marks().where('until', '<', before).delete(),
  }
}

export function linksOf(db: Knex): Links {
  const links = () =>
    db<{
      hash: string
      person: string
      code: string
      number: string
      check_code: string
      expires_at: number
      browser: string | null
    }>('links')
  return {
    async add(hash, person, { reference: { code, number, check }, expiresAt }) {
      await links().insert({ hash, person, code, number, check_code: check, expires_at: expiresAt })
    },
    async open(hash, browser, now) {
      await links()
        .where({ hash })
        .whereNull('browser')
        .where('expires_at', '>', now)
        .update({ browser })
      const row = await links().where({ hash, browser }).where('expires_at', '>', now).first()
      if (!row) return undefined
      const { code, number, check_code: check } = row
      return { reference: { code, number, check }, expiresAt: row.expires_at }
    },
    drop: async (person) => void (await links().where({ person }).delete()),
    forget: (before) => links().where('expires_at', '<', before).delete(),
  }
}

export function handoffsOf(db: Knex): Handoffs {
  const handoffs = () =>
    db<{ hash: string; person: string; text: string; expires_at: number }>('handoffs')
  return {
    async add(hash, { person, text, expiresAt }) {
      await handoffs().insert({ hash, person, text, expires_at: expiresAt })
    },
    async find(hash, person, now) {
      const row = await handoffs().where({ hash, person }).where('expires_at', '>', now).first()
      return row && { person: row.person, text: row.text, expiresAt: row.expires_at }
    },
    forget: (before) => handoffs().where('expires_at', '<', before).delete(),
  }
}

/** All questions at once; a row is one count, or one instant, for one of them. */
const COUNTS = `WITH asked AS (
    SELECT CAST(key AS bigint) AS question, value->>0 AS person, value->>1 AS ip, value->>2 AS target,
      value->>3 AS left_out, CAST(value->>4 AS bigint) AS person_since,
      CAST(value->>5 AS bigint) AS target_since, CAST(value->>6 AS bigint) AS total_since
    FROM json_each(?)
  )
  SELECT question, 'person' AS kind, at AS n FROM asked
    JOIN misses ON misses.person = asked.person AND at > person_since AND id <> left_out
  UNION ALL SELECT question, 'ip', at FROM asked
    JOIN misses ON misses.ip = asked.ip AND at > person_since AND id <> left_out
  UNION ALL SELECT question, 'people', count(DISTINCT misses.person) FROM asked
    JOIN misses ON misses.target = asked.target AND at > target_since GROUP BY question
  UNION ALL SELECT question, 'total', (SELECT count(*) FROM misses WHERE at > total_since) FROM asked`

type MissesQuery = Parameters<Misses['counts']>[0]

export function missesOf(db: Knex): Misses {
  const misses = () =>
    db<{ id: string; at: number; person: string; ip: string | null; target: string }>('misses')
  const counts = together(async (queries: readonly MissesQuery[]) => {
    const rows = await askRows<{ question: number; kind: keyof MissCounts; n: number }>(
      db,
      COUNTS,
      [asObject(queries.map(toCells))],
    )
    return queries.map((_query, question) =>
      toCounts((kind) =>
        rows.flatMap((row) => (row.question === question && row.kind === kind ? [row.n] : [])),
      ),
    )
  })
  return {
    add: async (miss) => void (await misses().insert({ ip: null, ...miss })),
    remove: async (id) => void (await misses().where({ id }).delete()),
    counts,
    forget: (before) => misses().where('at', '<', before).delete(),
  }
}

function toCells(query: MissesQuery) {
  const { person, ip = null, target = null, except = '' } = query
  return [person, ip, target, except, query.personSince, query.targetSince, query.totalSince]
}

function toCounts(of: (kind: keyof MissCounts) => number[]): MissCounts {
  const inOrder = (kind: 'person' | 'ip') => of(kind).toSorted((left, right) => left - right)
  const [people = 0] = of('people')
  const [total = 0] = of('total')
  return { person: inOrder('person'), ip: inOrder('ip'), people, total }
}
