/** The store's contract on SQLite, by either driver, and what only SQLite must promise. */
import { chmodSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { sampleReceipts } from '../../../adapters/platform/samples.ts'
import { closeDatabase, openDatabase } from '../../../adapters/store/database.ts'
import { openStore } from '../../../adapters/store/store.ts'
import type { Receipt } from '../../../core/receipts/receipt.ts'
import { supportContract } from '../../contracts/support.ts'
import { announcementContract } from '../../contracts/announcements.ts'
import { lineContract } from '../../contracts/line.ts'
import { peopleContract } from '../../contracts/people.ts'
import { storeContract } from '../../contracts/store.ts'
import { voidContract } from '../../contracts/void.ts'
import { temporaryDatabase } from '../../support/temporary.ts'

const freshDatabase = () => {
  const url = temporaryDatabase()
  return Promise.resolve({ open: () => openStore(url), isolated: true })
}
storeContract('SQLite', freshDatabase)
peopleContract('SQLite', freshDatabase)
voidContract('SQLite', freshDatabase)
lineContract('SQLite', freshDatabase)
announcementContract('SQLite', freshDatabase)
supportContract('SQLite', freshDatabase)

const betterSqlite3 = (() => {
  try {
    return createRequire(import.meta.url).resolve('better-sqlite3')
  } catch {
    return undefined
  }
})()

if (betterSqlite3) {
  storeContract('better-sqlite3', () => {
    const url = `better-${temporaryDatabase().replace('sqlite:', 'sqlite3:')}`
    return Promise.resolve({ open: () => openStore(url), isolated: true })
  })
}

describe('SQLite', () => {
  it('runs in WAL with synchronous=FULL on every connection', async () => {
    const database = await openDatabase(temporaryDatabase())
    for (const connection of [database.writer, database.reader]) {
      expect(await connection.raw('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
      expect(await connection.raw('PRAGMA synchronous')).toEqual([{ synchronous: 2 }])
      await connection.destroy()
    }
  })

  it.each(['a new file', 'a file that others could read'])(
    'keeps %s to its owner',
    async (kind) => {
      const url = temporaryDatabase()
      const file = url.replace('sqlite:', '')
      if (kind !== 'a new file') {
        await (await openStore(url)).close()
        chmodSync(file, 0o644)
      }
      const mask = process.umask(0)
      const store = await openStore(url)
      process.umask(mask)
      await store.transaction(async (tx) => tx.sessions.save('n', 'p', 'x', 0, 1))
      const rights = (end: string) => statSync(file + end).mode & 0o777
      expect(['', '-wal', '-shm'].map(rights)).toEqual([0o600, 0o600, 0o600])
      await store.close()
    },
  )

  it('finds the reversals that an older version kept as marks', async () => {
    const url = temporaryDatabase()
    const [original] = sampleReceipts as [Receipt, ...Receipt[]]
    const reversed = { code: '42990126', number: '0000000099', date: '2026-03-09' }
    await (await openStore(url)).close()
    const { writer, reader } = await openDatabase(url)
    const name = `reversed:${original.code}:${original.number}`
    await writer('marks').insert({ name, owner: JSON.stringify(reversed), until: 1 })
    await writer.schema.dropTable('reversals')
    await writer('schema_steps').where({ name: '005-reversals' }).delete()
    await Promise.all([writer.destroy(), reader.destroy()])
    const store = await openStore(url)
    await store.transaction((tx) => tx.ledger.add([original]))
    expect((await store.ledger.find(original))?.flags).toEqual({ reversed })
    expect(await store.marks.owner(name)).toBeUndefined()
    await store.close()
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

  it('keeps the address of a visitor no longer than until the message is finished, or expired', async () => {
    const url = temporaryDatabase()
    const store = await openStore(url)
    const from = { channel: 'web', conversation: 'c', user: 'u', group: false, ip: '203.0.113.9' }
    for (const id of ['finished', 'waiting']) {
      const message = { id, from, text: 'x', addressed: true, at: 0 }
      await store.transaction(async (tx) => tx.inbox.add(message, 1))
    }
    const database = await openDatabase(url)
    const addresses = () => database.reader('inbox').orderBy('seq').pluck('ip')
    const [first] = await store.inbox.pending(['web'], 0, 1)
    await store.transaction(async (tx) => tx.inbox.finish(first?.seq ?? 0))
    expect(await addresses()).toEqual([null, from.ip])
    await store.transaction((tx) => tx.inbox.forget(2, 0))
    expect(await addresses()).toEqual([null, null])
    await closeDatabase(database)
    await store.close()
  })

  it.skipIf(betterSqlite3)('names a driver that is not installed', async () => {
    const url = temporaryDatabase().replace('sqlite:', 'better-sqlite3:')
    await expect(openStore(url)).rejects.toThrow(/^better-sqlite3 is not installed: npm install/)
  })
})
