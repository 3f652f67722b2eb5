/**
 * Keeps prepared statements for a connection of the `sqlite3` driver. knex hands it the text of every query,
 * and parsing that text again costs more than running it.
 */

type Done = (this: unknown, error: Error | null, rows?: unknown) => void

interface Statement {
  run(bindings: unknown, done: Done): void
  all(bindings: unknown, done: Done): void
  finalize(): void
}

export interface Sqlite3Connection {
  run(sql: string, bindings: unknown, done: Done): void
  all(sql: string, bindings: unknown, done: Done): void
  prepare(sql: string, done: (error: Error | null) => void): Statement
  close(done: (error: Error | null) => void): void
}

/** Lists of values make texts of many lengths: the least recently used go. */
const MOST_STATEMENTS = 100
const WORTH_KEEPING = /^\s*(?:select|insert|update|delete)\b/i

/** Changes the connection in place: its `run` and `all` now reuse statements. */
export function keepPrepared(connection: Sqlite3Connection): void {
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
    connection[method] = (sql, bindings, done) => {
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
