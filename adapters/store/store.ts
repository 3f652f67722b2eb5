/** The store: every repository over one database. */
import type { Knex } from 'knex'
import type { Repositories, Store } from '../../core/store.ts'
import { auditOf } from './audit.ts'
import { closeDatabase, type DatabaseOptions, openDatabase } from './database.ts'
import { erasureOf } from './erasure.ts'
import { createCommitter, type GroupedRepositories } from './group-commit.ts'
import { inboxOf } from './inbox.ts'
import { ledgerOf } from './ledger.ts'
import { migrate } from './migrations.ts'
import { outboxOf, recordingSent } from './outbox.ts'
import { questionsOf } from './questions.ts'
import { handoffsOf, linksOf, marksOf, missesOf, sessionsOf } from './small-tables.ts'

/** Opens the database of `url` (see `openDatabase`) and brings it to the newest schema. */
export async function openStore(url: string, options: DatabaseOptions = {}): Promise<Store> {
  const database = await openDatabase(url, options)
  try {
    await migrate(database)
  } catch (error) {
    await closeDatabase(database)
    throw error
  }
  const committer = createCommitter(database, repositoriesOf)
  return {
    ...readOnly(repositoriesOf(database.reader)),
    transaction: committer.run,
    recordSent: recordingSent(database.writer),
    async close() {
      await committer.drained()
      await closeDatabase(database)
    },
  }
}

/** Over one connection; what some of them collect is written by `flush`. */
function repositoriesOf(db: Knex): GroupedRepositories {
  const inbox = inboxOf(db)
  const sessions = sessionsOf(db)
  const outbox = outboxOf(db)
  const audit = auditOf(db)
  const questions = questionsOf(db)
  const flush = async () => {
    for (const table of [inbox, sessions, outbox, audit, questions]) await table.flush()
  }
  return {
    ...{ inbox, sessions, outbox, audit, questions, flush },
    misses: missesOf(db),
    links: linksOf(db),
    handoffs: handoffsOf(db),
    ledger: ledgerOf(db),
    marks: marksOf(db),
    erasure: erasureOf(db, flush),
  }
}

/** What is collected outside of a transaction would never be written. */
function readOnly(repositories: GroupedRepositories): Repositories {
  const refuse = () => {
    throw new Error('writing takes a transaction')
  }
  const { flush: _flush, inbox, sessions, outbox, audit, questions, ...others } = repositories
  return {
    ...others,
    inbox: { ...inbox, add: refuse, finish: refuse },
    sessions: { ...sessions, save: refuse },
    outbox: { ...outbox, add: refuse, record: refuse },
    audit: { ...audit, append: refuse },
    questions: { ...questions, add: refuse },
  }
}
