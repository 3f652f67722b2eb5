/** What every store promises of void requests and wishes: the same lines on SQLite and PostgreSQL. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { VoidWish } from '../../core/receipts/void/kept.ts'
import { afterMove, moves, type VoidMove, type VoidRequest } from '../../core/receipts/void.ts'
import type { Repositories, Store } from '../../core/store.ts'
import type { TestDatabase } from './store.ts'

const RECEIPT = { code: '42990126', number: '0000007001' }
const CLINIC = { code: '12420100429900011B', name: '楚天示范中医院' }

const request: VoidRequest = {
  ...{ id: 'VR-2026-000001', state: 'requested', version: 1, receipt: RECEIPT, name: '票据' },
  ...{ amountFen: 23621, issuedOn: '2026-03-06', unit: CLINIC.code, asker: 'p1', reason: '退费' },
  ...{ urgent: false, needsOfficer: false, level: 0, reminded: false, at: 100, since: 100 },
  ...{ deadline: 900, nextAt: 500, asks: 0, nothings: 0 },
}
const numbered = (count: number, more: Partial<VoidRequest> = {}): VoidRequest => ({
  ...request,
  id: `VR-2026-00000${count}`,
  receipt: { ...RECEIPT, number: `000000700${count}` },
  ...more,
})
const wish: VoidWish = {
  ...{ id: 'w1', receipt: RECEIPT, name: '票据', unit: CLINIC.code, reason: '退号', at: 10 },
  account: { channel: 'web', user: 'u', conversation: 'u' },
  state: 'open',
}

export function voidContract(name: string, newDatabase: () => Promise<TestDatabase>): void {
  describe(`void requests in a store on ${name}`, () => {
    let store: Store
    const write = <T>(work: (tx: Repositories) => Promise<T>) => store.transaction(work)
    const move = (from: VoidRequest, made: VoidMove, changes = {}) =>
      write((tx) => tx.voids.move(from, { move: made, at: 200, by: 'p2' }, changes))
    const toApproved = async () => {
      await write((tx) => tx.voids.add(request))
      const approved = await move(request, 'approve', { approver: 'p2', nextAt: 200 })
      if (!approved) throw new Error('not approved')
      return approved
    }

    beforeEach(async () => {
      const database = await newDatabase()
      store = await database.open()
      const opened = store
      onTestFinished(() => opened.close().catch(() => undefined))
    })

    it('keeps a request with its history, as it was given', async () => {
      const full = { ...request, reasonText: '写错', paper: '0000000088', note: 'x' }
      expect(await write((tx) => tx.voids.add(full))).toBe(true)
      expect(await store.voids.find(request.id)).toEqual(full)
      expect(await store.voids.of(RECEIPT)).toEqual(full)
      expect(await store.voids.steps(request.id)).toEqual([{ move: 'request', at: 100, by: 'p1' }])
      expect(await store.voids.find('VR-2026-000009')).toBeUndefined()
    })

    it('keeps one request of a receipt that is open or done, and a new one after others', async () => {
      await write((tx) => tx.voids.add(request))
      const second = { ...request, id: 'VR-2026-000002' }
      expect(await write((tx) => tx.voids.add(second))).toBe(false)
      await move(request, 'withdraw')
      expect(await write((tx) => tx.voids.add(second))).toBe(true)
      await move(second, 'approve', { approver: 'p2' })
      const approved = await store.voids.find(second.id)
      await move(approved ?? second, 'submit', { calledAt: 1 })
      const submitted = await store.voids.find(second.id)
      await move(submitted ?? second, 'finish')
      expect(await write((tx) => tx.voids.add({ ...request, id: 'VR-2026-000003' }))).toBe(false)
    })

    it('makes a move once, on what was read', async () => {
      await write((tx) => tx.voids.add(request))
      const approved = await move(request, 'approve', { approver: 'p2', nextAt: undefined })
      expect(approved).toMatchObject({ state: 'approved', version: 2, approver: 'p2', since: 200 })
      expect(approved).not.toHaveProperty('nextAt')
      expect(await move(request, 'approve', { approver: 'p3' })).toBeUndefined()
      expect(await move(request, 'withdraw')).toBeUndefined()
      const noted = await write((tx) => tx.voids.note(approved ?? request, { asks: 3 }))
      expect(noted).toMatchObject({ version: 3, asks: 3, since: 200 })
      expect(await store.voids.steps(request.id)).toHaveLength(2)
    })

    it('makes the moves of the table and no others', async () => {
      for (const made of Object.keys(moves) as VoidMove[]) {
        if (afterMove('requested', made) !== undefined) continue
        const id = 'VR-2026-000007'
        await write((tx) => tx.voids.add({ ...numbered(7), id }))
        expect(await move({ ...numbered(7), id }, made, { approver: 'p2' })).toBeUndefined()
      }
    })

    it('takes no approver who asked, and nobody as a third person who is one of the two', async () => {
      await write((tx) => tx.voids.add({ ...request, needsOfficer: true }))
      await expect(move(request, 'approve', { approver: 'p1' })).rejects.toThrow()
      const approved = await move(request, 'approve', { approver: 'p2' })
      for (const confirmer of ['p1', 'p2']) {
        await expect(move(approved ?? request, 'confirm', { confirmer })).rejects.toThrow()
      }
      await expect(move(approved ?? request, 'submit', { calledAt: 1 })).rejects.toThrow()
      const confirmed = await move(approved ?? request, 'confirm', { confirmer: 'p3' })
      expect(await move(confirmed ?? request, 'submit', { calledAt: 1 })).toBeDefined()
    })

    it('submits nothing without the mark that the call goes out', async () => {
      await expect(move(await toApproved(), 'submit')).rejects.toThrow()
    })

    it('keeps the red receipt with what was done', async () => {
      const submitted = await move(await toApproved(), 'submit', { calledAt: 7 })
      const red = {
        code: '42990126',
        number: '9000000001',
        check: 'abc234',
        issuedOn: '2026-11-23',
      }
      const done = await move(submitted ?? request, 'finish', { red, nextAt: undefined })
      expect(done).toMatchObject({ state: 'done', red, calledAt: 7 })
      expect(await store.voids.find(request.id)).toEqual(done)
    })

    it('hands out what is due, the longest due first', async () => {
      await write(async (tx) => {
        await tx.voids.add(numbered(1, { nextAt: 50 }))
        await tx.voids.add(numbered(2, { nextAt: 40 }))
        await tx.voids.add(numbered(3, { nextAt: 60 }))
      })
      const due = async (now: number, limit = 9) =>
        (await store.voids.due(now, limit)).map(({ id }) => id.slice(-1)).join('')
      expect([await due(39), await due(50), await due(99, 2)]).toEqual(['', '21', '21'])
    })

    it('lists by who asked, unit, region, state and age, newest first', async () => {
      await write(async (tx) => {
        const unit = { ...CLINIC, region: '420106', kind: '医院', mode: '在线' } as const
        await tx.units.put([unit], 1)
        await tx.voids.add(numbered(1, { at: 10 }))
        await tx.voids.add(numbered(2, { at: 20, asker: 'p9' }))
        await tx.voids.add(numbered(3, { at: 30, unit: 'X' }))
      })
      await move(numbered(2), 'withdraw')
      const page = { skip: 0, limit: 9 }
      const ids = async (query: Parameters<Store['voids']['list']>[0]) => {
        const found = await store.voids.list(query, page)
        expect(await store.voids.count(query)).toBe(found.length)
        return found.map(({ id }) => id.slice(-1)).join('')
      }
      expect(await ids({})).toBe('321')
      expect(await ids({ asker: 'p9' })).toBe('2')
      expect(await ids({ units: [CLINIC.code] })).toBe('21')
      expect(await ids({ units: [] })).toBe('')
      expect(await ids({ regions: ['420106'] })).toBe('21')
      expect(await ids({ regions: ['420106'], states: ['withdrawn'] })).toBe('2')
      expect(await ids({ before: 20 })).toBe('1')
      expect(await ids({ unitName: '示范中' })).toBe('21')
      expect(await ids({ unitName: '示_中' })).toBe('')
      expect(await ids({ oldestFirst: true })).toBe('123')
      expect(await store.voids.list({}, { skip: 1, limit: 1 })).toMatchObject([{ at: 20 }])
    })

    it('lists on which requests whose word is due', async () => {
      const officers = { level: 2, needsOfficer: true } as const
      await write(async (tx) => {
        await tx.voids.add(numbered(1))
        await tx.voids.add(numbered(2, officers))
        await tx.voids.add(numbered(3, officers))
        await tx.voids.add(numbered(4))
      })
      const approved = await move(numbered(3), 'approve', { approver: 'p2' })
      await move(numbered(4), 'approve', { approver: 'p2' })
      const due = async (waitsFor: 'unit' | 'officer') =>
        (await store.voids.list({ waitsFor }, { skip: 0, limit: 9 })).map(({ id }) => id.slice(-1))
      expect([await due('unit'), await due('officer')]).toEqual([
        ['2', '1'],
        ['3', '2'],
      ])
      const toConfirm = async () => {
        const found = await store.voids.list({ toConfirm: true }, { skip: 0, limit: 9 })
        expect(await store.voids.count({ toConfirm: true })).toBe(found.length)
        return found.map(({ id }) => id.slice(-1))
      }
      expect(await toConfirm()).toEqual(['3'])
      await move(approved ?? request, 'confirm', { confirmer: 'p3' })
      expect([await due('officer'), await toConfirm()]).toEqual([['2'], []])
    })

    it('forgets files and free text of what is over, and the files of drafts', async () => {
      const file = { type: 'png', size: 1, owner: 'x', name: 'a.png' } as const
      await write(async (tx) => {
        await tx.voids.add(numbered(1, { reasonText: '写错' }))
        await tx.voids.add(numbered(2, { reasonText: '写错' }))
        await tx.files.add({ ...file, id: 'f1', purpose: 'void-draft:d', at: 1 })
        await tx.files.repurpose('void-draft:d', 'void:VR-2026-000001')
        await tx.files.add({ ...file, id: 'f2', purpose: 'void:VR-2026-000002', at: 1 })
        await tx.files.add({ ...file, id: 'f3', purpose: 'void-draft:e', at: 1 })
        await tx.files.add({ ...file, id: 'f4', purpose: 'void-draft:f', at: 9 })
        await tx.files.add({ ...file, id: 'f5', purpose: 'export:x', at: 1 })
        await tx.files.add({ ...file, id: 'f6', purpose: 'ticket:T-000001', at: 1 })
        await tx.files.addLink('h', 'f1', 1000)
      })
      await move(numbered(1, { version: 1 }), 'withdraw')
      expect(await write((tx) => tx.voids.forget(201, 201, 5))).toBe(4)
      const left = await store.files.known(['f1', 'f2', 'f3', 'f4', 'f5', 'f6'])
      expect([...left].toSorted()).toEqual(['f2', 'f4', 'f6'])
      expect(await store.voids.find(numbered(1).id)).not.toHaveProperty('reasonText')
      expect(await store.voids.find(numbered(2).id)).toHaveProperty('reasonText')
    })

    it('keeps one wish of an account about a receipt until it is over', async () => {
      expect(await write((tx) => tx.wishes.add(wish))).toBe(true)
      expect(await write((tx) => tx.wishes.add({ ...wish, id: 'w2' }))).toBe(false)
      expect(await store.wishes.find('w1')).toEqual(wish)
      expect(await store.wishes.open(CLINIC.code, 9)).toEqual([wish])
      expect(await store.wishes.openAbout(RECEIPT)).toEqual([wish])
      expect(await store.wishes.openAbout({ ...RECEIPT, number: '1' })).toEqual([])
      const settle = (...args: Parameters<Store['wishes']['settle']>) =>
        write((tx) => tx.wishes.settle(...args))
      expect(await settle('w1', 'open', 'taken', 'VR-2026-000001')).toBe(true)
      expect(await settle('w1', 'open', 'declined')).toBe(false)
      expect(await write((tx) => tx.wishes.add({ ...wish, id: 'w2' }))).toBe(false)
      expect(await store.wishes.ofRequest('VR-2026-000001')).toMatchObject([{ id: 'w1' }])
      expect(await settle('w1', 'taken', 'over')).toBe(true)
      expect(await write((tx) => tx.wishes.add({ ...wish, id: 'w2', at: 20 }))).toBe(true)
      const own = await store.wishes.ofAccount(wish.account, 9)
      expect(own.map(({ id }) => id)).toEqual(['w2', 'w1'])
      expect(await write((tx) => tx.wishes.forget(15))).toBe(1)
    })
  })
}
