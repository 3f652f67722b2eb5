/** Deletes what is kept of one person, as far as the law lets it go: audit records and misses stay their time. */
import type { Knex } from 'knex'
import type { Erasure } from '../../core/store.ts'

/** `flush` writes what the transaction has collected so far: it is this person's, too. */
export function erasureOf(db: Knex, flush: () => Promise<void>): Erasure {
  return {
    async erase(channel, user, person) {
      await flush()
      await db('inbox')
        .where({ channel, sender: user })
        .whereNot('state', 'pending')
        .update({ text: '', choice: null, ip: null })
      await db('outbox').where({ channel, recipient: user }).whereNot('state', 'pending').delete()
      for (const table of ['sessions', 'links', 'handoffs', 'questions'])
        await db(table).where({ person }).delete()
    },
  }
}
