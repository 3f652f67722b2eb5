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

export const countedDeliveries: Migration = {
  name: '016-counted-deliveries',
  /** The few that are unknown, and the few that went to groups, without a look at all the others. */
  async up(db) {
    await db.raw(`CREATE INDEX delivery_unknown ON deliveries (channel) WHERE state = 'unknown'`)
    await db.raw(
      `CREATE INDEX delivery_group ON deliveries (channel, conversation) WHERE in_group = 1`,
    )
  },
}

export const dueDeliveries: Migration = {
  name: '017-due-deliveries',
  /** What is due of one announcement, in order, without a look at those of others: every draft has as many. */
  async up(db) {
    await db.raw(`DROP INDEX delivery_due`)
    await db.raw(`CREATE INDEX delivery_waiting ON deliveries (announcement, channel, state, id)`)
  },
}

export const claimedDeliveries: Migration = {
  name: '018-claimed-deliveries',
  /** States are counted by the index of what waits: each more that holds the state is written twice a delivery. */
  async up(db) {
    await db.schema.alterTable('deliveries', (table) => table.dropIndex(['announcement', 'state']))
  },
}
