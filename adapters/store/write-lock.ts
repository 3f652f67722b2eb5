/** The write lock of a transaction, taken before anything is read in it. */
import type { Knex } from 'knex'
import type { Database } from './database.ts'

/** Of all processes on one PostgreSQL database, one writes at a time, as on SQLite. */
const ADVISORY_KEY = 42_99

/**
 * knex begins SQLite transactions deferred: a read before the first write could then fail as soon as another
 * process wrote in between. A write that touches nothing takes the lock at once, and waits for it.
 */
export async function beginWrite(
  trx: Knex.Transaction,
  dialect: Database['dialect'],
): Promise<void> {
  if (dialect === 'sqlite') await trx.raw(`DELETE FROM marks WHERE name = ''`)
  else await lockPostgres(trx)
}

export async function lockPostgres(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`SELECT pg_advisory_xact_lock(${ADVISORY_KEY})`)
}
