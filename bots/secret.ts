/** The one secret of an installation: given in the environment, or made once and kept beside the database. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Reads the secret kept beside the database, or makes it. Two processes that start at once get the same one. */
export function keptSecret(databaseUrl: string): string {
  const [, path] = /^(?:sqlite|better-sqlite3):(.+)$/.exec(databaseUrl) ?? []
  const file = path ? `${path}.secret` : join('data', 'epiaotong.secret')
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}
