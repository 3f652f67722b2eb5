/** One step of the schema. It is taken once, in the order of the list in `migrations.ts`. */
import type { Knex } from 'knex'

export interface Migration {
  /** With its number in front, as it is remembered in the database. */
  readonly name: string
  up(db: Knex): Promise<void>
}
