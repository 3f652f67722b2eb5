/** What every store promises of announcements and their deliveries: the same lines on SQLite and PostgreSQL. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Announcement, contentHashOf } from '../../core/announcements/announcement.ts'
import { totalOf, type Tried } from '../../core/announcements/delivery.ts'
import type { NewDelivery } from '../../core/announcements/kept.ts'
import type { Repositories, Store } from '../../core/store.ts'
import { CLINIC, COUNTY } from '../support/people.ts'
import type { TestDatabase } from './store.ts'

const content = {
  ...{ title: '通知', text: '内容', audience: { all: true } as const },
  ...{ emergency: false, mandatory: true, acknowledge: { until: 1000 } },
}
const announcement: Announcement = {
  ...content,
  ...{ id: 'A-000001', state: 'draft', version: 1, writer: 'w', at: 1, since: 1 },
  contentHash: contentHashOf(content),
}
const options = { emergenciesOnly: false, except: [] }
const to = (conversation: string, group = false) => ({
  ...{ channel: 'telegram', conversation, user: conversation, group },
})
const delivery = (recipient: string, where?: NewDelivery['to']): NewDelivery => ({
  ...{ recipient, name: recipient, region: '420000' },
  ...(where ? { to: where } : { skip: 'nobody-bound' as const }),
})

export function announcementContract(name: string, newDatabase: () => Promise<TestDatabase>): void {
  describe(`announcements in a store on ${name}`, () => {
    let store: Store
    const inTx = <T>(work: (tx: Repositories) => Promise<T>) => store.transaction(work)

    beforeEach(async () => {
      store = await (await newDatabase()).open()
      onTestFinished(() => store.close().catch(() => undefined))
    })

    /** On its way, to these. */
    async function sending(deliveries: readonly NewDelivery[]): Promise<Announcement> {
      return inTx(async (tx) => {
        await tx.announcements.add(announcement)
        await tx.deliveries.resolve(announcement.id, deliveries)
        const approved = await tx.announcements.move(announcement, 'approve', { approver: 'a' }, 2)
        const sent = approved && (await tx.announcements.move(approved, 'send', {}, 3))
        if (!sent) throw new Error('not sent off')
        return sent
      })
    }

    it('come back as they were, move as the table says, and are approved by another person', async () => {
      await inTx((tx) => tx.announcements.add(announcement))
      expect(await store.announcements.find('A-000001')).toEqual(announcement)
      const move = (approver: string) =>
        inTx((tx) => tx.announcements.move(announcement, 'approve', { approver }, 2))
      await expect(move('w')).rejects.toThrow()
      expect(await move('a')).toMatchObject({ state: 'approved', approver: 'a', version: 2 })
      expect(await move('a')).toBeUndefined()
    })

    it('reach each chat once: a group stands for all of its units', async () => {
      await sending([
        delivery('unit:a', to('1')),
        ...[delivery('unit:b', to('-1', true)), delivery('unit:c', to('-1', true))],
        delivery('unit:d'),
      ])
      const due = await store.deliveries.due('telegram', 10, 9, options)
      expect(due.map((one) => one.to.conversation)).toEqual(['1', '-1'])
      const [, group] = due
      if (!group) throw new Error('no group is due')
      expect(await inTx((tx) => tx.deliveries.begin(group))).toBe(true)
      expect(await inTx((tx) => tx.deliveries.begin(group))).toBe(false)
      expect(await store.deliveries.counts('A-000001')).toMatchObject({ sending: 2, pending: 1 })
      await inTx((tx) => tx.deliveries.record(group, { state: 'sent' }, 11))
      expect(await store.deliveries.counts('A-000001')).toMatchObject({ sent: 2, skipped: 1 })
      expect(await store.deliveries.left('A-000001')).toEqual({ telegram: 1 })
    })

    it('leave nothing while they are paused, and wait until they may', async () => {
      const sent = await sending([delivery('unit:a', to('1'))])
      const [due] = await store.deliveries.due('telegram', 10, 9, options)
      if (!due) throw new Error('nothing is due')
      await inTx((tx) => tx.announcements.move(sent, 'pause', {}, 4))
      expect(await inTx((tx) => tx.deliveries.begin(due))).toBe(false)
      expect(await store.deliveries.due('telegram', 10, 9, options)).toEqual([])
      const paused = await store.announcements.find('A-000001')
      if (paused) await inTx((tx) => tx.announcements.move(paused, 'resume', {}, 5))
      await inTx((tx) => tx.deliveries.begin(due))
      await inTx((tx) => tx.deliveries.record(due, { state: 'pending', notBefore: 50 }, 11))
      expect(await store.deliveries.due('telegram', 49, 9, options)).toEqual([])
      expect(await store.deliveries.due('telegram', 50, 9, options)).toHaveLength(1)
    })

    it('that were in flight at a crash are unknown, and go again only when told', async () => {
      await sending([delivery('unit:a', to('1'))])
      const [due] = await store.deliveries.due('telegram', 10, 9, options)
      if (due) await inTx((tx) => tx.deliveries.begin(due))
      expect(await inTx((tx) => tx.deliveries.lost(['wechat']))).toBe(0)
      expect(await inTx((tx) => tx.deliveries.lost(['telegram']))).toBe(1)
      expect(await store.deliveries.due('telegram', 99, 9, options)).toEqual([])
      expect(await inTx((tx) => tx.deliveries.again('A-000001', ['unknown']))).toBe(1)
      expect(await store.deliveries.due('telegram', 99, 9, options)).toHaveLength(1)
    })

    it('know who waits for a word, and who gave it', async () => {
      await sending([delivery('unit:a', to('-1', true)), delivery('unit:b', to('2'))])
      for (const due of await store.deliveries.due('telegram', 10, 9, options)) {
        await inTx((tx) => tx.deliveries.begin(due))
        await inTx((tx) => tx.deliveries.record(due, { state: 'sent' }, 11))
      }
      const waiting = async (now = 20) =>
        (await store.deliveries.waiting(['unit:a', 'person:x'], now)).map(({ id }) => id)
      expect([await waiting(), await waiting(1000)]).toEqual([['A-000001'], []])
      expect(await store.deliveries.waitsIn({ channel: 'telegram', conversation: '-1' }, 20)).toBe(
        true,
      )
      expect(await store.deliveries.waitsIn({ channel: 'telegram', conversation: '-2' }, 20)).toBe(
        false,
      )
      expect(await inTx((tx) => tx.deliveries.acknowledge('A-000001', ['unit:a'], 21))).toBe(1)
      expect(await inTx((tx) => tx.deliveries.acknowledge('A-000001', ['unit:a'], 22))).toBe(0)
      expect(await waiting()).toEqual([])
      expect(await store.deliveries.acknowledged('A-000001')).toBe(1)
      expect(await store.deliveries.received(['unit:a'], 9)).toHaveLength(1)
    })

    it('find everybody who may be meant: units with their people, and people of none', async () => {
      await inTx(async (tx) => {
        await tx.units.put([CLINIC, COUNTY], 1)
        for (const id of ['p1', 'p2']) await tx.people.add({ id, name: id }, 1)
        await tx.people.grant('p1', { role: 'clerk', unit: CLINIC.code }, 'cli', 1)
        await tx.people.grant('p2', { role: 'officer', region: '420100' }, 'cli', 1)
        const account = { channel: 'telegram', user: 'u1', conversation: 'u1' }
        await tx.people.tie('p1', account, 1)
      })
      const found = await store.deliveries.candidates()
      expect(found.map(({ key, roles }) => [key, roles])).toEqual([
        [`unit:${CLINIC.code}`, ['clerk']],
        [`unit:${COUNTY.code}`, []],
        ['person:p2', []],
      ])
      expect(found[0]?.people[0]?.accounts).toEqual([
        { channel: 'telegram', user: 'u1', conversation: 'u1', blocked: false },
      ])
    })

    it('always add up to the audience, whatever happens to them', async () => {
      const all = Array.from({ length: 12 }, (_, at) =>
        delivery(`unit:${at}`, at % 4 === 3 ? undefined : to(String(at % 7), at % 2 === 0)),
      )
      await sending(all)
      const tried = fc.constantFrom<Tried>(
        ...[
          { state: 'sent' } as const,
          { state: 'blocked' } as const,
          { state: 'unknown' } as const,
        ],
        ...[{ state: 'failed', reason: 'x' } as const, { state: 'pending', notBefore: 0 } as const],
      )
      const step = fc.oneof(tried, fc.constantFrom('lost', 'again', 'cancel'))
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
          await inTx((tx) => tx.deliveries.resolve('A-000001', all))
          for (const one of steps) {
            await perform(one)
            expect(totalOf(await store.deliveries.counts('A-000001'))).toBe(12)
          }
        }),
        { numRuns: 15 },
      )
    })

    async function perform(step: Tried | string): Promise<void> {
      if (step === 'lost') return void (await inTx((tx) => tx.deliveries.lost(['telegram'])))
      if (step === 'cancel') return inTx((tx) => tx.deliveries.cancel('A-000001'))
      if (typeof step === 'string') {
        return void (await inTx((tx) => tx.deliveries.again('A-000001', ['unknown', 'failed'])))
      }
      const [due] = await store.deliveries.due('telegram', 10, 1, options)
      if (!due) return
      await inTx((tx) => tx.deliveries.begin(due))
      await inTx((tx) => tx.deliveries.record(due, step, 11))
    }

    it('keep tokens by their hash until they are over, and one answer for a key', async () => {
      const token = { hash: 'h', person: 'p', scopes: ['announcements:read'], expiresAt: 10 }
      await inTx((tx) => tx.apiTokens.add(token))
      expect(await store.apiTokens.find('h', 9)).toEqual({ person: 'p', scopes: token.scopes })
      expect(await store.apiTokens.find('h', 10)).toBeUndefined()
      const answer = { caller: 'p', key: 'k', request: 'r', answer: '{}', at: 1 }
      expect(await inTx((tx) => tx.apiAnswers.add(answer))).toBe(true)
      expect(await inTx((tx) => tx.apiAnswers.add({ ...answer, request: 'x' }))).toBe(false)
      expect(await store.apiAnswers.find('p', 'k')).toEqual({ request: 'r', answer: '{}' })
    })
  })
}
