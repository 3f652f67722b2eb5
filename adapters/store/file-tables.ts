/** The steps of the schema for files, and for what else a message may bring. */
import type { Migration } from './migration.ts'

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

export const lineTables: Migration = {
  name: '009-line',
  /** What a message brings beside its words, and the numbers that people see. */
  async up(db) {
    await db.schema.alterTable('inbox', (table) => {
      table.text('files')
      table.text('quoted')
    })
    await db.schema.createTable('numbers', (table) => {
      table.text('series').primary()
      table.bigInteger('last').notNullable()
    })
  },
}
