/** What every store promises of tickets: the same lines on SQLite and PostgreSQL. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Repositories, Store } from '../../core/store.ts'
import {
  afterTicketMove,
  type Ticket,
  type TicketMove,
  ticketMoves,
  ticketStates,
} from '../../core/support/ticket.ts'
import type { TestDatabase } from './store.ts'

const asker = { channel: 'web', conversation: 'c1', user: 'u1', group: false }
const ticket: Ticket = {
  ...{ id: 'T-000001', state: 'open', version: 1, asker, person: 'p', locale: 'zh-CN' },
  ...{ queue: { kind: 'payer', region: '420000' }, level: 0, calls: 1, answered: false },
  ...{ told: false, at: 100, since: 100, nextAt: 500 },
}
const seat = { channel: 'telegram', conversation: '-1', group: true }

export function supportContract(name: string, newDatabase: () => Promise<TestDatabase>): void {
  describe(`tickets in a store on ${name}`, () => {
    let store: Store
    const inTx = <T>(work: (tx: Repositories) => Promise<T>) => store.transaction(work)
    const move = (from: Ticket, made: TicketMove, changes = {}, now = 200) =>
      inTx((tx) => tx.tickets.move(from, made, changes, now))

    beforeEach(async () => {
      store = await (await newDatabase()).open()
      onTestFinished(() => store.close().catch(() => undefined))
    })

    it('come back as they were, and one of a conversation is live', async () => {
      await inTx((tx) => tx.tickets.add(ticket))
      expect(await store.tickets.find('T-000001')).toEqual(ticket)
      expect(await store.tickets.liveOf(asker)).toEqual(ticket)
      const second = inTx((tx) => tx.tickets.add({ ...ticket, id: 'T-000002' }))
      await expect(second).rejects.toThrow()
      expect(await store.tickets.opened('p', 0)).toBe(1)
    })

    it('move as the table says, on what was read, and no other way', async () => {
      await inTx((tx) => tx.tickets.add(ticket))
      const taken = await move(ticket, 'take', { holder: 'h', seat, nextAt: undefined })
      expect(taken).toMatchObject({ state: 'taken', version: 2, holder: 'h', seat, since: 200 })
      expect(taken).not.toHaveProperty('nextAt')
      expect(await move(ticket, 'take', { holder: 'other', seat })).toBeUndefined()
      if (!taken) throw new Error('not taken')
      expect(await move(taken, 'reopen')).toBeUndefined()
      const free = { holder: undefined, seat: undefined }
      const closed = await move(taken, 'close', free)
      expect(closed).toMatchObject({ state: 'closed' })
      expect(await store.tickets.liveOf(asker)).toBeUndefined()
      expect((await store.tickets.lastOf(asker))?.id).toBe('T-000001')
      expect(closed && (await move(closed, 'reopen'))).toMatchObject({ state: 'reopened' })
    })

    it('are held by somebody exactly while they are taken, which the database enforces', async () => {
      await inTx((tx) => tx.tickets.add(ticket))
      await expect(move(ticket, 'take', {})).rejects.toThrow()
      await expect(inTx((tx) => tx.tickets.note(ticket, { holder: 'h' }))).rejects.toThrow()
    })

    it('keep what was said in order, and are listed and due', async () => {
      await inTx(async (tx) => {
        await tx.tickets.add(ticket)
        for (const text of ['一', '二'])
          await tx.tickets.say(ticket.id, { by: 'asker', text, at: 1 })
        await tx.tickets.say(ticket.id, { by: 'staff', text: '三', at: 1, person: 'h' })
      })
      expect((await store.tickets.lines(ticket.id)).map(({ text }) => text)).toEqual([
        '一',
        '二',
        '三',
      ])
      expect(await store.tickets.due(499, 9)).toEqual([])
      expect(await store.tickets.due(500, 9)).toEqual([ticket])
      const open = { states: ['open' as const] }
      expect(await store.tickets.list({ ...open, regions: ['420000'] }, 9)).toEqual([ticket])
      expect(await store.tickets.list({ ...open, regions: ['420100'] }, 9)).toEqual([])
    })

    it('are forgotten when they are over: first what was said, then that they were', async () => {
      await inTx((tx) => tx.tickets.add(ticket))
      await inTx((tx) => tx.tickets.say(ticket.id, { by: 'asker', text: '一', at: 1 }))
      await inTx((tx) => tx.tickets.forget(1e6, 1e6))
      expect(await store.tickets.lines(ticket.id)).toHaveLength(1)
      await move(ticket, 'withdraw', {}, 300)
      await inTx((tx) => tx.tickets.forget(400, 200))
      expect(await store.tickets.lines(ticket.id)).toEqual([])
      expect((await store.tickets.find(ticket.id))?.state).toBe('closed')
      await inTx((tx) => tx.tickets.forget(400, 400))
      expect(await store.tickets.find(ticket.id)).toBeUndefined()
    })

    it('know who is blocked, and keep drafts', async () => {
      await inTx((tx) => tx.tickets.block('p', 'h', 1))
      expect(await store.tickets.isBlocked('p')).toBe(true)
      expect(await inTx((tx) => tx.tickets.unblock('p'))).toBe(true)
      expect(await inTx((tx) => tx.tickets.unblock('p'))).toBe(false)
      const draft = { ticket: 'T-000001', question: '问', wordings: ['问法'], answer: '答', at: 5 }
      await inTx((tx) => tx.tickets.addDraft(draft))
      await inTx((tx) => tx.tickets.addDraft({ ...draft, answer: '新答' }))
      expect(await store.tickets.drafts(5, 9)).toEqual([{ ...draft, answer: '新答' }])
      expect(await store.tickets.drafts(6, 9)).toEqual([])
    })
  })

  it('the table of moves has no way out of spam, and leads nowhere else', () => {
    for (const move of Object.keys(ticketMoves) as TicketMove[]) {
      expect(afterTicketMove('spam', move)).toBeUndefined()
      for (const state of ticketStates) {
        const to = afterTicketMove(state, move)
        if (to !== undefined) expect(ticketStates).toContain(to)
      }
    }
  })
}
