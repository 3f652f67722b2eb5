/** Opens the database that `DATABASE_URL` names: SQLite in a file, or PostgreSQL. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import knex, { type Knex } from 'knex'
import pg from 'pg'
import {
  type BetterSqlite3Connection,
  type Sqlite3Connection,
  tuneBetterSqlite3,
  tuneSqlite3,
} from './sqlite-connection.ts'

export interface Database {
  readonly dialect: 'sqlite' | 'postgres'
  /** One connection: everything that writes goes through it, in turn. */
  readonly writer: Knex
  /** Sees what is committed, while the writer writes. */
  readonly reader: Knex
}

const SQLITE_URL = /^(sqlite|better-sqlite3):(.+)$/
/** On a busy machine a process that holds the lock may not get its turn for long. */
const BUSY_TIMEOUT_MS = 30_000
const INT8 = 20
const MOST_PRAGMA_TRIES = 200
const PRAGMA_PAUSE_MS = 25

export interface DatabaseOptions {
  /** For a PostgreSQL that takes a single connection: reading then waits for writing. */
  readonly oneConnection?: boolean
}

/** The database cannot be used as it was named. The message may be shown: it holds no address and no password. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable'
}

/** knex would print connection errors with their addresses, and queries with their values: both are thrown as well. */
const silent = { warn: ignore, error: ignore, deprecate: ignore, debug: ignore }

function ignore(): void {}

/**
 * Accepts `sqlite:PATH`, `better-sqlite3:PATH` (when that package is installed) and `postgres://…`.
 * Throws when the file or server cannot be opened: `DatabaseUnusable`, or an error with the driver's code.
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const [, driver, path] = SQLITE_URL.exec(url) ?? []
  return driver && path ? openSqlite(driver, resolve(path)) : openPostgres(url, options)
}

export async function closeDatabase({ writer, reader }: Database): Promise<void> {
  await reader.destroy()
  await writer.destroy()
}

async function openSqlite(driver: string, filename: string): Promise<Database> {
  mkdirSync(dirname(filename), { recursive: true })
  keepToOwner(filename)
  const client = driver === 'sqlite' ? 'sqlite3' : installed('better-sqlite3')
  const open = (most: number) =>
    knex({
      client,
      connection: { filename },
      useNullAsDefault: true,
      log: silent,
      pool: { min: 1, max: most, afterCreate: prepareConnection },
    })
  const writer = open(1)
  await orDestroy(writer, assertDurable)
  return { dialect: 'sqlite', writer, reader: open(2) }
}

/** Nobody else on the machine reads it: SQLite gives the files it puts beside it the same rights. */
function keepToOwner(filename: string): void {
  closeSync(openSync(filename, 'a', 0o600))
  for (const file of [filename, `${filename}-wal`, `${filename}-shm`]) {
    if (existsSync(file)) closeToOthers(file)
  }
}

function closeToOthers(file: string): void {
  try {
    chmodSync(file, 0o600)
  } catch {
    // It is another user's, who let this process write to it: its rights are theirs to set.
  }
}

const PRAGMAS = [
  `PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`,
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA cache_size = -4000',
]

/** The two drivers run a statement each in their own way. */
type SqliteConnection = Sqlite3Connection | BetterSqlite3Connection

type Prepared = (error: Error | null, connection: SqliteConnection) => void

function prepareConnection(connection: SqliteConnection, done: Prepared): void {
  if ('pragma' in connection) tuneBetterSqlite3(connection)
  else tuneSqlite3(connection)
  setPragmas(connection, done, MOST_PRAGMA_TRIES)
}

/** SQLite does not wait its turn when two processes make a new file WAL at once: so we do. */
function setPragmas(connection: SqliteConnection, done: Prepared, triesLeft: number): void {
  runPragmas(connection, (error) => {
    const busy = error !== null && /^SQLITE_BUSY/.test((error as NodeJS.ErrnoException).code ?? '')
    if (busy && triesLeft > 0) {
      setTimeout(() => setPragmas(connection, done, triesLeft - 1), PRAGMA_PAUSE_MS)
    } else {
      done(error, connection)
    }
  })
}

function runPragmas(connection: SqliteConnection, done: (error: Error | null) => void): void {
  if (!('pragma' in connection)) return connection.exec(PRAGMAS.join(';'), done)
  try {
    for (const pragma of PRAGMAS) connection.pragma(pragma.replace('PRAGMA ', ''))
  } catch (error) {
    return done(error as Error)
  }
  done(null)
}

/** What cannot be used is left at once: its pool would keep the process alive. */
async function orDestroy(db: Knex, check: (db: Knex) => Promise<void>): Promise<void> {
  try {
    await check(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** A commit must survive a power cut: anything less is no place for an inbox. */
async function assertDurable(writer: Knex): Promise<void> {
  const [journal] = (await writer.raw('PRAGMA journal_mode')) as { journal_mode: string }[]
  const [synchronous] = (await writer.raw('PRAGMA synchronous')) as { synchronous: number }[]
  if (journal?.journal_mode !== 'wal' || synchronous?.synchronous !== 2) {
    throw new DatabaseUnusable(
      'SQLite did not accept WAL with synchronous=FULL: is the file on a local disk?',
    )
  }
}

function installed(name: string): string {
  try {
    createRequire(import.meta.url).resolve(name)
    return name
  } catch {
    throw new DatabaseUnusable(`${name} is not installed: npm install ${name}, or use sqlite:PATH`)
  }
}

async function openPostgres(url: string, { oneConnection }: DatabaseOptions): Promise<Database> {
  pg.types.setTypeParser(INT8, Number)
  const open = (most: number) =>
    knex({ client: 'pg', connection: url, log: silent, pool: { min: 0, max: most } })
  const writer = open(1)
  await orDestroy(writer, async () => void (await writer.raw('SELECT 1')))
  return { dialect: 'postgres', writer, reader: oneConnection ? writer : open(4) }
}
