/** The outbox table. */
import type { Knex } from 'knex'
import type { OutboundMessage } from '../../core/message.ts'
import type { Outbox, OutboxKind, OutboxRow, OutboxState, SendRecord } from '../../core/store.ts'

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

export function outboxOf(db: Knex): Outbox {
  const outbox = () => db<Row>('outbox')
  return {
    async add({ to, user, message, kind }, now) {
      const row = {
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
      const [added] = await outbox().insert(row).returning('id')
      if (!added) throw new Error('the outbox took no row')
      return added.id
    },
    async due(channel, now, limit, except = []) {
      const rows = await outbox()
        .where({ channel, state: 'pending' })
        .where('not_before', '<=', now)
        .whereNotIn('conversation', [...except])
        .orderBy([{ column: 'kind', order: 'desc' }, { column: 'id' }])
        .limit(limit)
      return rows.map(fromRow)
    },
    async record(id, result, now) {
      await outbox()
        .where({ id })
        .update({ ...changeFor(result, now), attempts: db.raw('attempts + 1') })
    },
    async list(state, limit) {
      const rows = await outbox().where({ state }).orderBy('id').limit(limit)
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
    forget: (before) => outbox().where('at', '<', before).whereNot('state', 'pending').delete(),
    async count() {
      const rows = await outbox()
        .select('state')
        .whereIn('state', ['pending', 'unknown'])
        .groupBy('state')
        .count({ n: '*' })
      const of = (state: string) => Number(rows.find((row) => row.state === state)?.['n'] ?? 0)
      return { pending: of('pending'), unknown: of('unknown') }
    },
  }
}

function changeFor(result: SendRecord, now: number): Partial<Row> {
  switch (result.state) {
    case 'sent':
      return { state: 'sent', sent_at: now, reason: null }
    case 'pending':
      return { not_before: result.notBefore, reason: result.reason }
    default:
      return { state: result.state, reason: result.reason }
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
