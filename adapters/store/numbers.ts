/** The table of numbers that people see. */
import type { Knex } from 'knex'
import type { Numbers } from '../../core/store.ts'
import { askRows } from './json-rows.ts'

const NEXT = `INSERT INTO numbers (series, last) VALUES (?, 1)
  ON CONFLICT (series) DO UPDATE SET last = numbers.last + 1 RETURNING last`

export function numbersOf(db: Knex): Numbers {
  return {
    async next(series) {
      const [row] = await askRows<{ last: number | string }>(db, NEXT, [series])
      return Number(row?.last)
    },
  }
}
