/** How SQLite finds what is asked of a table with a row for each recipient: by an index that leads there, not through all that wait. */
import type { Knex } from 'knex'
import { describe, expect, it, onTestFinished } from 'vitest'
import { announcementsOf } from '../../../adapters/store/announcements.ts'
import { closeDatabase, openDatabase } from '../../../adapters/store/database.ts'
import { deliveriesOf } from '../../../adapters/store/deliveries.ts'
import { ledgerOf } from '../../../adapters/store/ledger.ts'
import { migrate } from '../../../adapters/store/migrations.ts'
import { sampleReceipts } from '../../../adapters/platform/samples.ts'
import type { Receipt } from '../../../core/receipts/receipt.ts'
import type { Deliveries, DueDelivery } from '../../../core/announcements/kept.ts'
import { temporaryDatabase } from '../../support/temporary.ts'

const due: DueDelivery = {
  announcement: 'A-000001',
  to: { channel: 'telegram', conversation: '1', user: '1', group: false },
  tries: 0,
  progress: { parts: 0, text: false },
}

const sending = {
  ...{ id: due.announcement, state: 'sending', version: 1, title: '通知', text: '内容。' },
  ...{ audience: '{"all":true}', emergency: 0, mandatory: 1, writer: 'p1', approver: 'p2' },
  ...{ content_hash: '', at: 1, since: 1 },
}

/** The plans of the statements on deliveries that the work makes. */
async function plansOf(
  work: (deliveries: Deliveries, db: Knex) => Promise<unknown>,
): Promise<string[]> {
  const database = await openDatabase(temporaryDatabase())
  onTestFinished(() => closeDatabase(database))
  await migrate(database)
  const db = database.writer
  await db('announcements').insert(sending)
  const made: { sql: string; bindings: readonly Knex.Value[] }[] = []
  db.on('query', (query: (typeof made)[number]) => made.push(query))
  await work(deliveriesOf(db), db)
  db.removeAllListeners('query')
  const plans: string[] = []
  for (const { sql, bindings } of made.filter(({ sql }) => /\bdeliveries\b/.test(sql))) {
    const steps = (await db.raw(`EXPLAIN QUERY PLAN ${sql}`, [...bindings])) as { detail: string }[]
    plans.push(steps.map(({ detail }) => detail).join('; '))
  }
  return plans
}

describe('whether anything is left', () => {
  it('is seen without a look at all that were skipped or sent', async () => {
    const plans = await plansOf((_deliveries, db) => announcementsOf(db).toEnd(9))
    expect(plans).toHaveLength(1)
    expect(plans[0]).toContain('delivery_left')
  })
})

describe('a delivery', () => {
  it('is claimed by its chat', async () => {
    const plans = await plansOf((deliveries) => deliveries.begin(due))
    expect(plans).toHaveLength(1)
    expect(plans[0]).toMatch(/^SEARCH deliveries .*conversation=\?/)
  })

  it('that is due is found in order, without sorting all that wait', async () => {
    const options = { emergenciesOnly: false, except: [] }
    const plans = await plansOf((deliveries) => deliveries.due('telegram', 1, 24, options))
    expect(plans).toHaveLength(1)
    expect(plans[0]).toMatch(/announcement=\? AND channel=\? AND state=\?/)
    expect(plans[0]).not.toMatch(/SCAN deliveries|TEMP B-TREE/)
  })
})

describe('a payer’s receipts of a day', () => {
  it('are found at once by a foreign name, too, and by no offset', async () => {
    const database = await openDatabase(temporaryDatabase())
    onTestFinished(() => closeDatabase(database))
    await migrate(database)
    const ledger = ledgerOf(database.writer)
    const [model] = sampleReceipts as [Receipt, ...Receipt[]]
    const crowd = Array.from({ length: 1200 }, (_, at) => ({
      ...model,
      ...{ number: String(at).padStart(10, '0'), issuer: { name: 'Anna Li', code: 'u' } },
      payer: { name: at === 600 ? 'Anna Li' : at % 2 ? '吴示范' : 'María Li' },
    }))
    await ledger.add(crowd.map((one, at) => (at % 3 ? { ...one, payer: { name: 'Ann Li' } } : one)))
    const asked: string[] = []
    database.writer.on('query', ({ sql }: { sql: string }) => asked.push(sql))
    const query = { payer: 'Anna Li', date: model.issuedOn }
    expect(await ledger.findOfUnit('u', query)).toHaveLength(1)
    expect(asked).toHaveLength(1)
    expect(asked[0]).not.toContain('offset')
  })
})
