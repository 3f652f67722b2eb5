/** Deletes what is kept of one person, as far as the law lets it go: audit records and misses stay their time. */
import type { Knex } from 'knex'
import type { Erasure } from '../../core/store.ts'
import { accountsOf } from './accounts.ts'

/** `flush` writes what the transaction has collected so far: it is this person's, too. */
export function erasureOf(db: Knex, flush: () => Promise<void>): Erasure {
  return {
    async erase(channel, user, person) {
      await flush()
      await db('inbox')
        .where({ channel, sender: user })
        .whereNot('state', 'pending')
        .update({ text: '', choice: null, ip: null, files: null, quoted: null })
      await db('outbox').where({ channel, recipient: user }).whereNot('state', 'pending').delete()
      for (const table of ['sessions', 'links', 'handoffs', 'questions'])
        await db(table).where({ person }).delete()
      for (const table of ['phones', 'phone_codes', 'void_wishes'])
        await db(table).where({ channel, account: user }).delete()
      await eraseTickets(db, channel, user)
      await untieFromNoDuty(db, channel, user)
    },
  }
}

/** What was said in tickets that are over; who is still being answered ends that first. */
async function eraseTickets(db: Knex, channel: string, account: string): Promise<void> {
  const over = db('tickets').where({ channel, account }).whereIn('state', ['closed', 'spam'])
  const files = over.clone().select(db.raw(`'ticket:' || id`) as never)
  const fileRows = db('files').whereIn('purpose', files as never)
  await db('file_links')
    .whereIn('file', fileRows.clone().select('id') as never)
    .delete()
  await fileRows.delete()
  await db('ticket_lines')
    .whereIn('ticket', over.clone().select('id') as never)
    .delete()
  await over.delete()
}

/** Who holds a role stays known for as long as it is held; who holds none is nobody's business. */
async function untieFromNoDuty(db: Knex, channel: string, user: string): Promise<void> {
  const accounts = () => db<{ channel: string; account: string; person: string }>('accounts')
  const tied = await accounts().where({ channel, account: user }).first()
  if (!tied || (await db('grants').where({ person: tied.person }).first())) return
  const { person } = tied
  await accountsOf(db).untie({ channel, user })
  if (!(await accounts().where({ person }).first()))
    await db('people').where({ id: person }).delete()
}
