/** `cli audit verify`: whether the audit log is whole; where it is not, which record. */
import type { Seal } from '../core/audit.ts'
import { type Broken, verifyAudit } from '../core/audit-chain.ts'
import type { Store } from '../core/store.ts'
import { operatorWords as words } from '../core/wording/operator-words.ts'

export interface AuditVerifyArgs {
  readonly store: Pick<Store, 'audit'>
  readonly seal: Seal
  readonly now: number
  readonly json: boolean
}

/** 0: whole; 1: broken, with the record named on `err`. */
export async function auditVerify(
  { store, seal, now, json }: AuditVerifyArgs,
  io: { out(line: string): void; err(line: string): void },
): Promise<0 | 1> {
  const verdict = await verifyAudit(store.audit, seal, now)
  if (verdict.kind === 'broken') for (const line of sentence(verdict.what)) io.err(line)
  if (json) io.out(JSON.stringify(verdict))
  else if (verdict.kind === 'whole') {
    for (const line of words.audit.whole(verdict.records, verdict.checkpoints)) io.out(line)
  }
  return verdict.kind === 'whole' ? 0 : 1
}

function sentence(what: Broken): readonly string[] {
  if (what.kind === 'head') return words.audit.head
  if (what.kind === 'checkpoint') return words.audit.checkpoint(what.day)
  return words.audit[what.kind](what.seq)
}
