/** Opens the database that the configuration names; one that cannot be opened is a fault of DATABASE_URL, in a sentence. */
import { DatabaseUnusable } from '../adapters/store/database.ts'
import { openStore } from '../adapters/store/store.ts'
import type { Seal } from '../core/audit.ts'
import type { Store } from '../core/store.ts'
import { ConfigError } from './config.ts'

/** What the commonest codes of drivers and file systems mean. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ECONNRESET)$/, 'the server does not answer'],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, 'there is no such host'],
  [/^28/, 'the server does not take this user and password'],
  [/^3D000$/, 'there is no such database on the server'],
  [/^42501$/, 'this user may not make tables there'],
  [/^(?:EEXIST|ENOTDIR|ENOENT)$/, 'the folder of the file cannot be made'],
  [/^EISDIR$/, 'it is a folder, not a file'],
  [/^(?:EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN)/, 'the file cannot be written'],
  [/^(?:SQLITE_NOTADB|SQLITE_CORRUPT)/, 'the file is no SQLite database, or damaged'],
]

/** Throws `ConfigError`, which repeats nothing of the address: there may be a password in it. */
export async function openConfiguredStore(databaseUrl: string, seal?: Seal): Promise<Store> {
  try {
    return await openStore(databaseUrl, seal ? { seal } : {})
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    throw new ConfigError(`DATABASE_URL: ${reason}`)
  }
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof DatabaseUnusable) return error.message
  const { code } = error as { readonly code?: unknown }
  if (typeof code !== 'string') return undefined
  const [, words = 'the database cannot be used'] =
    REASONS.find(([pattern]) => pattern.test(code)) ?? []
  return `${words} (${code})`
}

/** Whether what the configuration names is a file of this machine. */
export function isFile(databaseUrl: string | undefined): boolean {
  return !databaseUrl?.startsWith('postgres')
}
