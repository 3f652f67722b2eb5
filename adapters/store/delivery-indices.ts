/** The steps of the schema by which deliveries are found, in a table with a row for each recipient. */
import type { Migration } from './migration.ts'

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
  /**
   * States are counted by the index of what waits: each more that holds the state is written twice a delivery. Whether
   * anything is left is asked each second, and most may be skipped from the beginning.
   */
  async up(db) {
    await db.schema.alterTable('deliveries', (table) => table.dropIndex(['announcement', 'state']))
    await db.raw(
      `CREATE INDEX delivery_left ON deliveries (announcement) WHERE state IN ('pending', 'sending')`,
    )
  },
}
