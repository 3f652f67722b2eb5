/** A database that cannot be opened: one sentence that names the variable, and nothing of its value. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ConfigError } from '../../bots/config.ts'
import { openConfiguredStore } from '../../bots/open-store.ts'
import { temporaryFolder } from '../support/temporary.ts'

const folder = () => {
  const made = temporaryFolder()
  writeFileSync(join(made, 'file'), 'this is no database, '.repeat(100))
  mkdirSync(join(made, 'folder'))
  return made
}

describe('a database that cannot be opened', () => {
  it.each([
    [
      'postgres://someone:hunter2@127.0.0.1:1/x',
      /^DATABASE_URL: the server does not answer \(ECONN/,
    ],
    ['postgres://someone:hunter2@nobody.invalid/x', /^DATABASE_URL: there is no such host \(E/],
    ['sqlite:FOLDER/file/x.db', /^DATABASE_URL: the folder of the file cannot be made \(/],
    ['sqlite:FOLDER/folder', /^DATABASE_URL: it is a folder, not a file \(EISDIR\)$/],
    ['sqlite:FOLDER/file', /^DATABASE_URL: the file is no SQLite database, or damaged \(SQLITE_/],
    ['better-sqlite3:FOLDER/x.db', /^DATABASE_URL: better-sqlite3 is not installed: npm install/],
  ])('is said for %s in a sentence', async (url, sentence) => {
    const printed = vi.spyOn(console, 'log')
    onTestFinished(() => printed.mockRestore())
    const failing = openConfiguredStore(url.replace('FOLDER', folder()))
    const error = await failing.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(ConfigError)
    expect((error as ConfigError).message).toMatch(sentence)
    expect((error as ConfigError).message).not.toMatch(/hunter2|someone|invalid/)
    expect(printed).not.toHaveBeenCalled()
  })
})
