/** The table of units: the directory, written in bulk by imports. */
import type { Knex } from 'knex'
import type { Units } from '../../core/people/kept.ts'
import type { KeptUnit, Unit } from '../../core/people/unit.ts'
import { asObject, askRows, inserting } from './json-rows.ts'

interface Row {
  code: string
  name: string
  region: string
  kind: string
  mode: string
  parent: string | null
  seen_at: number
  gone_at: number | null
}

type Content = Omit<Row, 'seen_at' | 'gone_at'>
const CONTENT = ['name', 'region', 'kind', 'mode', 'parent'] as const

/** So many of those that have gone are named. */
const GONE_TOLD = 5
/** Longer statements are no faster, and take more memory. */
const ROWS_A_STATEMENT = 1000

const adding = inserting<Content & { seen_at: number }>('units', {
  ...{ code: 'text', name: 'text', region: 'text', kind: 'text', mode: 'text', parent: 'text' },
  seen_at: 'bigint',
})
const PUT = `${adding.sql} ON CONFLICT (code) DO UPDATE SET gone_at = NULL, seen_at = excluded.seen_at,
  ${CONTENT.map((column) => `${column} = excluded.${column}`).join(', ')}`
const LISTED = 'code IN (SELECT value->>0 FROM json_each(?))'
const NAMED = 'name IN (SELECT value->>0 FROM json_each(?))'

export function unitsOf(db: Knex): Units {
  const units = () => db<Row>('units')

  async function putSome(some: readonly Unit[], now: number) {
    const known = new Map((await stored(db, some)).map((row) => [row.code, row]))
    const rows = some.map(toRow)
    const results = rows.map((row) => change(row, known.get(row.code)))
    const changed = rows.filter((_row, place) => results[place] !== 'unchanged')
    const same = rows.filter((_row, place) => results[place] === 'unchanged')
    if (changed.length > 0) {
      await askRows(db, PUT, [adding.bind(changed.map((row) => ({ ...row, seen_at: now })))])
    }
    await touch(
      same.map(({ code }) => code),
      now,
    )
    return results
  }

  async function touch(codes: readonly string[], now: number): Promise<void> {
    for (let start = 0; start < codes.length; start += ROWS_A_STATEMENT) {
      const some = codes.slice(start, start + ROWS_A_STATEMENT).map((code) => [code])
      await units().whereRaw(LISTED, asObject(some)).update({ seen_at: now })
    }
  }

  return {
    async find(code) {
      const row = await units().where({ code }).first()
      return row && fromRow(row)
    },
    async put(all, now) {
      const results: ReturnType<typeof change>[] = []
      for (let start = 0; start < all.length; start += ROWS_A_STATEMENT) {
        results.push(...(await putSome(all.slice(start, start + ROWS_A_STATEMENT), now)))
      }
      return results
    },
    touch,
    async markGone(since) {
      const missing = units().where('seen_at', '<', since).whereNull('gone_at')
      const first = (await missing.clone().orderBy('code').limit(GONE_TOLD)).map(fromRow)
      return { count: await missing.update({ gone_at: since }), first }
    },
    async named(names, { regions }) {
      const listed = units()
        .whereNull('gone_at')
        .whereRaw(NAMED, asObject(names.map((name) => [name])))
      if (regions) void listed.whereIn('region', [...regions])
      return (await listed.orderBy('code')).map(fromRow)
    },
    async listed(codes, { regions }) {
      const found: string[] = []
      for (let start = 0; start < codes.length; start += ROWS_A_STATEMENT) {
        const some = codes.slice(start, start + ROWS_A_STATEMENT).map((code) => [code])
        const rows = units().whereNull('gone_at').whereRaw(LISTED, asObject(some)).select('code')
        if (regions) void rows.whereIn('region', [...regions])
        found.push(...(await rows).map(({ code }) => code))
      }
      return found
    },
    async count(regions) {
      const listed = units().whereNull('gone_at')
      if (regions) void listed.whereIn('region', [...regions])
      const row = await listed.count({ n: '*' }).first()
      return Number(row?.['n'] ?? 0)
    },
  }
}

function stored(db: Knex, some: readonly Unit[]): Promise<Row[]> {
  return db<Row>('units').whereRaw(LISTED, asObject(some.map(({ code }) => [code])))
}

function change(row: Content, before: Row | undefined): 'added' | 'changed' | 'unchanged' {
  if (!before) return 'added'
  const same = before.gone_at === null && CONTENT.every((column) => row[column] === before[column])
  return same ? 'unchanged' : 'changed'
}

function toRow({ parent, ...unit }: Unit): Content {
  return { ...unit, parent: parent ?? null }
}

function fromRow({ seen_at: _seen, gone_at: gone, parent, kind, mode, ...row }: Row): KeptUnit {
  return {
    ...row,
    kind: kind as Unit['kind'],
    mode: mode as Unit['mode'],
    ...(parent !== null && { parent }),
    ...(gone !== null && { goneSince: gone }),
  }
}
