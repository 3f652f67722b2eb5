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

/** The end of the chain, kept apart from it, so that records cut off at the end are missed. */
export interface AuditHead {
  readonly seq: number
  readonly hash: string
  /** Made with the installation's secret: see `headText`. Empty where the store was opened without one. */
  readonly seal: string
}

/** The chain as it was on one day: what is older than its retention may go, and the rest still stands on this. */
export interface AuditCheckpoint extends AuditHead {
  /** yyyy-MM-dd, in Wuhan. */
  readonly day: string
  readonly at: Instant
}

/** Signs a text with the installation's secret. */
export type Seal = (text: string) => string

export function headText({ seq, hash }: Pick<AuditHead, 'seq' | 'hash'>): string {
  return JSON.stringify(['audit head', seq, hash])
}

export function checkpointText({ day, at, seq, hash }: Omit<AuditCheckpoint, 'seal'>): string {
  return JSON.stringify(['audit checkpoint', day, at, seq, hash])
}
