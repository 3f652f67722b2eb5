/** The inbox table. */
import type { Knex } from 'knex'
import { AlreadyAnswered } from '../../core/errors.ts'
import type { InboundFile, InboundMessage } from '../../core/message.ts'
import type { Locale } from '../../core/session.ts'
import type { HistoryEntry, Inbox, InboxRow, SetAsideRow } from '../../core/store.ts'
import { asObject, askRows, inserting } from './json-rows.ts'
import { collectRows } from './rows.ts'

interface Row {
  seq: number
  channel: string
  message_id: string
  conversation: string
  sender: string
  ip: string | null
  in_group: number
  text: string
  choice: string | null
  locale: Locale | null
  contact: string | null
  files: string | null
  quoted: string | null
  said_at: number
  received_at: number
  attempts: number
  reason: string | null
}

type Contact = NonNullable<InboundMessage['contact']>
type NewRow = ReturnType<typeof toRow> & { received_at: number; state: string }

const adding = inserting<NewRow>('inbox', {
  channel: 'text',
  message_id: 'text',
  conversation: 'text',
  sender: 'text',
  ip: 'text',
  in_group: 'bigint',
  text: 'text',
  choice: 'text',
  locale: 'text',
  contact: 'text',
  files: 'text',
  quoted: 'text',
  said_at: 'bigint',
  received_at: 'bigint',
  state: 'text',
})
const ADD = `${adding.sql} ON CONFLICT (channel, message_id) DO NOTHING`
/**
 * The visitor's address was kept for the guard alone, which has judged by now; a phone stands where it belongs. Of
 * files it stays known that there were some.
 */
const FINISH = `UPDATE inbox SET state = 'done', ip = NULL, contact = NULL, quoted = NULL,
    files = CASE WHEN files IS NULL THEN NULL ELSE '[]' END
  WHERE seq IN (SELECT CAST(value->>0 AS bigint) FROM json_each(?)) AND state = 'pending' RETURNING seq`

/** States stand in the text where a partial index serves them: a value that is bound tells SQLite nothing. */
export function inboxOf(db: Knex): Inbox & { flush(): Promise<void> } {
  const inbox = () => db<Row & { state: string }>('inbox')
  const added = collectRows<NewRow>(async (rows) => {
    await db.raw(ADD, adding.bind(rows))
  })
  const finished = collectRows<number>(async (seqs) => {
    const done = await askRows(db, FINISH, [asObject(seqs.map((seq) => [seq]))])
    if (done.length !== seqs.length) throw new AlreadyAnswered()
  })
  const flush = async () => {
    await added.flush()
    await finished.flush()
  }
  return {
    flush,
    add(message, now) {
      added.add({ ...toRow(message), received_at: now, state: 'pending' })
    },
    async addAside(message, reason, now) {
      const row = { ...toRow(message), received_at: now, state: 'aside', reason }
      const kept = await inbox()
        .insert(row)
        .onConflict(['channel', 'message_id'])
        .ignore()
        .returning('seq')
      return kept.length === 1
    },
    finish: (seq) => finished.add(seq),
    async pending(channels, afterSeq, limit) {
      const rows = await inbox()
        .whereRaw(`state = 'pending'`)
        .whereIn('channel', [...channels])
        .where('seq', '>', afterSeq)
        .orderBy('seq')
        .limit(limit)
      return rows.map(fromRow)
    },
    async failed(seq, attempts, reason) {
      await inbox().where({ seq, state: 'pending' }).update({ attempts, reason })
    },
    async setAside(seq, attempts, reason) {
      await inbox().where({ seq, state: 'pending' }).update({ state: 'aside', attempts, reason })
    },
    async listSetAside(limit) {
      const rows = await inbox()
        .whereRaw(`state <> 'done'`)
        .where('state', 'aside')
        .orderBy('seq')
        .limit(limit)
      return rows.map(toSetAside)
    },
    async retry(seq) {
      const change = { state: 'pending', attempts: 0, reason: null }
      return (await inbox().where({ seq, state: 'aside' }).update(change)) === 1
    },
    async history({ channel, conversation }, sender, limit) {
      const rows = await inbox()
        .where({ channel, conversation, sender })
        .where((row) => row.whereNot('text', '').orWhereNotNull('files'))
        .orderBy('seq', 'desc')
        .limit(limit)
      return rows.map(toHistory)
    },
    async forget(textsBefore, idsBefore) {
      const old = () => inbox().where('received_at', '<', textsBefore)
      const bare = { text: '', choice: null, ip: null, contact: null, files: null, quoted: null }
      const expired = await old()
        .whereRaw(`state <> 'done'`)
        .whereIn('state', ['pending', 'aside'])
        .update({ ...bare, state: 'expired' })
      const blanked = await old()
        .where((row) =>
          row
            .whereNot('text', '')
            .orWhereNotNull('choice')
            .orWhereNotNull('ip')
            .orWhereNotNull('files'),
        )
        .update(bare)
      const gone = await inbox().where('received_at', '<', idsBefore).delete()
      return { gone: blanked + gone, expired }
    },
    async count() {
      const rows = await inbox()
        .select('state')
        .whereRaw(`state <> 'done'`)
        .groupBy('state')
        .count({ n: '*' })
      const of = (state: string) => Number(rows.find((row) => row.state === state)?.['n'] ?? 0)
      return { pending: of('pending'), setAside: of('aside') }
    },
  }
}

function toRow(message: InboundMessage) {
  const { id, from, text, choice, locale, contact, files, quoted, at } = message
  return {
    channel: from.channel,
    message_id: id,
    conversation: from.conversation,
    sender: from.user,
    ip: from.ip ?? null,
    in_group: from.group ? 1 : 0,
    text: storable(text),
    choice: choice ?? null,
    locale: locale ?? null,
    contact: contact ? JSON.stringify(contact) : null,
    files: files && files.length > 0 ? storable(JSON.stringify(files)) : null,
    quoted: quoted === undefined ? null : storable(quoted),
    said_at: at,
  }
}

/** PostgreSQL keeps no NUL in a text, and neither keeps half a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd')
}

function fromRow(row: Row): InboxRow {
  const { channel, conversation, sender, ip, choice, locale, contact, files, quoted } = row
  const from = { channel, conversation, user: sender, group: row.in_group === 1 }
  return {
    seq: row.seq,
    attempts: row.attempts,
    message: {
      id: row.message_id,
      from: { ...from, ...(ip !== null && { ip }) },
      text: row.text,
      ...(choice !== null && { choice }),
      ...(locale !== null && { locale }),
      ...(contact !== null && { contact: JSON.parse(contact) as Contact }),
      ...(files !== null && { files: JSON.parse(files) as InboundFile[] }),
      ...(quoted !== null && { quoted }),
      addressed: true,
      at: row.said_at,
    },
  }
}

function toSetAside({ seq, channel, received_at, attempts, reason }: Row): SetAsideRow {
  return { seq, channel, at: received_at, attempts, reason: reason ?? '' }
}

function toHistory({ seq, text, choice, files, received_at }: Row): HistoryEntry {
  const withFiles = files === null ? {} : { withFiles: true as const }
  return { seq, text, at: received_at, ...(choice !== null && { choice }), ...withFiles }
}
