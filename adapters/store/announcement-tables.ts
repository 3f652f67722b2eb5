/** The step of the schema that brings announcements, their deliveries, access tokens and answers to repeated calls. */
import type { Knex } from 'knex'
import type { Migration } from './migration.ts'

export const announcementTables: Migration = {
  name: '012-announcements',
  async up(db) {
    await makeAnnouncements(db)
    await makeDeliveries(db)
    await db.schema.createTable('api_tokens', (table) => {
      table.text('hash').primary()
      table.text('person').notNullable()
      table.text('scopes').notNullable()
      table.bigInteger('expires_at').notNullable()
    })
    await db.schema.createTable('api_answers', (table) => {
      table.text('caller').notNullable()
      table.text('key').notNullable()
      table.text('request').notNullable()
      table.text('answer').notNullable()
      table.bigInteger('at').notNullable().index()
      table.primary(['caller', 'key'])
    })
  },
}

async function makeAnnouncements(db: Knex): Promise<void> {
  await db.schema.createTable('announcements', (table) => {
    table.text('id').primary()
    table.text('state').notNullable().index()
    table.integer('version').notNullable()
    table.text('title').notNullable()
    table.text('text').notNullable()
    table.text('audience').notNullable()
    table.bigInteger('ack_until')
    table.integer('emergency').notNullable()
    table.integer('mandatory').notNullable()
    table.bigInteger('send_at')
    table.text('writer').notNullable()
    table.text('approver')
    table.text('content_hash').notNullable()
    table.bigInteger('at').notNullable().index()
    table.bigInteger('since').notNullable()
    /** Four eyes, and nothing goes out without the second pair. */
    table.check('approver IS NULL OR approver <> writer', [], 'announcement_approver')
    table.check(
      `state IN ('draft', 'cancelled') OR approver IS NOT NULL`,
      [],
      'announcement_approved',
    )
  })
}

async function makeDeliveries(db: Knex): Promise<void> {
  await db.schema.createTable('deliveries', (table) => {
    table.increments('id')
    table.text('announcement').notNullable()
    table.text('recipient').notNullable().index()
    table.text('region').notNullable()
    table.text('channel')
    table.text('conversation')
    table.text('account')
    table.integer('in_group').notNullable()
    table.text('state').notNullable()
    table.integer('tries').notNullable()
    table.bigInteger('not_before').notNullable()
    table.text('reason')
    table.bigInteger('recorded_at')
    table.bigInteger('acknowledged_at')
    table.unique(['announcement', 'recipient'])
    table.index(['announcement', 'channel', 'conversation'])
    table.index(['announcement', 'state'])
  })
  await db.raw(`CREATE INDEX delivery_due ON deliveries (channel, id) WHERE state = 'pending'`)
  await db.raw(`CREATE INDEX delivery_sending ON deliveries (channel) WHERE state = 'sending'`)
}
