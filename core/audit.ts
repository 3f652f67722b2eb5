/** The audit log: append-only records, each bound to the one before it by a hash. Never any personal data. */
import { createHash } from 'node:crypto'
import type { Instant } from './message.ts'
import type { Pseudonym } from './keys.ts'

export interface AuditEntry {
  /** Who: a keyed pseudonym, or the name of a part of the program. */
  readonly actor: Pseudonym
  /** What was done: `receipt.lookup`, `privacy.erase`, … */
  readonly action: string
  /** To what: a keyed pseudonym or an id of ours. */
  readonly object: string
  readonly result: string
}

export interface AuditRecord extends AuditEntry {
  readonly seq: number
  readonly at: Instant
  readonly hash: string
}

/** What the first record of all is bound to. */
export const AUDIT_ORIGIN = '0'.repeat(64)

/** The hash of a record, in hex: over the previous hash and every field. */
export function auditHash(previous: string, record: Omit<AuditRecord, 'hash'>): string {
  const { seq, at, actor, action, object, result } = record
  return createHash('sha256')
    .update(JSON.stringify([previous, seq, at, actor, action, object, result]))
    .digest('hex')
}
