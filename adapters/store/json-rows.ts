/** Rows as one bound value, for statements that take many at once. */

/** `{"0": …, "1": …}` for `json_each(?)`, which on PostgreSQL takes objects only. */
export function asObject(rows: readonly (readonly (string | number | null)[])[]): string {
  return JSON.stringify({ ...rows })
}
