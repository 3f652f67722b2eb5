/** The store's contract on SQLite, and what only SQLite must promise. */
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../adapters/store/database.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { storeContract } from '../../contracts/store.ts'
import { temporaryDatabase } from '../../support/temporary.ts'

storeContract('SQLite', () => {
  const url = temporaryDatabase()
  return Promise.resolve({ open: () => openStore(url), isolated: true })
})

describe('SQLite', () => {
  it('runs in WAL with synchronous=FULL on every connection', async () => {
    const database = await openDatabase(temporaryDatabase())
    for (const connection of [database.writer, database.reader]) {
      expect(await connection.raw('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
      expect(await connection.raw('PRAGMA synchronous')).toEqual([{ synchronous: 2 }])
      await connection.destroy()
    }
  })

  it('lets two processes write to one file, in turn', async () => {
    const url = temporaryDatabase()
    const [one, two] = await Promise.all([openStore(url), openStore(url)])
    const bump = (store: typeof one) =>
      store.transaction(async (tx) => {
        const version = (await tx.sessions.load('n'))?.version ?? 0
        await tx.sessions.save('n', 'p', 'x', version, 1)
      })
    await Promise.all(Array.from({ length: 30 }, (_, index) => bump(index % 2 ? one : two)))
    expect((await one.sessions.load('n'))?.version).toBe(30)
    await Promise.all([one.close(), two.close()])
  })

  it('names a driver that is not installed', async () => {
    await expect(openStore('better-sqlite3:/tmp/x.db')).rejects.toThrow(
      /better-sqlite3.*not installed|npm install/,
    )
  })
})
