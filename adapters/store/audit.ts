/** The audit table: a chain of records. */
import type { Knex } from 'knex'
import { AUDIT_ORIGIN, type AuditEntry, auditHash, type AuditRecord } from '../../core/audit.ts'
import type { AuditLog } from '../../core/store.ts'
import { collectRows } from './rows.ts'

export function auditOf(db: Knex): AuditLog & { flush(): Promise<void> } {
  const audit = () => db<AuditRecord>('audit')
  const appended = collectRows<{ entry: AuditEntry; at: number }>(async (rows) => {
    let last = await audit().select('seq', 'hash').orderBy('seq', 'desc').first()
    const records = rows.map(({ entry, at }) => {
      const { actor, action, object, result } = entry
      const record = { actor, action, object, result, seq: (last?.seq ?? 0) + 1, at }
      const hash = auditHash(last?.hash ?? AUDIT_ORIGIN, record)
      last = { seq: record.seq, hash }
      return { ...record, hash }
    })
    await audit().insert(records)
  })
  return {
    flush: appended.flush,
    append: (entry, at) => appended.add({ entry, at }),
    read: (afterSeq, limit) => audit().where('seq', '>', afterSeq).orderBy('seq').limit(limit),
    /** The last record stays: the next one is bound to it. */
    async forget(before) {
      const last = await audit().max({ seq: 'seq' }).first()
      return audit()
        .where('at', '<', before)
        .where('seq', '<', Number(last?.['seq'] ?? 0))
        .delete()
    },
  }
}
