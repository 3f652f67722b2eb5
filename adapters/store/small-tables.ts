/** The tables of a few columns: sessions, marks, one-time links, hand-offs, misses. */
import type { Knex } from 'knex'
import { StaleTurn } from '../../core/errors.ts'
import type { Handoffs, Links, Marks, Misses, Sessions } from '../../core/store.ts'

export function sessionsOf(db: Knex): Sessions {
  const sessions = () =>
    db<{ key: string; person: string; data: string; version: number; at: number }>('sessions')
  return {
    load: (key) => sessions().select('data', 'version').where({ key }).first(),
    async save(key, person, data, expected, now) {
      const row = { data, version: expected + 1, at: now }
      const saved =
        expected === 0
          ? (
              await sessions()
                .insert({ key, person, ...row })
                .onConflict('key')
                .ignore()
                .returning('key')
            ).length
          : await sessions().where({ key, version: expected }).update(row)
      if (saved !== 1) throw new StaleTurn()
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
  const timesOf = async (column: 'person' | 'ip', value: string, since: number, except: string) => {
    const rows = await misses()
      .select('at')
      .where(column, value)
      .where('at', '>', since)
      .whereNot('id', except)
      .orderBy('at')
    return rows.map(({ at }) => at)
  }
  return {
    add: async (miss) => void (await misses().insert({ ip: null, ...miss })),
    remove: async (id) => void (await misses().where({ id }).delete()),
    async counts({ person, ip, target, personSince, targetSince, totalSince, except = '' }) {
      const people = target
        ? misses()
            .where({ target })
            .where('at', '>', targetSince)
            .countDistinct({ n: 'person' })
            .first()
        : undefined
      const total = misses().where('at', '>', totalSince).count({ n: '*' }).first()
      return {
        person: await timesOf('person', person, personSince, except),
        ip: ip === undefined ? [] : await timesOf('ip', ip, personSince, except),
        people: Number((await people)?.['n'] ?? 0),
        total: Number((await total)?.['n'] ?? 0),
      }
    },
    forget: (before) => misses().where('at', '<', before).delete(),
  }
}
