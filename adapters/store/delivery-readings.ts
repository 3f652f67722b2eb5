/** What is read of deliveries: how they stand, who has said 收到, and to whom something follows. */
import type { Knex } from 'knex'
import type { Deliveries, Delivery, NewDelivery } from '../../core/announcements/kept.ts'
import {
  type Counts,
  type DeliveryState,
  noCounts,
  type SkipReason,
} from '../../core/announcements/delivery.ts'
import { type AnnouncementRow, toAnnouncement } from './announcements.ts'
import type { DeliveryRow } from './delivery-row.ts'
import { askRows } from './json-rows.ts'

/** It is there, or may be; or its text is, while its files are still to follow. */
const GOT: readonly DeliveryState[] = ['sent', 'unknown', 'sending']
const got = (all: Knex.QueryBuilder): void =>
  void all.whereIn('state', [...GOT]).orWhere('text_sent', 1)

/** Who has no channel but one that must be open finds it by asking, once it is on its way to others. */
const hadByAsking = (all: Knex.QueryBuilder): void =>
  void all.whereRaw(`state = 'skipped' AND reason = 'no-channel' AND announcement IN
    (SELECT id FROM announcements WHERE state IN ('sending', 'paused', 'done'))`)

const LEFT = `SELECT channel, COUNT(DISTINCT conversation) AS n FROM deliveries
  WHERE announcement = ? AND state IN ('pending', 'sending') GROUP BY channel`

/** `unit:CODE` or `person:ID`, read so that the other table's key is looked up. */
const NAMES = `LEFT JOIN units ON units.code = SUBSTR(deliveries.recipient, 6)
  LEFT JOIN people ON people.id = SUBSTR(deliveries.recipient, 8)`

const ROWS_AT_A_TIME = 1000

export function countingOf(
  db: Knex,
): Pick<
  Deliveries,
  'counts' | 'acknowledged' | 'unknown' | 'left' | 'list' | 'byRegion' | 'byChannel'
> {
  const deliveries = () => db<DeliveryRow>('deliveries')
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
    /** The state stands in the text for its partial index. */
    async unknown() {
      const [row] = await deliveries().whereRaw(`state = 'unknown'`).count({ n: '*' })
      return Number(row?.['n'] ?? 0)
    },
    async left(announcement) {
      const rows = await askRows<{ channel: string; n: number | string }>(db, LEFT, [announcement])
      return Object.fromEntries(rows.map(({ channel, n }) => [channel, Number(n)]))
    },
    async list(announcement, { state, acknowledged, regions, after, limit }) {
      const found = db('deliveries')
        .joinRaw(NAMES)
        .where('announcement', announcement)
        .where('deliveries.id', '>', after)
        .select('deliveries.*', db.raw('COALESCE(units.name, people.name) AS name'))
      if (state !== undefined) void found.where('state', state)
      if (regions) void found.whereIn('deliveries.region', [...regions])
      if (acknowledged !== undefined) {
        void found.where(got)
        void (acknowledged
          ? found.whereNotNull('acknowledged_at')
          : found.whereNull('acknowledged_at'))
      }
      const rows = (await found.orderBy('deliveries.id').limit(limit)) as NamedRow[]
      return rows.map(toDelivery)
    },
    async byRegion(announcement, { regions }) {
      const acknowledged = 'acknowledged_at IS NOT NULL'
      const found = deliveries()
        .where({ announcement })
        .groupByRaw(`region, state, ${acknowledged}`)
      if (regions) void found.whereIn('region', [...regions])
      const rows = (await found
        .select('region', 'state', db.raw(`${acknowledged} AS known`))
        .count({ n: '*' })) as unknown as (DeliveryRow & { known: unknown; n: number })[]
      return rows.map(({ region, state, known, n }) => ({
        ...{ region, state, acknowledged: Boolean(known), count: Number(n) },
      }))
    },
    async byChannel(announcement) {
      const rows = (await deliveries()
        .where({ announcement })
        .whereNotNull('channel')
        .select('channel', 'state')
        .groupBy('channel', 'state')
        .count({ n: '*' })) as unknown as (DeliveryRow & { n: number })[]
      const found: Record<string, Counts> = {}
      for (const { channel, state, n } of rows) {
        const known = found[channel ?? ''] ?? noCounts
        found[channel ?? ''] = { ...known, [state]: Number(n) }
      }
      return found
    },
  }
}

export function acknowledgingOf(
  db: Knex,
): Pick<Deliveries, 'waiting' | 'acknowledge' | 'acknowledgedBy' | 'waitsIn' | 'received'> {
  const deliveries = () => db<DeliveryRow>('deliveries')
  const announced = (recipients: readonly string[], id?: string, chat?: Partial<Chat>) => {
    const found = deliveries().whereIn('recipient', [...recipients])
    const meant = chat ? got : (all: Knex.QueryBuilder) => void all.where(got).orWhere(hadByAsking)
    const here = found
      .where(meant)
      .where({ ...chat, ...(id !== undefined && { announcement: id }) })
    return db<AnnouncementRow>('announcements').whereIn('id', here.select('announcement') as never)
  }
  return {
    async waiting(recipients, now, chat) {
      const went = deliveries()
        .whereRaw('deliveries.announcement = announcements.id')
        .whereIn('recipient', [...recipients])
        .where(got)
      const rows = (await announced(recipients, undefined, chat)
        .where('ack_until', '>', now)
        .whereNull('replaced_by')
        .whereExists((open) => {
          void open
            .from('deliveries')
            .whereRaw('deliveries.announcement = announcements.id')
            .whereIn('recipient', [...recipients])
            .whereNull('acknowledged_at')
        })
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .select('id', 'title', db.raw('EXISTS ? AS went', [went]))) as WaitingRow[]
      return rows.map(({ went: arrived, ...row }) => ({ ...row, went: Boolean(arrived) }))
    },
    acknowledge: (announcement, recipients, now) =>
      deliveries()
        .where({ announcement })
        .whereIn('recipient', [...recipients])
        .whereNull('acknowledged_at')
        .update({ acknowledged_at: now }),
    async acknowledgedBy(announcement, recipients) {
      const rows = await deliveries()
        .where({ announcement })
        .whereIn('recipient', [...recipients])
        .whereNotNull('acknowledged_at')
        .select('recipient')
      return rows.map(({ recipient }) => recipient)
    },
    async waitsIn({ channel, conversation }, now) {
      const row = await db('deliveries')
        .join('announcements', 'announcements.id', 'deliveries.announcement')
        .where({ channel, conversation })
        .whereRaw('in_group = 1')
        .where('ack_until', '>', now)
        .first('deliveries.id')
      return row !== undefined
    },
    async received(recipients, { id, limit }) {
      const rows = await announced(recipients, id)
        .where(
          (about) => void about.whereNull('follow_kind').orWhere('follow_kind', '<>', 'reminder'),
        )
        .orderBy('since', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
      return rows.map(toAnnouncement)
    },
  }
}

/** A chat, as the table has it. */
type Chat = Pick<DeliveryRow, 'channel' | 'conversation'>

/** What follows an announcement goes to the very chats that one went to. */
export function followingOf(db: Knex): Pick<Deliveries, 'reached' | 'chase'> {
  const deliveries = () => db<DeliveryRow>('deliveries')
  return {
    async *reached(announcement, { andWaiting }) {
      const meant = (all: Knex.QueryBuilder) =>
        andWaiting ? void all.where(got).orWhere('state', 'pending') : got(all)
      const after = (id: number) =>
        deliveries().where({ announcement }).where('id', '>', id).where(meant)
      for (let last = 0; ;) {
        const rows = await after(last).orderBy('id').limit(ROWS_AT_A_TIME)
        const end = rows.at(-1)
        if (!end) return
        yield rows.map(toFollowing)
        last = end.id
      }
    },
    async *chase(announcement, { regions, before }, now) {
      const unread = (after: number) => {
        const found = deliveries()
          .where({ announcement })
          .where('id', '>', after)
          .where(got)
          .whereNull('acknowledged_at')
          .where((when) => void when.whereNull('chased_at').orWhere('chased_at', '<=', before))
        return regions ? found.whereIn('region', [...regions]) : found
      }
      for (let last = 0; ;) {
        const rows = await unread(last).orderBy('id').limit(ROWS_AT_A_TIME)
        const end = rows.at(-1)
        if (!end) return
        await unread(last).where('id', '<=', end.id).update({ chased_at: now })
        yield rows.map(toFollowing)
        last = end.id
      }
    },
  }
}

function toFollowing(row: DeliveryRow): NewDelivery {
  const { recipient, name, region, to } = toDelivery({ ...row, name: null })
  return { recipient, name, region, ...(to && { to }) }
}

type WaitingRow = Pick<AnnouncementRow, 'id' | 'title'> & { readonly went: unknown }

type NamedRow = DeliveryRow & { readonly name: string | null }

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
