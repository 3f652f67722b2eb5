/** The sandbox platform in a process of its own, over HTTP on this machine: so that it outlives whoever asks it. */
import { z } from 'zod'
import { PlatformError } from '../../core/errors.ts'
import type { ReceiptPlatform, ReversalState } from '../../core/ports.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'

const PATIENCE_MS = 10_000

const answered = z.object({ value: z.unknown().optional() })

/** `url` without a slash at its end. Every fault of the connection is a `PlatformError`: the answer is not known. */
export function createRemoteSandbox(url: string, patienceMs = PATIENCE_MS): ReceiptPlatform {
  async function call<T>(method: keyof ReceiptPlatform, ...args: readonly unknown[]): Promise<T> {
    try {
      const response = await fetch(`${url}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(args),
        signal: AbortSignal.timeout(patienceMs),
      })
      if (!response.ok)
        throw new PlatformError('unavailable', `the sandbox said ${response.status}`)
      // What it answers is what our own process of the sandbox has written.
      return answered.parse(await response.json()).value as T
    } catch (cause) {
      if (cause instanceof PlatformError) throw cause
      throw new PlatformError('unavailable', 'the sandbox gave no answer', { cause })
    }
  }
  const some = (found: readonly Receipt[] | undefined) => found ?? []
  return {
    find: (reference) => call<Receipt | undefined>('find', reference),
    verify: (reference) => call<Receipt | undefined>('verify', reference),
    findByNumber: async (number) => some(await call('findByNumber', number)),
    findByPhone: async (phone, page) => some(await call('findByPhone', phone, page)),
    findOfUnit: async (unit, query) => some(await call('findOfUnit', unit, query)),
    requestReversal: (...asked) =>
      call<Exclude<ReversalState, { kind: 'none' }>>('requestReversal', ...asked),
    reversalStatus: (receipt) => call<ReversalState>('reversalStatus', receipt),
  }
}
