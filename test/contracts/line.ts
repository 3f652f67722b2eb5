/** What every store promises of what a message brings, and of numbers. Run on SQLite and on PostgreSQL. */
import { describe, expect, it, onTestFinished } from 'vitest'
import type { InboundMessage } from '../../core/message.ts'
import type { TestDatabase } from './store.ts'

const from = { channel: 'web', conversation: 'c1', user: 'u1', group: false }

export function lineContract(name: string, newDatabase: () => Promise<TestDatabase>): void {
  const opened = async () => {
    const store = await (await newDatabase()).open()
    onTestFinished(() => store.close().catch(() => undefined))
    return store
  }

  describe(`what a message brings, on ${name}`, () => {
    it('is there until it is answered, and not in the table afterwards', async () => {
      const store = await opened()
      const files = [{ name: 'a\0.pdf', type: 'application/pdf', size: 9, ref: 'r1' }]
      const message: InboundMessage = {
        ...{ id: '1', from, text: '', addressed: true, at: 5 },
        ...{ files, quoted: '工单 T-000001' },
      }
      await store.transaction(async (tx) => tx.inbox.add(message, 1))
      const [row] = await store.inbox.pending(['web'], 0, 9)
      expect(row?.message.quoted).toBe('工单 T-000001')
      expect(row?.message.files).toMatchObject([{ type: 'application/pdf', size: 9, ref: 'r1' }])
      await store.transaction(async (tx) => tx.inbox.finish(row?.seq ?? 0))
      expect(await store.inbox.pending(['web'], 0, 9)).toEqual([])
    })
  })

  describe(`numbers on ${name}`, () => {
    it('count each series by itself, and what is undone leaves no gap', async () => {
      const store = await opened()
      const next = (series: string) => store.transaction((tx) => tx.numbers.next(series))
      expect([await next('T'), await next('T'), await next('VR-2026')]).toEqual([1, 2, 1])
      const undone = store.transaction(async (tx) => {
        await tx.numbers.next('T')
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
      const many = await Promise.all(Array.from({ length: 20 }, () => next('T')))
      expect(many.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 3))
    })

    it('are only given within a transaction', async () => {
      const store = await opened()
      expect(() => store.numbers.next('T')).toThrow('transaction')
    })
  })
}
