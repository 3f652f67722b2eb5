/** The outbox table. */
import type { Knex } from 'knex'
import type { OutboundMessage } from '../../core/message.ts'
import type {
  Outbox,
  OutboxEntry,
  OutboxKind,
  OutboxRow,
  OutboxState,
  SendRecord,
  Store,
} from '../../core/store.ts'
import { asObject, askRows, inserting } from './json-rows.ts'
import { collectRows } from './rows.ts'
import { together } from './together.ts'

interface Row {
  id: number
  channel: string
  conversation: string
  recipient: string
  in_group: number
  kind: OutboxKind
  message: string
  state: OutboxState
  attempts: number
  not_before: number
  at: number
  sent_at: number | null
  reason: string | null
}

const of = (other: string) =>
  `SELECT 1 FROM outbox AS ${other} WHERE ${other}.state = 'pending'
    AND ${other}.channel = outbox.channel AND ${other}.conversation = outbox.conversation`

/**
 * A message waits for the one before it in its conversation, also while that one waits to be sent again. But a reply
 * never waits for a notice: those may have to wait for hours.
 * States stand in the text, so that SQLite knows the partial indexes for them: a value that is bound tells it nothing.
 */
const DUE = `SELECT *, EXISTS (${of('later')} AND later.id > outbox.id) AS followed
  FROM outbox WHERE channel = ? AND state = 'pending' AND not_before <= ?
    AND conversation NOT IN (SELECT value->>0 FROM json_each(?))
    AND NOT EXISTS (${of('earlier')} AND earlier.id < outbox.id
      AND (earlier.kind = 'reply' OR outbox.kind <> 'reply'))
  ORDER BY kind DESC, id LIMIT ?`

type NewRow = ReturnType<typeof toRow>

const adding = inserting<NewRow>('outbox', {
  channel: 'text',
  conversation: 'text',
  recipient: 'text',
  in_group: 'bigint',
  kind: 'text',
  message: 'text',
  state: 'text',
  not_before: 'bigint',
  at: 'bigint',
})

const SENT = `UPDATE outbox SET state = 'sent', sent_at = ?, reason = NULL, attempts = attempts + 1
  WHERE id IN (SELECT CAST(value->>0 AS bigint) FROM json_each(?))`

/** A commit of its own, in one statement: what is sent next waits for it. */
export function recordingSent(writer: Knex): Store['recordSent'] {
  const record = together(async (sent: readonly { id: number; now: number }[]) => {
    await writer.raw(SENT, [sent[0]?.now ?? 0, asObject(sent.map(({ id }) => [id]))])
    return []
  })
  return (id, now) => record({ id, now })
}

export function outboxOf(db: Knex): Outbox & { flush(): Promise<void> } {
  const outbox = () => db<Row>('outbox')
  const added = collectRows<NewRow>(async (rows) => {
    await db.raw(adding.sql, adding.bind(rows))
  })
  return {
    flush: added.flush,
    add: (entry, now) => added.add(toRow(entry, now)),
    async due(channel, now, limit, except = []) {
      const excepted = asObject(except.map((conversation) => [conversation]))
      const rows = await askRows<Row & { followed: number | boolean }>(db, DUE, [
        ...[channel, now, excepted, limit],
      ])
      return rows.map((row) => ({ ...fromRow(row), followed: Boolean(row.followed) }))
    },
    async record(id, result, now) {
      await outbox()
        .where({ id })
        .update({ ...changeFor(result, now), attempts: db.raw('attempts + 1') })
    },
    async list(state, limit) {
      const rows = await outbox()
        .whereRaw(`state <> 'sent'`)
        .where({ state })
        .orderBy('id')
        .limit(limit)
      return rows.map(fromRow)
    },
    async resend(id) {
      const change = { state: 'pending' as const, not_before: 0, reason: null }
      return (
        (await outbox().where({ id }).whereIn('state', ['failed', 'unknown']).update(change)) === 1
      )
    },
    async history({ channel, conversation }, recipient, limit) {
      const rows = await outbox()
        .where({ channel, conversation, recipient })
        .orderBy('id', 'desc')
        .limit(limit)
      return rows.map(fromRow)
    },
    async forget(before) {
      const old = () => outbox().where('at', '<', before)
      const expired = await old().whereRaw(`state = 'pending'`).delete()
      return { gone: await old().delete(), expired }
    },
    async count() {
      const rows = await outbox()
        .select('state')
        .whereRaw(`state <> 'sent'`)
        .groupBy('state')
        .count({ n: '*' })
      const of = (state: string) => Number(rows.find((row) => row.state === state)?.['n'] ?? 0)
      return { pending: of('pending'), unknown: of('unknown') }
    },
  }
}

function changeFor(result: SendRecord, now: number): Partial<Row> {
  if (result.state === 'sent') return { state: 'sent', sent_at: now, reason: null }
  const { reason } = result
  if (result.state === 'pending') return { not_before: result.notBefore, reason }
  return { state: result.state, reason }
}

function toRow({ to, user, message, kind }: OutboxEntry, now: number) {
  return {
    channel: to.channel,
    conversation: to.conversation,
    recipient: user,
    in_group: to.group ? 1 : 0,
    kind,
    message: JSON.stringify(message),
    state: 'pending' as const,
    not_before: now,
    at: now,
  }
}

function fromRow(row: Row): OutboxRow {
  const { id, channel, conversation, kind, state, attempts, at, reason } = row
  return {
    id,
    kind,
    state,
    attempts,
    at,
    to: { channel, conversation, group: row.in_group === 1 },
    user: row.recipient,
    message: JSON.parse(row.message) as OutboundMessage,
    ...(reason !== null && { reason }),
  }
}
