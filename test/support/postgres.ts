/**
 * A PostgreSQL to test on: the server of POSTGRES_URL or of this machine where one answers; elsewhere the real
 * engine in WebAssembly behind a socket. Under CI a server must answer.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { onTestFinished } from 'vitest'

const SERVER = process.env['POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'

export interface PostgresServer {
  /** The embedded engine takes a single connection. */
  readonly oneConnection: boolean
  /** An empty place of its own for each test. */
  freshUrl(): Promise<string>
  stop(): Promise<void>
}

export async function postgresServer(): Promise<PostgresServer> {
  if (await answers(SERVER)) {
    return {
      oneConnection: false,
      freshUrl: () => freshSchema(SERVER),
      stop: () => Promise.resolve(),
    }
  }
  if (process.env['CI'] === 'true') throw new Error('under CI a PostgreSQL server must answer')
  return embedded()
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

async function freshSchema(url: string): Promise<string> {
  const schema = `epiaotong_${randomBytes(6).toString('hex')}`
  await query(url, `CREATE SCHEMA ${schema}`)
  onTestFinished(() => query(url, `DROP SCHEMA IF EXISTS ${schema} CASCADE`))
  return `${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('SET client_min_messages TO warning')
  await client.query(sql)
  await client.end()
}

async function embedded(): Promise<PostgresServer> {
  const { PGlite } = await import('@electric-sql/pglite')
  const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket')
  const database = await PGlite.create()
  const server = new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1' })
  await server.start()
  const url = `postgres://postgres@${server.getServerConn()}/postgres`
  return {
    oneConnection: true,
    async freshUrl() {
      await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      return url
    },
    async stop() {
      await server.stop()
      await database.close()
    },
  }
}
