/** What every store promises of announcements and their deliveries: the same lines on SQLite and PostgreSQL. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Announcement, contentHashOf } from '../../core/announcements/announcement.ts'
import { totalOf, type Tried } from '../../core/announcements/delivery.ts'
import type { NewDelivery, Batches } from '../../core/announcements/kept.ts'
import { sampleUnit } from '../../core/people/sample-units.ts'
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
async function whole<Row>(batches: Batches<Row>): Promise<Row[]> {
  const all: Row[] = []
  for await (const some of batches) all.push(...some)
  return all
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
        await tx.deliveries.resolve(announcement.id, [deliveries])
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
      await inTx((tx) =>
        tx.deliveries.record(due, { state: 'pending', notBefore: 50, tries: 1 }, 11),
      )
      expect(await store.deliveries.due('telegram', 49, 9, options)).toEqual([])
      expect(await store.deliveries.due('telegram', 50, 9, options)).toHaveLength(1)
    })

    it('that were in flight at a crash are unknown, and go again only when told', async () => {
      await sending([delivery('unit:a', to('1'))])
      const [due] = await store.deliveries.due('telegram', 10, 9, options)
      if (due) await inTx((tx) => tx.deliveries.begin(due))
      expect(await inTx((tx) => tx.deliveries.lost(['wechat']))).toBe(0)
      expect(await store.deliveries.unknown()).toBe(0)
      expect(await inTx((tx) => tx.deliveries.lost(['telegram']))).toBe(1)
      expect(await store.deliveries.unknown()).toBe(1)
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
      const waiting = async (now = 20, conversation?: string) => {
        const chat = conversation === undefined ? undefined : { channel: 'telegram', conversation }
        const all = await store.deliveries.waiting(['unit:a', 'person:x'], now, chat)
        return all[0]?.id
      }
      expect([await waiting(), await waiting(1000)]).toEqual(['A-000001', undefined])
      expect([await waiting(20, '-1'), await waiting(20, '2')]).toEqual(['A-000001', undefined])
      expect(await store.deliveries.waitsIn({ channel: 'telegram', conversation: '-1' }, 20)).toBe(
        true,
      )
      expect(await store.deliveries.waitsIn({ channel: 'telegram', conversation: '-2' }, 20)).toBe(
        false,
      )
      expect(await inTx((tx) => tx.deliveries.acknowledge('A-000001', ['unit:a'], 21))).toBe(1)
      expect(await inTx((tx) => tx.deliveries.acknowledge('A-000001', ['unit:a'], 22))).toBe(0)
      expect(await waiting()).toBeUndefined()
      expect(await store.deliveries.acknowledged('A-000001')).toBe(1)
      expect(await store.deliveries.received(['unit:a'], { limit: 9 })).toHaveLength(1)
    })

    /** Sent to two chats, of which one has said 收到; one recipient was never reached, one waits. */
    async function sentToSome(): Promise<void> {
      await inTx((tx) => tx.units.put([CLINIC, COUNTY], 1))
      const [clinic, county] = [`unit:${CLINIC.code}`, `unit:${COUNTY.code}`]
      await sending([
        { ...delivery(clinic, to('1')), region: CLINIC.region },
        { ...delivery(county, to('2')), region: COUNTY.region },
        delivery('unit:d'),
        delivery('unit:e', { ...to('3'), channel: 'wechat' }),
      ])
      for (const due of await store.deliveries.due('telegram', 10, 9, options)) {
        await inTx((tx) => tx.deliveries.begin(due))
        await inTx((tx) => tx.deliveries.record(due, { state: 'sent' }, 11))
      }
      await inTx((tx) => tx.deliveries.acknowledge('A-000001', [clinic], 20))
    }

    it('are counted by region and by channel, and listed by their names', async () => {
      await sentToSome()
      const { regions, ...open } = { regions: [COUNTY.region], after: 0, limit: 9 }
      const counted = await store.deliveries.byRegion('A-000001', {})
      expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(4)
      expect(await store.deliveries.byRegion('A-000001', { regions })).toEqual([
        { region: COUNTY.region, state: 'sent', acknowledged: false, count: 1 },
      ])
      const byChannel = await store.deliveries.byChannel('A-000001')
      expect(byChannel).toMatchObject({ telegram: { sent: 2 }, wechat: { pending: 1, sent: 0 } })
      const named = async (query: object) =>
        (await store.deliveries.list('A-000001', { ...open, ...query })).map(({ name }) => name)
      expect(await named({})).toEqual([CLINIC.name, COUNTY.name, '', ''])
      expect(await named({ acknowledged: false })).toEqual([COUNTY.name])
      expect(await named({ acknowledged: true })).toEqual([CLINIC.name])
      expect(await named({ acknowledged: true, regions })).toEqual([])
    })

    it('are followed into the very chats they went to, and chased once in a while', async () => {
      await sentToSome()
      const reached = async (andWaiting: boolean) =>
        (await whole(store.deliveries.reached('A-000001', { andWaiting }))).map(
          (one) => one.to?.conversation,
        )
      expect(await reached(false)).toEqual(['1', '2'])
      expect(await reached(true)).toEqual(['1', '2', '3'])
      const chase = (before: number, now: number, regions?: string[]) =>
        inTx((tx) =>
          whole(tx.deliveries.chase('A-000001', { before, ...(regions && { regions }) }, now)),
        ).then((found) => found.map((one) => one.to?.conversation))
      expect(await chase(0, 30, [CLINIC.region])).toEqual([])
      expect(await chase(0, 30)).toEqual(['2'])
      expect(await chase(29, 40)).toEqual([])
      expect(await chase(30, 40)).toEqual(['2'])
    })

    it('go on where they stopped, with tries of their own for each part', async () => {
      await sending([delivery('unit:a', to('1'))])
      const due = async () => (await store.deliveries.due('telegram', 99, 9, options))[0]
      const [first] = [await due()]
      if (!first) throw new Error('nothing is due')
      expect(first).toMatchObject({ tries: 0, progress: { parts: 0, text: false } })
      const later = { state: 'pending' as const, notBefore: 5, tries: 0 }
      await inTx((tx) => tx.deliveries.begin(first))
      await inTx((tx) => tx.deliveries.record(first, { ...later, tries: 1 }, 4))
      expect(await due()).toMatchObject({ tries: 1, progress: { parts: 0, text: false } })
      await inTx((tx) => tx.deliveries.begin(first))
      const progress = { parts: 1, text: true }
      await inTx((tx) => tx.deliveries.record(first, { ...later, progress }, 6))
      expect(await due()).toMatchObject({ tries: 0, progress })
      expect(await store.deliveries.received(['unit:a'], { limit: 9 })).toHaveLength(1)
      await inTx((tx) => tx.deliveries.cancel('A-000001'))
      const rows = await store.deliveries.list('A-000001', { after: 0, limit: 9 })
      expect(rows).toMatchObject([{ state: 'sent', reason: 'attachments-cancelled' }])
    })

    it('tell those that went to somebody from those that are only found by asking', async () => {
      const unreached = { ...delivery('unit:b'), skip: 'no-channel' as const }
      await sending([delivery('unit:a', to('1')), unreached, delivery('unit:c')])
      const [due] = await store.deliveries.due('telegram', 10, 9, options)
      if (due) await inTx((tx) => tx.deliveries.begin(due))
      const went = async (unit: string) =>
        (await store.deliveries.waiting([unit], 20)).map((one) => one.went)
      expect([await went('unit:a'), await went('unit:b'), await went('unit:c')]).toEqual([
        ...[[true], [false], []],
      ])
    })

    it('that were replaced wait for no word, and a reminder is not listed among what one got', async () => {
      await sentToSome()
      const waiting = () => store.deliveries.waiting([`unit:${COUNTY.code}`], 21)
      expect(await waiting()).toMatchObject([{ id: 'A-000001', went: true }])
      await inTx((tx) => tx.announcements.replace('A-000001', 'A-000002'))
      expect(await waiting()).toEqual([])
      expect(await store.announcements.find('A-000001')).toMatchObject({ replacedBy: 'A-000002' })
      const reminder = { ...announcement, id: 'A-000003', approver: 'a', state: 'sending' as const }
      const follows = { id: 'A-000001', kind: 'reminder' as const }
      await inTx(async (tx) => {
        await tx.announcements.add({ ...reminder, follows })
        await tx.deliveries.resolve('A-000003', [[delivery(`unit:${COUNTY.code}`, to('2'))]])
        const progress = { parts: 0, text: false }
        await tx.deliveries.begin({ announcement: 'A-000003', to: to('2'), tries: 0, progress })
      })
      const got = await store.deliveries.received([`unit:${COUNTY.code}`], { limit: 9 })
      expect(got.map(({ id }) => id)).toEqual(['A-000001'])
    })

    it('written anew lose their approval, in the store as well', async () => {
      await inTx((tx) => tx.announcements.add(announcement))
      const edited = { ...content, title: '新标题' }
      const next = { ...edited, contentHash: contentHashOf(edited) }
      const approved = await inTx((tx) =>
        tx.announcements.move(announcement, 'approve', { approver: 'a' }, 2),
      )
      if (!approved) throw new Error('not approved')
      const written = await inTx((tx) =>
        tx.announcements.move(approved, 'edit', { content: next }, 3),
      )
      expect(written).toMatchObject({ state: 'draft', title: '新标题', version: 3 })
      expect(written).not.toHaveProperty('approver')
    })

    it('know who unsubscribed, and which chats are blocked until something is heard from them', async () => {
      const account = { channel: 'telegram', user: 'u1', conversation: 'u1' }
      await inTx(async (tx) => {
        await tx.units.put([CLINIC], 1)
        await tx.people.add({ id: 'p1', name: 'p1' }, 1)
        await tx.people.grant('p1', { role: 'clerk', unit: CLINIC.code }, 'cli', 1)
        await tx.people.tie('p1', account, 1)
        const group = { channel: 'telegram', conversation: '-1', audience: { region: '420000' } }
        await tx.groups.tie({ ...group, staff: false, by: 'p1' }, 1)
      })
      const person = async () => (await whole(store.deliveries.candidates()))[0]?.people[0]
      await inTx((tx) => tx.people.subscribe('p1', false, 2))
      expect(await person()).toMatchObject({ optedOut: true })
      await inTx((tx) => tx.people.subscribe('p1', true, 3))
      expect(await person()).toMatchObject({ optedOut: false })
      await sending([delivery('unit:a', to('u1')), delivery('unit:b', to('-1', true))])
      for (const due of await store.deliveries.due('telegram', 10, 9, options)) {
        await inTx((tx) => tx.deliveries.begin(due))
        await inTx((tx) => tx.deliveries.record(due, { state: 'blocked' }, 11))
      }
      expect((await person())?.accounts).toMatchObject([{ blocked: true }])
      expect(await store.groups.list()).toMatchObject([{ blocked: true }])
      await inTx((tx) => tx.sessions.save('telegram:u1:u1', 'x', '{}', 0, 12))
      expect((await person())?.accounts).toMatchObject([{ blocked: false }])
      const again = { channel: 'telegram', conversation: '-1', audience: { region: '420000' } }
      await inTx((tx) => tx.groups.tie({ ...again, staff: false, by: 'p1' }, 13))
      expect(await store.groups.list()).toEqual([{ ...again, staff: false, by: 'p1' }])
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
      const found = await whole(store.deliveries.candidates())
      expect(found.map(({ key, roles }) => [key, roles])).toEqual([
        [`unit:${CLINIC.code}`, ['clerk']],
        [`unit:${COUNTY.code}`, []],
        ['person:p2', []],
      ])
      expect(found[0]?.people[0]?.accounts).toEqual([
        { channel: 'telegram', user: 'u1', conversation: 'u1', blocked: false },
      ])
    })

    it('are handed on some at a time, each once', async () => {
      const units = Array.from({ length: 2001 }, (_, index) => sampleUnit(1, index))
      await inTx((tx) => tx.units.put(units, 1))
      const found = await whole(store.deliveries.candidates())
      expect(new Set(found.map(({ key }) => key)).size).toBe(2001)
      expect(found).toHaveLength(2001)
      await sending(found.map(({ key }, at) => delivery(key, to(String(at)))))
      const reached = await whole(store.deliveries.reached('A-000001', { andWaiting: true }))
      expect(reached.map(({ recipient }) => recipient)).toEqual(found.map(({ key }) => key))
    })

    it('are chased some at a time, and become deliveries of the reminder as they come', async () => {
      const all = Array.from({ length: 2001 }, (_, at) => delivery(`unit:${at}`, to('-1', true)))
      await sending(all)
      const [due] = await store.deliveries.due('telegram', 10, 9, options)
      if (due) await inTx((tx) => tx.deliveries.begin(due))
      const sizes: number[] = []
      async function* noted(some: Batches<NewDelivery>) {
        for await (const batch of some) {
          sizes.push(batch.length)
          yield batch
        }
      }
      const count = await inTx((tx) =>
        tx.deliveries.resolve(
          'A-000002',
          noted(tx.deliveries.chase('A-000001', { before: 0 }, 30)),
        ),
      )
      expect([count, ...sizes]).toEqual([2001, 1000, 1000, 1])
      const again = (tx: Repositories) => tx.deliveries.chase('A-000001', { before: 29 }, 40)
      expect(await inTx((tx) => whole(again(tx)))).toEqual([])
    })

    it('find an officer with all regions and offices, also one of a unit, or of a unit that is gone', async () => {
      await inTx(async (tx) => {
        await tx.units.put([CLINIC, COUNTY], 1)
        const given = [
          ['p1', { role: 'payer' }],
          ['p1', { role: 'officer', region: '420100' }],
          ['p1', { role: 'officer', region: '421000' }],
          ['p1', { role: 'clerk', unit: CLINIC.code }],
          ['p2', { role: 'administrator' }],
          ['p2', { role: 'clerk', unit: COUNTY.code }],
          ['p3', { role: 'payer' }],
          ['p3', { role: 'clerk', unit: CLINIC.code }],
        ] as const
        for (const id of ['p1', 'p2', 'p3']) {
          await tx.people.add({ id, name: id }, 1)
          await tx.people.tie(id, { channel: 'telegram', user: id, conversation: id }, 1)
        }
        for (const [at, [id, grant]] of given.entries()) {
          await tx.people.grant(id, grant, 'cli', at)
        }
        await tx.units.put([CLINIC], 2)
        await tx.units.markGone(2)
      })
      const found = await whole(store.deliveries.candidates())
      expect(found.map(({ key, regions, roles }) => [key, regions, roles])).toEqual([
        [`unit:${CLINIC.code}`, undefined, ['clerk', 'clerk']],
        ['person:p1', ['420100', '421000'], ['payer', 'officer']],
        ['person:p2', [], ['administrator']],
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
        ...[
          { state: 'failed', reason: 'x' } as const,
          { state: 'pending', notBefore: 0, tries: 1 } as const,
        ],
      )
      const step = fc.oneof(tried, fc.constantFrom('lost', 'again', 'cancel'))
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
          await inTx((tx) => tx.deliveries.resolve('A-000001', [all]))
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
