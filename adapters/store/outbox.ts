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
} from '../../core/store.ts'
import { collectRows } from './rows.ts'

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

/** Said in these words, so that SQLite knows the partial index for it: a value that is bound tells it nothing. */
const PENDING = `outbox.state = 'pending'`

/** A message waits for the one before it in its conversation, also while that one waits to be sent again. */
function earlierPending(db: Knex) {
  return db('outbox as earlier')
    .select(db.raw('1'))
    .whereRaw(`earlier.state = 'pending'`)
    .whereRaw('earlier.channel = outbox.channel')
    .whereRaw('earlier.conversation = outbox.conversation')
    .whereRaw('earlier.id < outbox.id')
}

type NewRow = ReturnType<typeof toRow>

export function outboxOf(db: Knex): Outbox & { flush(): Promise<void> } {
  const outbox = () => db<Row>('outbox')
  const added = collectRows<NewRow>(async (rows) => {
    await outbox().insert([...rows])
  })
  const sent = collectRows<{ id: number; now: number }>(async (rows) => {
    const ids = rows.map(({ id }) => id)
    const change = { state: 'sent' as const, sent_at: rows[0]?.now ?? 0, reason: null }
    await outbox()
      .whereIn('id', ids)
      .update({ ...change, attempts: db.raw('attempts + 1') })
  })
  const flush = async () => {
    await added.flush()
    await sent.flush()
  }
  return {
    flush,
    add: (entry, now) => added.add(toRow(entry, now)),
    async due(channel, now, limit, except = []) {
      const rows = await outbox()
        .where({ channel })
        .whereRaw(PENDING)
        .where('not_before', '<=', now)
        .whereNotIn('conversation', [...except])
        .whereNotExists(earlierPending(db))
        .orderBy([{ column: 'kind', order: 'desc' }, { column: 'id' }])
        .limit(limit)
      return rows.map(fromRow)
    },
    async record(id, result, now) {
      if (result.state === 'sent') return sent.add({ id, now })
      await outbox()
        .where({ id })
        .update({ ...changeFor(result), attempts: db.raw('attempts + 1') })
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
      const expired = await old().whereRaw(PENDING).delete()
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

function changeFor(result: Exclude<SendRecord, { state: 'sent' }>): Partial<Row> {
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
