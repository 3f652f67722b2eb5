/** Rows of one table that are written together: a statement for all is hardly slower than a statement for one. */

export interface Rows<T> {
  add(row: T): void
  /** Writes what was added. Throws what the writing throws. */
  flush(): Promise<void>
}

export function collectRows<T>(write: (rows: readonly T[]) => Promise<void>): Rows<T> {
  let rows: T[] = []
  return {
    add: (row) => void rows.push(row),
    async flush() {
      if (rows.length === 0) return
      const some = rows
      rows = []
      await write(some)
    },
  }
}
