/** The schema, as steps that are never edited once they have landed: one set for SQLite and PostgreSQL. */
import type { Database } from './database.ts'
import type { Migration } from './migration.ts'
import { announcementFollowTables } from './announcement-follow-tables.ts'
import { announcementTables } from './announcement-tables.ts'
import { attachmentTables } from './attachment-tables.ts'
import { claimedDeliveries, countedDeliveries, dueDeliveries } from './delivery-indices.ts'
import { fileTables, lineTables } from './file-tables.ts'
import { listedUnits, peopleTables } from './people-tables.ts'
import { ticketTables } from './ticket-tables.ts'
import { voidTables } from './void-tables.ts'
import { lockForWriting } from './write-lock.ts'

const migrations: readonly Migration[] = [
  {
    name: '001-line',
    async up(db) {
      await db.schema.createTable('inbox', (table) => {
        table.bigIncrements('seq')
        table.text('channel').notNullable()
        table.text('message_id').notNullable()
        table.text('conversation').notNullable()
        table.text('sender').notNullable()
        table.text('ip')
        table.integer('in_group').notNullable()
        table.text('text').notNullable()
        table.text('choice')
        table.bigInteger('said_at').notNullable()
        table.bigInteger('received_at').notNullable()
        table.text('state').notNullable()
        table.integer('attempts').notNullable().defaultTo(0)
        table.text('reason')
        table.unique(['channel', 'message_id'])
        table.index(['channel', 'conversation', 'sender', 'seq'], 'inbox_history')
      })
      await db.raw(`CREATE INDEX inbox_pending ON inbox (channel, seq) WHERE state = 'pending'`)
      await db.raw(`CREATE INDEX inbox_open ON inbox (state, seq) WHERE state <> 'done'`)
      await db.schema.createTable('outbox', (table) => {
        table.bigIncrements('id')
        table.text('channel').notNullable()
        table.text('conversation').notNullable()
        table.text('recipient').notNullable()
        table.integer('in_group').notNullable()
        table.text('kind').notNullable()
        table.text('message').notNullable()
        table.text('state').notNullable()
        table.integer('attempts').notNullable().defaultTo(0)
        table.bigInteger('not_before').notNullable()
        table.bigInteger('at').notNullable()
        table.bigInteger('sent_at')
        table.text('reason')
        table.index(['channel', 'conversation', 'recipient', 'id'], 'outbox_history')
      })
      await db.raw(`CREATE INDEX outbox_open ON outbox (state, id) WHERE state <> 'sent'`)
      await db.raw(
        `CREATE INDEX outbox_pending ON outbox (channel, conversation, id) WHERE state = 'pending'`,
      )
      await db.schema.createTable('sessions', (table) => {
        table.text('key').primary()
        table.text('person').notNullable().index()
        table.text('data').notNullable()
        table.integer('version').notNullable()
        table.bigInteger('at').notNullable()
      })
      await db.schema.createTable('marks', (table) => {
        table.text('name').primary()
        table.text('owner').notNullable()
        table.bigInteger('until').notNullable()
      })
      await db.schema.createTable('audit', (table) => {
        table.bigInteger('seq').primary()
        table.bigInteger('at').notNullable()
        table.text('actor').notNullable()
        table.text('action').notNullable()
        table.text('object').notNullable()
        table.text('result').notNullable()
        table.text('hash').notNullable()
      })
    },
  },
  {
    name: '002-receipts',
    async up(db) {
      await db.schema.createTable('receipts', (table) => {
        table.text('code').notNullable()
        table.text('number').notNullable()
        table.text('check_code').notNullable()
        table.text('issued_on').notNullable()
        table.bigInteger('amount_fen').notNullable()
        table.text('issuer_code')
        table.text('payer_phone')
        table.text('decision_number')
        table.text('pay_code')
        /** All that is never searched, as JSON. */
        table.text('details').notNullable()
        table.text('flags').notNullable()
        table.integer('checks').notNullable().defaultTo(0)
        table.primary(['code', 'number'])
      })
      for (const column of ['decision_number', 'pay_code', 'payer_phone']) {
        await db.raw(
          `CREATE INDEX receipts_${column} ON receipts (${column}) WHERE ${column} IS NOT NULL`,
        )
      }
      await db.schema.createTable('misses', (table) => {
        table.text('id').primary()
        table.bigInteger('at').notNullable().index()
        table.text('person').notNullable()
        table.text('ip')
        table.text('target').notNullable()
        table.index(['person', 'at'])
        table.index(['ip', 'at'])
        table.index(['target', 'at'])
      })
      await db.schema.createTable('links', (table) => {
        table.text('hash').primary()
        table.text('person').notNullable()
        table.text('code').notNullable()
        table.text('number').notNullable()
        table.text('check_code').notNullable()
        table.bigInteger('expires_at').notNullable()
        table.text('browser')
      })
      await db.schema.createTable('handoffs', (table) => {
        table.text('hash').primary()
        table.text('person').notNullable()
        table.text('text').notNullable()
        table.bigInteger('expires_at').notNullable()
      })
    },
  },
  {
    name: '003-inbox-locale',
    async up(db) {
      await db.schema.alterTable('inbox', (table) => {
        table.text('locale')
      })
    },
  },
  {
    name: '004-outbox-due',
    /** In the order in which messages are handed out: without it each look into the outbox reads all of a backlog. */
    up: (db) =>
      db.raw(`CREATE INDEX outbox_due ON outbox (channel, kind DESC, id) WHERE state = 'pending'`),
  },
  {
    name: '005-reversals',
    /** Red receipts that wait for their originals. They were marks before, which are for what runs out. */
    async up(db) {
      await db.schema.createTable('reversals', (table) => {
        table.text('original_code').notNullable()
        table.text('original_number').notNullable()
        table.text('code').notNullable()
        table.text('number').notNullable()
        table.text('issued_on').notNullable()
        table.primary(['original_code', 'original_number'])
      })
      const marks = () =>
        db<{ name: string; owner: string }>('marks').whereLike('name', 'reversed:%')
      for (const { name, owner } of await marks().select('name', 'owner')) {
        const [, original_code, original_number] = name.split(':')
        const { code, number, date: issued_on } = JSON.parse(owner) as Record<string, string>
        await db('reversals').insert({ original_code, original_number, code, number, issued_on })
      }
      await marks().delete()
    },
  },
  {
    name: '006-questions',
    async up(db) {
      await db.schema.createTable('questions', (table) => {
        table.text('id').primary()
        table.bigInteger('at').notNullable().index()
        table.text('person').notNullable().index()
        table.text('locale').notNullable()
        table.text('text').notNullable()
        table.text('outcome').notNullable()
        table.text('entry')
      })
    },
  },
  peopleTables,
  fileTables,
  lineTables,
  voidTables,
  ticketTables,
  announcementTables,
  announcementFollowTables,
  attachmentTables,
  listedUnits,
  countedDeliveries,
  dueDeliveries,
  claimedDeliveries,
]

const STEPS = 'CREATE TABLE IF NOT EXISTS schema_steps (name TEXT PRIMARY KEY)'

/** Brings the database to the newest schema, in one transaction; safe when two processes start at once. */
export async function migrate({ writer, dialect }: Database): Promise<void> {
  await writer.transaction(async (trx) => {
    await lockForWriting(trx, dialect)
    await trx.raw(STEPS)
    const rows = await trx<{ name: string }>('schema_steps').select('name')
    const done = new Set(rows.map(({ name }) => name))
    for (const { name, up } of migrations) {
      if (done.has(name)) continue
      await up(trx)
      await trx('schema_steps').insert({ name })
    }
  })
}
