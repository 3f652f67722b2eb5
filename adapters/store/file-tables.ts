/** The step of the schema that brings what is recorded of files, and the one-time links to them. */
import type { Migration } from './migrations.ts'

export const fileTables: Migration = {
  name: '008-files',
  async up(db) {
    await db.schema.createTable('files', (table) => {
      table.text('id').primary()
      table.text('type').notNullable()
      table.bigInteger('size').notNullable()
      table.text('purpose').notNullable().index()
      table.text('owner').notNullable()
      table.text('name').notNullable()
      table.bigInteger('at').notNullable()
    })
    await db.schema.createTable('file_links', (table) => {
      table.text('hash').primary()
      table.text('file').notNullable().index()
      table.bigInteger('expires_at').notNullable()
      table.text('browser')
    })
  },
}
