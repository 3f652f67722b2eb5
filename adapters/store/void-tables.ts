/** The step of the schema that brings void requests, their history, and payers' wishes. */
import type { Knex } from 'knex'
import type { Migration } from './migration.ts'

/** From where to where a request may go: the database refuses everything else, whoever writes. */
const MOVES: readonly (readonly [to: string, ...from: string[]])[] = [
  ['requested', 'draft', 'requested'],
  ['approved', 'requested', 'approved', 'failed'],
  ['submitted', 'approved', 'submitted'],
  ['done', 'approved', 'submitted', 'failed'],
  ['refused', 'approved', 'submitted', 'failed'],
  ['failed', 'submitted', 'failed'],
  ['returned', 'requested', 'approved'],
  ['withdrawn', 'requested', 'approved', 'failed'],
  ['expired', 'requested', 'approved'],
]
const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')
const LISTED = MOVES.map(
  ([to, ...from]) => `(state = '${to}' AND previous IN (${quoted(from)}))`,
).join(' OR ')
const CARRIED_OUT = quoted(['submitted', 'done', 'refused', 'failed'])
/** Open, or done: one of a receipt. */
const ONLY_ONE = quoted(['requested', 'approved', 'submitted', 'failed', 'done'])

export const voidTables: Migration = {
  name: '010-void',
  async up(db) {
    await makeRequests(db)
    await makeWishes(db)
  },
}

async function makeRequests(db: Knex): Promise<void> {
  await db.schema.createTable('void_requests', (table) => {
    table.text('id').primary()
    table.text('state').notNullable()
    /** The state before the last change. */
    table.text('previous').notNullable()
    table.integer('version').notNullable()
    table.text('code').notNullable()
    table.text('number').notNullable()
    table.text('name').notNullable()
    table.bigInteger('amount_fen').notNullable()
    table.text('issued_on').notNullable()
    table.text('unit').notNullable().index()
    table.text('asker').notNullable().index()
    table.text('approver')
    table.text('confirmer')
    table.text('reason').notNullable()
    table.text('reason_text')
    table.text('paper')
    table.integer('urgent').notNullable()
    table.integer('needs_officer').notNullable()
    table.integer('level').notNullable()
    table.integer('reminded').notNullable()
    table.bigInteger('at').notNullable().index()
    table.bigInteger('since').notNullable()
    table.bigInteger('deadline')
    table.bigInteger('next_at')
    table.bigInteger('called_at')
    table.integer('asks').notNullable()
    table.integer('nothings').notNullable()
    table.text('red_code')
    table.text('red_number')
    table.text('red_check')
    table.text('red_date')
    table.text('note')
    addChecks(table)
  })
  await db.raw(
    `CREATE UNIQUE INDEX void_only ON void_requests (code, number) WHERE state IN (${ONLY_ONE})`,
  )
  await db.raw(`CREATE INDEX void_due ON void_requests (next_at) WHERE next_at IS NOT NULL`)
  await db.schema.createTable('void_steps', (table) => {
    table.text('request').notNullable()
    table.integer('version').notNullable()
    table.text('move').notNullable()
    table.bigInteger('at').notNullable()
    table.text('person')
    table.text('note')
    table.primary(['request', 'version'])
  })
}

/** What holds whoever writes. Four eyes: nobody approves what they asked for, and an officer's word is a third person's. */
function addChecks(table: Knex.CreateTableBuilder): void {
  table.check(LISTED, [], 'void_moves')
  table.check('approver IS NULL OR approver <> asker', [], 'void_approver')
  table.check(
    'confirmer IS NULL OR (approver IS NOT NULL AND confirmer <> asker AND confirmer <> approver)',
    [],
    'void_confirmer',
  )
  table.check(
    `state NOT IN (${CARRIED_OUT}) OR (approver IS NOT NULL AND (needs_officer = 0 OR confirmer IS NOT NULL))`,
    [],
    'void_carried_out',
  )
  table.check(`state <> 'submitted' OR called_at IS NOT NULL`, [], 'void_called')
}

async function makeWishes(db: Knex): Promise<void> {
  await db.schema.createTable('void_wishes', (table) => {
    table.text('id').primary()
    table.text('code').notNullable()
    table.text('number').notNullable()
    table.text('name').notNullable()
    table.text('unit').notNullable().index()
    table.text('reason').notNullable()
    table.bigInteger('at').notNullable().index()
    table.text('channel').notNullable()
    table.text('account').notNullable()
    table.text('conversation').notNullable()
    table.text('state').notNullable()
    table.text('request').index()
    table.index(['channel', 'account', 'at'])
  })
  await db.raw(
    `CREATE UNIQUE INDEX void_wish_only ON void_wishes (channel, account, code, number) WHERE state IN ('open', 'taken')`,
  )
}
