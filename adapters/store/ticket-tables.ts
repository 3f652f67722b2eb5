/** The step of the schema that brings tickets, what was said in them, blocks and drafts of answers. */
import type { Knex } from 'knex'
import type { Migration } from './migration.ts'

export const ticketTables: Migration = {
  name: '011-tickets',
  async up(db) {
    await makeTickets(db)
    await db.schema.createTable('ticket_lines', (table) => {
      table.increments('seq')
      table.text('ticket').notNullable().index()
      table.text('author').notNullable()
      table.text('text').notNullable()
      table.bigInteger('at').notNullable()
      table.text('person')
    })
    await db.schema.createTable('blocks', (table) => {
      table.text('person').primary()
      table.text('made_by').notNullable()
      table.bigInteger('at').notNullable()
    })
    await db.schema.createTable('ticket_drafts', (table) => {
      table.text('ticket').primary()
      table.text('question').notNullable()
      table.text('wordings').notNullable()
      table.text('answer').notNullable()
      table.bigInteger('at').notNullable()
    })
  },
}

async function makeTickets(db: Knex): Promise<void> {
  await db.schema.createTable('tickets', (table) => {
    table.text('id').primary()
    table.text('state').notNullable()
    table.integer('version').notNullable()
    table.text('channel').notNullable()
    table.text('conversation').notNullable()
    table.text('account').notNullable()
    table.text('person').notNullable()
    table.text('locale').notNullable()
    table.text('kind')
    table.text('region').notNullable()
    table.integer('level').notNullable()
    table.integer('calls').notNullable()
    table.text('holder')
    table.text('seat_channel')
    table.text('seat_conversation')
    table.integer('seat_group')
    table.integer('answered').notNullable()
    table.integer('told').notNullable()
    table.bigInteger('at').notNullable()
    table.bigInteger('since').notNullable()
    table.bigInteger('next_at')
    table.index(['person', 'at'])
    table.index(['channel', 'conversation', 'account'])
    /** Who is taken care of has a holder, and nobody else has. */
    table.check(`(state = 'taken') = (holder IS NOT NULL)`, [], 'ticket_holder')
  })
  const live = `state IN ('open', 'taken', 'transferred', 'reopened')`
  await db.raw(
    `CREATE UNIQUE INDEX ticket_live ON tickets (channel, conversation, account) WHERE ${live}`,
  )
  await db.raw(`CREATE INDEX ticket_due ON tickets (next_at) WHERE next_at IS NOT NULL`)
}
