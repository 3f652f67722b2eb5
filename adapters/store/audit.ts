/** The audit table: a chain of records, its sealed end, and its checkpoints. */
import type { Knex } from 'knex'
import {
  AUDIT_ORIGIN,
  type AuditCheckpoint,
  type AuditEntry,
  type AuditHead,
  auditHash,
  type AuditRecord,
  headText,
  type Seal,
} from '../../core/audit.ts'
import { sameText } from '../../core/keys.ts'
import type { AuditLog } from '../../core/store.ts'
import { collectRows } from './rows.ts'

/** The one row of the end. */
const END = 1
/** No seal is this text. */
const BROKEN = 'broken'

export function auditOf(db: Knex, seal: Seal = () => ''): AuditLog & { flush(): Promise<void> } {
  const audit = () => db<AuditRecord>('audit')
  const ends = () => db<AuditHead & { id: number }>('audit_head')
  const checkpoints = () => db<AuditCheckpoint>('audit_checkpoints')
  const head = () => ends().select('seq', 'hash', 'seal').where({ id: END }).first()

  const appended = collectRows<{ entry: AuditEntry; at: number }>(async (rows) => {
    const end = await head()
    let last: Pick<AuditHead, 'seq' | 'hash'> = end ?? (await lastRecord())
    const whole = end ? sameText(seal(headText(end)), end.seal) : last.seq === 0
    const records = rows.map(({ entry, at }) => {
      const { actor, action, object, result } = entry
      const record = { actor, action, object, result, seq: last.seq + 1, at }
      const hash = auditHash(last.hash, record)
      last = { seq: record.seq, hash }
      return { ...record, hash }
    })
    await audit().insert(records)
    // Who broke the end must not have it made good by the next record: it stays broken, and is found.
    await ends()
      .insert({ id: END, ...last, seal: whole ? seal(headText(last)) : BROKEN })
      .onConflict('id')
      .merge()
  })

  /** Of a chain whose end is gone. */
  async function lastRecord(): Promise<Pick<AuditHead, 'seq' | 'hash'>> {
    const last = await audit().select('seq', 'hash').orderBy('seq', 'desc').first()
    return last ?? { seq: 0, hash: AUDIT_ORIGIN }
  }

  return {
    async flush() {
      await appended.flush()
    },
    append: (entry, at) => appended.add({ entry, at }),
    read: (afterSeq, limit) => audit().where('seq', '>', afterSeq).orderBy('seq').limit(limit),
    async head() {
      await appended.flush()
      return head()
    },
    checkpoints: (limit) => checkpoints().orderBy('at', 'desc').limit(limit),
    addCheckpoint: async (checkpoint) => void (await checkpoints().insert(checkpoint)),
    async forget(before) {
      const anchor = await checkpoints().where('at', '<', before).orderBy('at', 'desc').first()
      if (!anchor) return 0
      await checkpoints().where('at', '<', anchor.at).delete()
      return audit().where('seq', '<=', anchor.seq).delete()
    },
  }
}
