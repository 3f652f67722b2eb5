/** The audit chain as a whole: a signed checkpoint a day, and finding what was changed, dropped, moved or added. */
import {
  AUDIT_ORIGIN,
  type AuditCheckpoint,
  type AuditHead,
  auditHash,
  type AuditRecord,
  checkpointText,
  headText,
  type Seal,
} from './audit.ts'
import { dayOf } from './calendar/local-time.ts'
import { sameText } from './keys.ts'
import type { Instant } from './message.ts'
import { AUDIT_RETENTION_MS } from './retention.ts'
import type { AuditLog, Store } from './store.ts'

/** Signs the chain as it is now, once a day. Resolves to the new checkpoint, or nothing when this day has one. */
export function addCheckpoint(
  store: Pick<Store, 'transaction'>,
  seal: Seal,
  now: Instant,
): Promise<AuditCheckpoint | undefined> {
  return store.transaction(async ({ audit }) => {
    const day = dayOf(now)
    const [last] = await audit.checkpoints(1)
    if (last?.day === day) return undefined
    const head = await audit.head()
    if (!head) return undefined
    const { seq, hash } = head
    const signed = { day, at: now, seq, hash }
    const checkpoint = { ...signed, seal: seal(checkpointText(signed)) }
    await audit.addCheckpoint(checkpoint)
    return checkpoint
  })
}

export type Broken =
  | { readonly kind: 'changed' | 'missing' | 'added'; readonly seq: number }
  /** A day whose checkpoint is not what was signed. */
  | { readonly kind: 'checkpoint'; readonly day: string }
  /** The end of the chain is not what was sealed. */
  | { readonly kind: 'head' }

export type Verdict =
  | { readonly kind: 'whole'; readonly records: number; readonly checkpoints: number }
  | { readonly kind: 'broken'; readonly what: Broken }

const BATCH = 1000
/** More checkpoints than days are kept. */
const MOST_CHECKPOINTS = 100_000

/**
 * Reads the whole chain against its checkpoints and its end. What is named is the first record at which it breaks;
 * where all records after a point were rewritten to agree with each other, that is the next one a signature stands for.
 */
export async function verifyAudit(
  audit: Pick<AuditLog, 'read' | 'head' | 'checkpoints'>,
  seal: Seal,
  now: Instant,
): Promise<Verdict> {
  const checkpoints = await audit.checkpoints(MOST_CHECKPOINTS)
  const forged = checkpoints.find((one) => !sameText(seal(checkpointText(one)), one.seal))
  if (forged) return broken({ kind: 'checkpoint', day: forged.day })
  const [first] = await audit.read(0, 1)
  const start = startOf(first, checkpoints, now)
  if ('kind' in start) return broken(start)
  const bySeq = new Map(checkpoints.map((one) => [one.seq, one.hash]))
  let last: Link = start
  for (;;) {
    const records = await audit.read(last.seq, BATCH)
    if (records.length === 0) break
    for (const record of records) {
      const wrong = wrongWith(record, last, bySeq)
      if (wrong) return broken(wrong)
      last = record
    }
  }
  const wrong = wrongAtEnd(await audit.head(), last, seal) ?? beyond(checkpoints, last)
  const records = last.seq - start.seq
  return wrong ? broken(wrong) : { kind: 'whole', records, checkpoints: checkpoints.length }
}

type Link = Pick<AuditRecord, 'seq' | 'hash'>

/** What the first record is bound to: the origin, or the checkpoint up to which records went after their time. */
function startOf(
  first: AuditRecord | undefined,
  checkpoints: readonly AuditCheckpoint[],
  now: Instant,
): Link | Broken {
  const origin = { seq: 0, hash: AUDIT_ORIGIN }
  if (first?.seq === 1) return origin
  const before = first ? first.seq - 1 : Math.max(0, ...checkpoints.map(({ seq }) => seq))
  if (before === 0) return origin
  const over = checkpoints.filter(({ at }) => at < now - AUDIT_RETENTION_MS)
  const anchor = over.find(({ seq }) => seq === before)
  return anchor ?? { kind: 'missing', seq: Math.max(0, ...over.map(({ seq }) => seq)) + 1 }
}

function wrongWith(
  record: AuditRecord,
  last: Link,
  checkpoints: ReadonlyMap<number, string>,
): Broken | undefined {
  const { hash, seq, ...fields } = record
  if (seq !== last.seq + 1) return { kind: 'missing', seq: last.seq + 1 }
  const signed = checkpoints.get(seq) ?? hash
  const right = auditHash(last.hash, { seq, ...fields }) === hash && signed === hash
  return right ? undefined : { kind: 'changed', seq }
}

function wrongAtEnd(head: AuditHead | undefined, last: Link, seal: Seal): Broken | undefined {
  if (!head) return last.seq === 0 ? undefined : { kind: 'head' }
  if (head.seq > last.seq) return { kind: 'missing', seq: last.seq + 1 }
  if (head.seq < last.seq) return { kind: 'added', seq: head.seq + 1 }
  if (head.hash !== last.hash) return { kind: 'changed', seq: last.seq }
  return sameText(seal(headText(head)), head.seal) ? undefined : { kind: 'head' }
}

/** A checkpoint for records that are not there. */
function beyond(checkpoints: readonly AuditCheckpoint[], last: Link): Broken | undefined {
  return checkpoints.some(({ seq }) => seq > last.seq)
    ? { kind: 'missing', seq: last.seq + 1 }
    : undefined
}

function broken(what: Broken): Verdict {
  return { kind: 'broken', what }
}
