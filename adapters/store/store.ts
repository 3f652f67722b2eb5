/** The store: every repository over one database. */
import type { Knex } from 'knex'
import type { Seal } from '../../core/audit.ts'
import type { People } from '../../core/people/kept.ts'
import type { Repositories, Store } from '../../core/store.ts'
import { announcementsOf } from './announcements.ts'
import { apiAnswersOf, apiTokensOf } from './api.ts'
import { auditOf } from './audit.ts'
import { closeDatabase, type DatabaseOptions, openDatabase } from './database.ts'
import { deliveriesOf } from './deliveries.ts'
import { erasureOf } from './erasure.ts'
import { filesOf } from './files.ts'
import { createCommitter, type GroupedRepositories } from './group-commit.ts'
import { inboxOf } from './inbox.ts'
import { groupsOf, importsOf, invitationsOf, phonesOf } from './invitations.ts'
import { ledgerOf } from './ledger.ts'
import { migrate } from './migrations.ts'
import { numbersOf } from './numbers.ts'
import { outboxOf, recordingSent } from './outbox.ts'
import { placesOf } from './places.ts'
import { questionsOf } from './questions.ts'
import { type AnyBound, peopleOf } from './people.ts'
import { handoffsOf, linksOf, marksOf, missesOf, sessionsOf } from './small-tables.ts'
import { unitsOf } from './units.ts'
import { ticketsOf } from './tickets.ts'
import { voidsOf } from './void.ts'
import { wishesOf } from './void-wishes.ts'

export interface StoreOptions extends DatabaseOptions {
  /** Seals the end of the audit log; without it a chain that was cut off at its end cannot be told from a whole one. */
  readonly seal?: Seal
}

/** Opens the database of `url` (see `openDatabase`) and brings it to the newest schema. */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const database = await openDatabase(url, options)
  try {
    await migrate(database)
  } catch (error) {
    await closeDatabase(database)
    throw error
  }
  const bound: AnyBound = { known: false, asked: undefined, askedAt: 0 }
  const committer = createCommitter(database, (trx) => {
    const { people, ...others } = repositoriesOf(trx, undefined, options.seal)
    return { ...others, people: noting(people, bound) }
  })
  return {
    ...readOnly(repositoriesOf(database.reader, bound)),
    transaction: committer.run,
    recordSent: recordingSent(database.writer),
    async close() {
      await committer.drained()
      await closeDatabase(database)
    },
  }
}

/** Over one connection; what some of them collect is written by `flush`. */
function repositoriesOf(db: Knex, bound?: AnyBound, seal?: Seal): GroupedRepositories {
  const inbox = inboxOf(db)
  const sessions = sessionsOf(db)
  const outbox = outboxOf(db)
  const audit = auditOf(db, seal)
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
    numbers: numbersOf(db),
    units: unitsOf(db),
    people: peopleOf(db, bound),
    invitations: invitationsOf(db),
    groups: groupsOf(db),
    phones: phonesOf(db),
    imports: importsOf(db),
    files: filesOf(db),
    voids: voidsOf(db),
    wishes: wishesOf(db),
    tickets: ticketsOf(db),
    announcements: announcementsOf(db),
    deliveries: deliveriesOf(db),
    apiTokens: apiTokensOf(db),
    apiAnswers: apiAnswersOf(db),
    places: placesOf(db, flush),
    erasure: erasureOf(db, flush),
  }
}

/** From the first account that is tied here, everybody is asked for. */
function noting(people: People, bound: AnyBound): People {
  return {
    ...people,
    tie: (...account) => {
      bound.known = true
      return people.tie(...account)
    },
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
    numbers: { next: refuse },
    inbox: { ...inbox, add: refuse, finish: refuse },
    sessions: { ...sessions, save: refuse },
    outbox: { ...outbox, add: refuse, record: refuse },
    audit: { ...audit, append: refuse },
    questions: { ...questions, add: refuse },
  }
}
