/** The step of the schema that brings units, people, their accounts and roles, invitations, groups and phones. */
import type { Knex } from 'knex'
import type { Migration } from './migration.ts'

export const peopleTables: Migration = {
  name: '007-people',
  async up(db) {
    await makeUnits(db)
    await makePeople(db)
    await makeInvitations(db)
    await makePhones(db)
    await makeNotes(db)
  },
}

export const listedUnits: Migration = {
  name: '015-listed-units',
  /** What lies under somebody is counted from an index alone, without the rows. */
  async up(db) {
    await db.raw(`CREATE INDEX units_listed ON units (region, gone_at) WHERE gone_at IS NULL`)
  },
}

async function makeUnits(db: Knex): Promise<void> {
  await db.schema.createTable('units', (table) => {
    table.text('code').primary()
    table.text('name').notNullable()
    table.text('region').notNullable().index()
    table.text('kind').notNullable()
    table.text('mode').notNullable()
    table.text('parent')
    /** When the import began that last listed it. */
    table.bigInteger('seen_at').notNullable().index()
    table.bigInteger('gone_at')
  })
}

async function makePeople(db: Knex): Promise<void> {
  await db.schema.createTable('people', (table) => {
    table.text('id').primary()
    table.text('name').notNullable().index()
    table.bigInteger('since').notNullable()
    table.bigInteger('left_at').index()
  })
  await db.schema.createTable('accounts', (table) => {
    table.text('channel').notNullable()
    table.text('account').notNullable()
    table.text('person').notNullable().index()
    table.text('conversation').notNullable()
    table.integer('preferred').notNullable()
    table.bigInteger('since').notNullable()
    table.primary(['channel', 'account'])
  })
  await db.schema.createTable('grants', (table) => {
    table.text('person').notNullable()
    /** See `placeOf`: one role in each place. */
    table.text('place').notNullable()
    table.text('role').notNullable()
    table.text('unit').index()
    table.text('region')
    table.text('given_by').notNullable()
    table.bigInteger('since').notNullable()
    table.primary(['person', 'place'])
  })
  await db.raw(`CREATE INDEX grants_above ON grants (role, region) WHERE unit IS NULL`)
}

async function makeInvitations(db: Knex): Promise<void> {
  await db.schema.createTable('invitations', (table) => {
    table.text('hash').primary()
    table.text('role').notNullable()
    table.text('unit')
    table.text('region')
    table.text('name').notNullable()
    table.text('given_by').notNullable()
    table.text('person')
    table.bigInteger('expires_at').notNullable()
    table.text('state').notNullable()
  })
  await db.schema.createTable('tied_groups', (table) => {
    table.text('channel').notNullable()
    table.text('conversation').notNullable()
    table.text('kind')
    table.text('region').notNullable()
    table.integer('staff').notNullable()
    table.text('given_by').notNullable()
    table.bigInteger('since').notNullable()
    table.primary(['channel', 'conversation'])
  })
}

async function makePhones(db: Knex): Promise<void> {
  await db.schema.createTable('phones', (table) => {
    table.text('channel').notNullable()
    table.text('account').notNullable()
    table.text('phone').notNullable()
    table.bigInteger('since').notNullable()
    table.primary(['channel', 'account'])
  })
  await db.schema.createTable('phone_codes', (table) => {
    table.text('id').primary()
    table.text('channel').notNullable()
    table.text('account').notNullable()
    table.text('phone').notNullable().index()
    table.text('hash').notNullable()
    table.bigInteger('at').notNullable().index()
    table.integer('open').notNullable()
    table.index(['channel', 'account', 'at'])
  })
}

async function makeNotes(db: Knex): Promise<void> {
  await db.schema.createTable('imports', (table) => {
    table.bigIncrements('id')
    table.text('kind').notNullable().index()
    table.bigInteger('at').notNullable()
    table.integer('read').notNullable()
    table.integer('imported').notNullable()
    table.integer('refused').notNullable()
  })
  await db.schema.createTable('audit_head', (table) => {
    table.integer('id').primary()
    table.bigInteger('seq').notNullable()
    table.text('hash').notNullable()
    table.text('seal').notNullable()
  })
  await db.schema.createTable('audit_checkpoints', (table) => {
    table.text('day').primary()
    table.bigInteger('at').notNullable().index()
    table.bigInteger('seq').notNullable()
    table.text('hash').notNullable()
    table.text('seal').notNullable()
  })
  await db.raw(
    `CREATE INDEX receipts_issuer ON receipts (issuer_code, issued_on) WHERE issuer_code IS NOT NULL`,
  )
  await db.schema.alterTable('inbox', (table) => {
    /** The phone of a contact that was shared, and whose it is. */
    table.text('contact')
  })
}
