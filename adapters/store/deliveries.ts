/** The table of deliveries: one row for each recipient of an announcement. */
import type { Knex } from 'knex'
import type {
  Deliveries,
  Delivery,
  DueDelivery,
  NewDelivery,
} from '../../core/announcements/kept.ts'
import { type DeliveryState, noCounts, type SkipReason } from '../../core/announcements/delivery.ts'
import { type AnnouncementRow, toAnnouncement } from './announcements.ts'
import { candidatesOf } from './candidates.ts'
import { asObject, askRows, inserting } from './json-rows.ts'

interface Row {
  id: number
  announcement: string
  recipient: string
  region: string
  channel: string | null
  conversation: string | null
  account: string | null
  in_group: number
  state: DeliveryState
  tries: number
  not_before: number
  reason: string | null
  recorded_at: number | null
  acknowledged_at: number | null
}

type NewRow = Pick<
  Row,
  'announcement' | 'recipient' | 'region' | 'channel' | 'conversation' | 'account' | 'in_group'
> &
  Pick<Row, 'state' | 'tries' | 'not_before' | 'reason'>

const ROWS_A_STATEMENT = 1000

const adding = inserting<NewRow>('deliveries', {
  ...{ announcement: 'text', recipient: 'text', region: 'text', channel: 'text' },
  ...{ conversation: 'text', account: 'text', in_group: 'bigint', state: 'text' },
  ...{ tries: 'bigint', not_before: 'bigint', reason: 'text' },
})

const DUE = `SELECT d.announcement, d.channel, d.conversation, d.account, d.in_group, d.tries
  FROM deliveries d JOIN announcements a ON a.id = d.announcement
  WHERE d.channel = ? AND d.state = 'pending' AND d.not_before <= ? AND a.state = 'sending'
    AND a.emergency = ? AND d.conversation NOT IN (SELECT value->>0 FROM json_each(?))
  ORDER BY d.id LIMIT ?`

const BEGIN = `UPDATE deliveries SET state = 'sending', tries = tries + 1
  WHERE announcement = ? AND channel = ? AND conversation = ? AND state = 'pending'
    AND EXISTS (SELECT 1 FROM announcements a WHERE a.id = announcement AND a.state = 'sending')
  RETURNING id`

const LEFT = `SELECT channel, COUNT(DISTINCT conversation) AS n FROM deliveries
  WHERE announcement = ? AND state IN ('pending', 'sending') GROUP BY channel`

export function deliveriesOf(db: Knex): Deliveries {
  const deliveries = () => db<Row>('deliveries')
  return {
    candidates: () => candidatesOf(db),
    async resolve(announcement, all) {
      await deliveries().where({ announcement }).delete()
      for (let start = 0; start < all.length; start += ROWS_A_STATEMENT) {
        const some = all.slice(start, start + ROWS_A_STATEMENT)
        await askRows(db, adding.sql, [adding.bind(some.map((one) => toRow(announcement, one)))])
      }
    },
    due: (channel, now, limit, { emergenciesOnly, except }) =>
      dueOf(db, channel, now, limit, emergenciesOnly ? [1] : [1, 0], except),
    async begin({ announcement, to }) {
      const begun = await askRows(db, BEGIN, [announcement, to.channel, to.conversation])
      return begun.length > 0
    },
    async record({ announcement, to: { channel, conversation } }, tried, now) {
      const reason = 'reason' in tried ? tried.reason : null
      const later = 'notBefore' in tried ? { not_before: tried.notBefore } : {}
      await deliveries()
        .where({ announcement, channel, conversation, state: 'sending' })
        .update({ state: tried.state, reason, recorded_at: now, ...later })
    },
    lost: (channels) =>
      deliveries()
        .whereRaw(`state = 'sending'`)
        .whereIn('channel', [...channels])
        .update({ state: 'unknown', reason: 'in flight when the program ended' }),
    async cancel(announcement) {
      await deliveries()
        .where({ announcement, state: 'pending' })
        .update({ state: 'skipped', reason: 'cancelled' })
    },
    again: (announcement, states) =>
      deliveries()
        .where({ announcement })
        .whereIn('state', [...states])
        .update({ state: 'pending', not_before: 0, reason: null, tries: 0 }),
    ...readingOf(db),
    ...acknowledgingOf(db),
  }
}

async function dueOf(
  db: Knex,
  channel: string,
  now: number,
  limit: number,
  classes: readonly number[],
  except: readonly string[],
): Promise<DueDelivery[]> {
  const excepted = asObject(except.map((conversation) => [conversation]))
  const found: DueDelivery[] = []
  for (const emergency of classes) {
    if (found.length >= limit) break
    const rows = await askRows<Row>(db, DUE, [channel, now, emergency, excepted, limit])
    found.push(...rows.map(toDue))
  }
  const chats = new Set<string>()
  return found.filter(({ to: { conversation } }) => {
    const isNew = !chats.has(conversation)
    chats.add(conversation)
    return isNew
  })
}

function toDue({
  announcement,
  channel,
  conversation,
  account,
  in_group,
  tries,
}: Row): DueDelivery {
  const to = { channel: channel ?? '', conversation: conversation ?? '', group: in_group === 1 }
  return { announcement, tries, to: { ...to, user: account ?? '' } }
}

function readingOf(db: Knex): Pick<Deliveries, 'counts' | 'acknowledged' | 'left' | 'list'> {
  const deliveries = () => db<Row>('deliveries')
  return {
    async counts(announcement) {
      const rows = await deliveries()
        .select('state')
        .where({ announcement })
        .groupBy('state')
        .count({ n: '*' })
      const found = rows.map((row) => [row.state, Number(row['n'])])
      return { ...noCounts, ...(Object.fromEntries(found) as Record<DeliveryState, number>) }
    },
    async acknowledged(announcement) {
      const [row] = await deliveries()
        .where({ announcement })
        .whereNotNull('acknowledged_at')
        .count({ n: '*' })
      return Number(row?.['n'] ?? 0)
    },
    async left(announcement) {
      const rows = await askRows<{ channel: string; n: number | string }>(db, LEFT, [announcement])
      return Object.fromEntries(rows.map(({ channel, n }) => [channel, Number(n)]))
    },
    async list(announcement, { state, after, limit }) {
      const found = db('deliveries')
        .joinRaw(`LEFT JOIN units ON deliveries.recipient = 'unit:' || units.code`)
        .where('announcement', announcement)
        .where('deliveries.id', '>', after)
        .select('deliveries.*', 'units.name')
      if (state !== undefined) void found.where('state', state)
      const rows = (await found.orderBy('deliveries.id').limit(limit)) as NamedRow[]
      return rows.map(toDelivery)
    },
  }
}

function acknowledgingOf(
  db: Knex,
): Pick<Deliveries, 'waiting' | 'acknowledge' | 'waitsIn' | 'received'> {
  const deliveries = () => db<Row>('deliveries')
  const announced = (recipients: readonly string[]) =>
    db<AnnouncementRow>('announcements').whereIn(
      'id',
      db('deliveries')
        .select('announcement')
        .whereIn('recipient', [...recipients])
        .whereIn('state', ['sent', 'unknown', 'sending']) as never,
    )
  return {
    async waiting(recipients, now) {
      const rows = await announced(recipients)
        .where('ack_until', '>', now)
        .whereExists((open) => {
          void open
            .from('deliveries')
            .whereRaw('deliveries.announcement = announcements.id')
            .whereIn('recipient', [...recipients])
            .whereNull('acknowledged_at')
        })
        .orderBy('at', 'desc')
        .limit(5)
      return rows.map(toAnnouncement)
    },
    acknowledge: (announcement, recipients, now) =>
      deliveries()
        .where({ announcement })
        .whereIn('recipient', [...recipients])
        .whereNull('acknowledged_at')
        .update({ acknowledged_at: now }),
    async waitsIn({ channel, conversation }, now) {
      const row = await db('deliveries')
        .join('announcements', 'announcements.id', 'deliveries.announcement')
        .where({ channel, conversation })
        .where('ack_until', '>', now)
        .first('deliveries.id')
      return row !== undefined
    },
    async received(recipients, limit) {
      const rows = await announced(recipients).orderBy('at', 'desc').limit(limit)
      return rows.map(toAnnouncement)
    },
  }
}

function toRow(announcement: string, { recipient, region, to, skip }: NewDelivery): NewRow {
  return {
    ...{ announcement, recipient, region, tries: 0, not_before: 0 },
    channel: to?.channel ?? null,
    conversation: to?.conversation ?? null,
    account: to?.user ?? null,
    in_group: to?.group ? 1 : 0,
    state: skip === undefined ? 'pending' : 'skipped',
    reason: skip ?? null,
  }
}

type NamedRow = Row & { readonly name: string | null }

function toDelivery(row: NamedRow): Delivery {
  const { id, announcement, recipient, region, state, tries, channel, conversation } = row
  return {
    ...{ id, announcement, recipient, region, state, tries, name: row.name ?? '' },
    ...(channel !== null &&
      conversation !== null && {
        to: { channel, conversation, user: row.account ?? '', group: row.in_group === 1 },
      }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(state === 'skipped' && row.reason !== null && { skip: row.reason as SkipReason }),
    ...(row.acknowledged_at !== null && { acknowledgedAt: row.acknowledged_at }),
  }
}
