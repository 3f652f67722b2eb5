/** The tables of a few columns: sessions, marks, one-time links, hand-offs, misses. */
import type { Knex } from 'knex'
import { StaleTurn } from '../../core/errors.ts'
import type { Handoffs, Links, Marks, Misses, Sessions } from '../../core/store.ts'
import { collectRows } from './rows.ts'

interface SessionTableRow {
  key: string
  person: string
  data: string
  version: number
  at: number
}

export function sessionsOf(db: Knex): Sessions & { flush(): Promise<void> } {
  const sessions = () => db<SessionTableRow>('sessions')
  const waiting = new Set<string>()
  const saved = collectRows<SessionTableRow>(async (rows) => {
    waiting.clear()
    const kept = await sessions()
      .insert([...rows])
      .onConflict('key')
      .merge(['data', 'version', 'at'])
      .whereRaw('sessions.version = excluded.version - 1')
      .returning('key')
    if (kept.length !== rows.length) throw new StaleTurn()
  })
  return {
    flush: saved.flush,
    async load(key) {
      await saved.flush()
      return sessions().select('data', 'version').where({ key }).first()
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

export function missesOf(db: Knex): Misses {
  const misses = () =>
    db<{ id: string; at: number; person: string; ip: string | null; target: string }>('misses')
  return {
    add: async (miss) => void (await misses().insert({ ip: null, ...miss })),
    remove: async (id) => void (await misses().where({ id }).delete()),
    async counts({ person, ip, target, personSince, targetSince, totalSince, except = '' }) {
      const timesOf = (kind: string, column: 'person' | 'ip', value: string) =>
        misses()
          .select(db.raw('? as kind', [kind]), 'at as n')
          .where(column, value)
          .where('at', '>', personSince)
          .whereNot('id', except)
      const people = misses()
        .select(db.raw(`'people' as kind`), db.raw('count(distinct person) as n'))
        .where({ target: target ?? '' })
        .where('at', '>', targetSince)
      const total = misses()
        .select(db.raw(`'total' as kind`), db.raw('count(*) as n'))
        .where('at', '>', totalSince)
      /** One question to the database: this is asked at every look-up. */
      const rows = (await timesOf('person', 'person', person).unionAll([
        people,
        total,
        ...(ip === undefined ? [] : [timesOf('ip', 'ip', ip)]),
      ])) as unknown as { kind: string; n: number | string }[]
      const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ n }) => Number(n))
      const inOrder = (kind: string) => of(kind).toSorted((left, right) => left - right)
      const [seen = 0] = of('people')
      const [all = 0] = of('total')
      return { person: inOrder('person'), ip: inOrder('ip'), people: seen, total: all }
    },
    forget: (before) => misses().where('at', '<', before).delete(),
  }
}
