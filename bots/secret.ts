/** The one secret of an installation: given in the environment, or made once and kept beside the database. */
import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError, SECRET_LENGTH } from './config.ts'

/**
 * Reads the secret kept beside the database, or makes it. Processes that start at once get the same one.
 * Throws `ConfigError` when it cannot be kept, or is none.
 */
export function keptSecret(databaseUrl: string): string {
  const [, path] = /^(?:sqlite|better-sqlite3):(.+)$/.exec(databaseUrl) ?? []
  const file = path ? `${path}.secret` : join('data', 'epiaotong.secret')
  const secret = readOrMake(file)
  if (secret.length >= SECRET_LENGTH) return secret
  throw new ConfigError(
    `EPIAOTONG_SECRET: the one kept in ${file} has fewer than ${SECRET_LENGTH} characters: ` +
      'put back what it held, or delete the file and a new one is made',
  )
}

function readOrMake(file: string): string {
  try {
    return read(file) ?? make(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new ConfigError(`EPIAOTONG_SECRET: it cannot be kept in ${file} (${code}): set it`)
  }
}

function read(file: string): string | undefined {
  try {
    const secret = readFileSync(file, 'utf8').trim()
    closeToOthers(file)
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function closeToOthers(file: string): void {
  try {
    chmodSync(file, 0o600)
  } catch {
    // It is another user's, or on a disk that is read only: its rights are theirs to set.
  }
}

/** The file appears with its content in it: who comes second never reads half of it. */
function make(file: string): string {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  return readFileSync(file, 'utf8').trim()
}
