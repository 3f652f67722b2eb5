/** The table of deliveries, one row for each recipient of an announcement: resolved, sent, recorded. */
import type { Knex } from 'knex'
import type { Deliveries, DueDelivery, NewDelivery } from '../../core/announcements/kept.ts'
import type { Tried } from '../../core/announcements/delivery.ts'
import type { AnnouncementRow } from './announcements.ts'
import { candidatesOf } from './candidates.ts'
import type { DeliveryRow } from './delivery-row.ts'
import { acknowledgingOf, countingOf, followingOf } from './delivery-readings.ts'
import { asObject, askRows, inserting } from './json-rows.ts'

type NewRow = Pick<
  DeliveryRow,
  'announcement' | 'recipient' | 'region' | 'channel' | 'conversation' | 'account' | 'in_group'
> &
  Pick<DeliveryRow, 'state' | 'tries' | 'not_before' | 'reason'>

const adding = inserting<NewRow>('deliveries', {
  ...{ announcement: 'text', recipient: 'text', region: 'text', channel: 'text' },
  ...{ conversation: 'text', account: 'text', in_group: 'bigint', state: 'text' },
  ...{ tries: 'bigint', not_before: 'bigint', reason: 'text' },
})

/** Emergencies first, then what was sent off first. */
const SENDING = `SELECT id FROM announcements WHERE state = 'sending' AND emergency >= ?
  ORDER BY emergency DESC, since, id`

/** Of one announcement: rows of drafts and of what is paused are pending as well, and may be many times more. */
const DUE = `SELECT announcement, channel, conversation, account, in_group, tries, parts, text_sent
  FROM deliveries
  WHERE announcement = ? AND channel = ? AND state = 'pending' AND not_before <= ?
    AND conversation NOT IN (SELECT value->>0 FROM json_each(?))
  ORDER BY id LIMIT ?`

/** By the chat: `||` keeps SQLite from looking at all that are pending instead. */
const BEGIN = `UPDATE deliveries SET state = 'sending', tries = tries + 1
  WHERE announcement = ? AND channel = ? AND conversation = ? AND state || '' = 'pending'
    AND EXISTS (SELECT 1 FROM announcements a WHERE a.id = announcement AND a.state = 'sending')
  RETURNING id`

export function deliveriesOf(db: Knex): Deliveries {
  const deliveries = () => db<DeliveryRow>('deliveries')
  return {
    candidates: () => candidatesOf(db),
    async resolve(announcement, all) {
      await deliveries().where({ announcement }).delete()
      let count = 0
      for await (const some of all) {
        await askRows(db, adding.sql, [adding.bind(some.map((one) => toRow(announcement, one)))])
        count += some.length
      }
      return count
    },
    due: (channel, now, limit, { emergenciesOnly, except }) =>
      dueOf(db, channel, now, limit, emergenciesOnly, except),
    async begin({ announcement, to }) {
      const begun = await askRows(db, BEGIN, [announcement, to.channel, to.conversation])
      return begun.length > 0
    },
    async record({ announcement, to }, tried, now) {
      const { channel, conversation } = to
      if (tried.state === 'blocked') await noteBlocked(db, to, now)
      const reason = ('reason' in tried && tried.reason) || null
      const later = tried.state === 'pending' ? laterColumns(tried) : {}
      await deliveries()
        .where({ announcement, channel, conversation, state: 'sending' })
        .update({ state: tried.state, reason, recorded_at: now, ...later })
      if (tried.state === 'pending' && (await isOver(db, announcement))) {
        await cancelled(db, announcement)
      }
    },
    lost: (channels) =>
      deliveries()
        .whereRaw(`state = 'sending'`)
        .whereIn('channel', [...channels])
        .update({
          state: db.raw(`CASE WHEN text_sent = 1 THEN 'sent' ELSE 'unknown' END`),
          reason: db.raw(`CASE WHEN text_sent = 1 THEN 'attachments-unknown'
            ELSE 'in flight when the program ended' END`),
        }),
    cancel: (announcement) => cancelled(db, announcement),
    again: (announcement, states) =>
      deliveries()
        .where({ announcement })
        .whereIn('state', [...states])
        .update({ state: 'pending', not_before: 0, reason: null, tries: 0 }),
    ...countingOf(db),
    ...acknowledgingOf(db),
    ...followingOf(db),
  }
}

/** Cancelled or replaced while this was in flight: it goes back in no line. */
async function isOver(db: Knex, announcement: string): Promise<boolean> {
  const over = await db<AnnouncementRow>('announcements')
    .where({ id: announcement })
    .where((how) => void how.where({ state: 'cancelled' }).orWhereNotNull('replaced_by'))
    .first('id')
  return over !== undefined
}

async function cancelled(db: Knex, announcement: string): Promise<void> {
  const standing = (text: string, part: string, none: string) =>
    db.raw(`CASE WHEN text_sent = 1 THEN ? WHEN parts > 0 THEN ? ELSE ? END`, [text, part, none])
  await db<DeliveryRow>('deliveries')
    .where({ announcement, state: 'pending' })
    .update({
      state: standing('sent', 'failed', 'skipped'),
      reason: standing('attachments-cancelled', 'cancelled half way', 'cancelled'),
    })
}

/** Later announcements look for another way. */
async function noteBlocked(db: Knex, to: DueDelivery['to'], now: number): Promise<void> {
  const { channel, conversation, user, group } = to
  const place = group
    ? db('tied_groups').where({ channel, conversation })
    : db('accounts').where({ channel, account: user })
  await place.update({ blocked_at: now })
}

async function dueOf(
  db: Knex,
  channel: string,
  now: number,
  limit: number,
  emergenciesOnly: boolean,
  except: readonly string[],
): Promise<DueDelivery[]> {
  const excepted = asObject(except.map((conversation) => [conversation]))
  const found: DueDelivery[] = []
  const sending = await askRows<{ id: string }>(db, SENDING, [emergenciesOnly ? 1 : 0])
  for (const { id } of sending) {
    const room = limit - found.length
    if (room <= 0) break
    const rows = await askRows<DeliveryRow>(db, DUE, [id, channel, now, excepted, room])
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
  parts,
  text_sent,
}: DeliveryRow): DueDelivery {
  const to = { channel: channel ?? '', conversation: conversation ?? '', group: in_group === 1 }
  const progress = { parts, text: text_sent === 1 }
  return { announcement, tries, progress, to: { ...to, user: account ?? '' } }
}

function laterColumns({ notBefore, tries, progress }: Extract<Tried, { state: 'pending' }>) {
  const { parts, text } = progress ?? {}
  return {
    ...{ not_before: notBefore, tries },
    ...(parts !== undefined && { parts, text_sent: text ? 1 : 0 }),
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
