/** The store: every repository over one database. */
import type { Knex } from 'knex'
import type { Repositories, Store } from '../../core/store.ts'
import { auditOf } from './audit.ts'
import { closeDatabase, type DatabaseOptions, openDatabase } from './database.ts'
import { erasureOf } from './erasure.ts'
import { createCommitter } from './group-commit.ts'
import { inboxOf } from './inbox.ts'
import { ledgerOf } from './ledger.ts'
import { migrate } from './migrations.ts'
import { outboxOf } from './outbox.ts'
import { handoffsOf, linksOf, marksOf, missesOf, sessionsOf } from './small-tables.ts'

/** Opens the database of `url` (see `openDatabase`) and brings it to the newest schema. */
export async function openStore(url: string, options: DatabaseOptions = {}): Promise<Store> {
  const database = await openDatabase(url, options)
  await migrate(database)
  const committer = createCommitter(database, repositoriesOf)
  return {
    ...repositoriesOf(database.reader),
    transaction: (work, { urgent = false } = {}) => committer.run(work, urgent),
    async close() {
      await committer.drained()
      await closeDatabase(database)
    },
  }
}

function repositoriesOf(db: Knex): Repositories {
  return {
    inbox: inboxOf(db),
    sessions: sessionsOf(db),
    outbox: outboxOf(db),
    misses: missesOf(db),
    links: linksOf(db),
    handoffs: handoffsOf(db),
    ledger: ledgerOf(db),
    audit: auditOf(db),
    marks: marksOf(db),
    erasure: erasureOf(db),
  }
}
