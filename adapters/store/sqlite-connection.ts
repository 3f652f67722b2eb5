/**
 * What knex does not do for a connection to SQLite: transactions take the write lock as they begin,
 * and statements stay prepared: parsing one again costs more than running it.
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

function immediate(sql: string): string {
  return sql === DEFERRED_BEGIN ? 'BEGIN IMMEDIATE' : sql
}

/** The statements that were used last, by their text; `drop` is told of those that had to go. */
function createShelf<S>(drop: (statement: S) => void) {
  const statements = new Map<string, S>()
  return {
    take(sql: string, prepare: () => S): S {
      const statement = statements.get(sql) ?? prepare()
      statements.delete(sql)
      statements.set(sql, statement)
      const [oldest] = statements
      if (statements.size > MOST_STATEMENTS && oldest) {
        statements.delete(oldest[0])
        drop(oldest[1])
      }
      return statement
    },
    forget: (sql: string) => void statements.delete(sql),
    clear() {
      for (const statement of statements.values()) drop(statement)
      statements.clear()
    },
  }
}

/** Changes the connection in place: see above. */
export function tuneBetterSqlite3(connection: BetterSqlite3Connection): void {
  const shelf = createShelf<unknown>(() => undefined)
  const prepare = connection.prepare.bind(connection)
  connection.prepare = (text) => {
    const sql = immediate(text)
    return WORTH_KEEPING.test(sql) ? shelf.take(sql, () => prepare(sql)) : prepare(sql)
  }
}

interface Prepared {
  readonly statement: Statement
  /** Who has not been answered yet. */
  readonly waiting: Set<Done>
}

/** The driver tells nobody who waits for a statement that cannot be prepared: so we do. */
function prepared(
  connection: Sqlite3Connection,
  sql: string,
  forget: (sql: string) => void,
): Prepared {
  const waiting = new Set<Done>()
  const statement = connection.prepare(sql, (error) => {
    if (!error) return
    forget(sql)
    for (const done of waiting) done.call(statement, error)
    waiting.clear()
  })
  return { statement, waiting }
}

/** Changes the connection in place: see above. */
export function tuneSqlite3(connection: Sqlite3Connection): void {
  const shelf = createShelf<Prepared>(({ statement }) => statement.finalize())
  const plain = { run: connection.run, all: connection.all, close: connection.close }
  for (const method of ['run', 'all'] as const) {
    connection[method] = (text, bindings, done) => {
      const sql = immediate(text)
      if (!WORTH_KEEPING.test(sql)) return plain[method].call(connection, sql, bindings, done)
      const { statement, waiting } = shelf.take(sql, () => prepared(connection, sql, shelf.forget))
      waiting.add(done)
      statement[method](bindings, function (error, rows) {
        if (waiting.delete(done)) done.call(this, error, rows)
      })
    }
  }
  connection.close = (done) => {
    shelf.clear()
    plain.close.call(connection, done)
  }
}
