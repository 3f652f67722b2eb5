/** How long misses lock, counted in another way than the guard counts: by walking through time. */
import type { LockRule } from '../../core/receipts/guard.ts'

/** Walks through time miss by miss, with a list of the last hour's misses and a lock that is kept. */
export function modelLock(misses: readonly number[], rule: LockRule): number | undefined {
  let recent: number[] = []
  let lock: { until: number; length: number } | undefined
  for (const at of misses) {
    recent = [...recent.filter((earlier) => earlier > at - rule.windowMs), at]
    if (lock && at > lock.until + rule.forgetMs) lock = { until: lock.until, length: 0 }
    if (lock && lock.length > 0)
      lock = { until: 0, length: Math.min(lock.length * 2, rule.longestLockMs) }
    else if (recent.length >= rule.misses) lock = { until: 0, length: rule.firstLockMs }
    else continue
    lock.until = at + lock.length
  }
  return lock?.until
}
