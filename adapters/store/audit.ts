/** The audit table: a chain of records. */
import type { Knex } from 'knex'
import { AUDIT_ORIGIN, auditHash, type AuditRecord } from '../../core/audit.ts'
import type { AuditLog } from '../../core/store.ts'

/** Within one transaction the end of the chain is read once. */
export function auditOf(db: Knex): AuditLog {
  const audit = () => db<AuditRecord>('audit')
  let last: Pick<AuditRecord, 'seq' | 'hash'> | undefined
  return {
    async append(entry, now) {
      last ??= await audit().select('seq', 'hash').orderBy('seq', 'desc').first()
      const record = { ...entry, seq: (last?.seq ?? 0) + 1, at: now }
      const hash = auditHash(last?.hash ?? AUDIT_ORIGIN, record)
      await audit().insert({ ...record, hash })
      last = { seq: record.seq, hash }
    },
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
