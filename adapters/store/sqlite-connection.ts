/**
 * What knex does not do for a connection to SQLite: transactions take the write lock as they begin,
 * and, for the `sqlite3` driver, statements stay prepared: parsing one again costs more than running it.
 */

type Done = (this: unknown, error: Error | null, rows?: unknown) => void

interface Statement {
  run(bindings: unknown, done: Done): void
  all(bindings: unknown, done: Done): void
  finalize(): void
}

export interface Sqlite3Connection {
  exec(sql: string, done: (error: Error | null) => void): void
  run(sql: string, bindings: unknown, done: Done): void
  all(sql: string, bindings: unknown, done: Done): void
  prepare(sql: string, done: (error: Error | null) => void): Statement
  close(done: (error: Error | null) => void): void
}

/**
 * What knex begins with. A read before the first write could then fail as soon as another process wrote in between;
 * taking the write lock at once waits for it.
 */
const DEFERRED_BEGIN = 'BEGIN;'

/** Lists of values make texts of many lengths: the least recently used go. */
const MOST_STATEMENTS = 100
const WORTH_KEEPING = /^\s*(?:with|select|insert|update|delete|begin|commit)\b/i

export interface BetterSqlite3Connection {
  pragma(text: string): unknown
  prepare(sql: string): unknown
}

/** Changes the connection in place: its transactions take the write lock as they begin. */
export function beginImmediately(connection: BetterSqlite3Connection): void {
  const prepare = connection.prepare.bind(connection)
  connection.prepare = (sql) => prepare(immediate(sql))
}

function immediate(sql: string): string {
  return sql === DEFERRED_BEGIN ? 'BEGIN IMMEDIATE' : sql
}

/** Changes the connection in place: see above. */
export function tuneConnection(connection: Sqlite3Connection): void {
  const statements = new Map<string, Statement>()
  const plain = { run: connection.run, all: connection.all, close: connection.close }

  function statementFor(sql: string, failed: (error: Error) => void): Statement {
    const known = statements.get(sql)
    const statement = known ?? connection.prepare(sql, (error) => error && failed(error))
    statements.delete(sql)
    statements.set(sql, statement)
    if (statements.size > MOST_STATEMENTS) forgetOldest()
    return statement
  }

  function forgetOldest(): void {
    const [oldest] = statements
    if (!oldest) return
    statements.delete(oldest[0])
    oldest[1].finalize()
  }

  for (const method of ['run', 'all'] as const) {
    connection[method] = (text, bindings, done) => {
      const sql = immediate(text)
      if (!WORTH_KEEPING.test(sql)) return plain[method].call(connection, sql, bindings, done)
      let unprepared: Error | undefined
      const statement = statementFor(sql, (error) => {
        unprepared = error
        statements.delete(sql)
      })
      statement[method](bindings, function (error, rows) {
        done.call(this, unprepared ?? error, rows)
      })
    }
  }
  connection.close = (done) => {
    for (const statement of statements.values()) statement.finalize()
    statements.clear()
    plain.close.call(connection, done)
  }
}
