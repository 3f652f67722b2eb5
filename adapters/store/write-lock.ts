/** The write lock of a transaction, taken before anything is read in it: processes on one database write in turn. */
import type { Knex } from 'knex'
import type { Database } from './database.ts'

const ADVISORY_KEY = 42_99

/** On SQLite beginning takes the lock: see sqlite-connection.ts. */
export async function lockForWriting(
  trx: Knex.Transaction,
  dialect: Database['dialect'],
): Promise<void> {
  if (dialect === 'postgres') await trx.raw(`SELECT pg_advisory_xact_lock(${ADVISORY_KEY})`)
}
