/** The step of the schema for what comes after an announcement: corrections, reminders, blocked chats, unsubscribing. */
import type { Migration } from './migration.ts'

export const announcementFollowTables: Migration = {
  name: '013-announcement-follows',
  async up(db) {
    await db.schema.alterTable('announcements', (table) => {
      table.text('follows')
      table.text('follow_kind')
      table.text('replaced_by')
    })
    await db.schema.alterTable('deliveries', (table) => void table.bigInteger('chased_at'))
    await db.schema.alterTable('people', (table) => void table.bigInteger('unsubscribed_at'))
    await db.schema.alterTable('accounts', (table) => void table.bigInteger('blocked_at'))
    await db.schema.alterTable('tied_groups', (table) => void table.bigInteger('blocked_at'))
  },
}
