/** Statements over many rows at once, which are bound as one JSON value: their text stays the same, so they stay prepared. */
import type { Knex } from 'knex'

type Cell = string | number | null

/**
 * `{"0": …, "1": …}` for `json_each(?)`, which on PostgreSQL takes objects only. Its order is that of the rows.
 * Binding thousands of values one by one takes longer than the database does.
 */
export function asObject(rows: readonly (readonly Cell[])[]): string {
  return JSON.stringify({ ...rows })
}

/** What a raw statement returns, whatever the driver wraps it in. */
export async function askRows<Row>(
  db: Knex,
  sql: string,
  bindings: readonly (string | number)[],
): Promise<Row[]> {
  const result = (await db.raw(sql, bindings as string[])) as Row[] | { rows: Row[] }
  return Array.isArray(result) ? result : result.rows
}

/** An INSERT of rows as JSON, and how rows are bound to it. */
export function inserting<Row extends { readonly [Column in keyof Row]: Cell }>(
  table: string,
  columns: { readonly [Column in keyof Row]-?: 'text' | 'bigint' },
) {
  const names = Object.keys(columns) as (keyof Row & string)[]
  const values = names.map((name, place) =>
    columns[name] === 'text' ? `value->>${place}` : `CAST(value->>${place} AS bigint)`,
  )
  return {
    /** `WHERE true`, without which SQLite takes ON CONFLICT for a part of the join. */
    sql: `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?) WHERE true`,
    bind: (rows: readonly Row[]) => asObject(rows.map((row) => names.map((name) => row[name]))),
  }
}
