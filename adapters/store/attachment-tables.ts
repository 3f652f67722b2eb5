/** The step of the schema for attachments, and for messages that leave in several parts. */
import type { Migration } from './migration.ts'

export const attachmentTables: Migration = {
  name: '014-attachments',
  async up(db) {
    await db.schema.alterTable('announcements', (table) => {
      /** A list as JSON; their contents are files like any. */
      table.text('files')
    })
    await db.schema.alterTable('deliveries', (table) => {
      table.integer('parts').notNullable().defaultTo(0)
      table.integer('text_sent').notNullable().defaultTo(0)
    })
  },
}
