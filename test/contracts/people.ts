/** What every store promises of people, units, invitations, groups and phones: the same lines on SQLite and PostgreSQL. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Invitation } from '../../core/people/kept.ts'
import type { Unit } from '../../core/people/unit.ts'
import type { Repositories, Store } from '../../core/store.ts'
import type { TestDatabase } from './store.ts'

const CLINIC: Unit = {
  code: '12420100429900011B',
  name: '楚天示范中医院',
  region: '420106',
  kind: '医院',
  mode: '系统对接',
}
const SCHOOL: Unit = {
  ...CLINIC,
  code: '12421000429900041E',
  name: '示范学院',
  region: '421002',
  kind: '学校',
}
const web = (user: string) => ({ channel: 'web', user, conversation: user })
const clerk = { role: 'clerk', unit: CLINIC.code } as const

export function peopleContract(name: string, newDatabase: () => Promise<TestDatabase>): void {
  describe(`people in a store on ${name}`, () => {
    let store: Store
    let reopen: () => Promise<void>
    const write = <T>(work: (tx: Repositories) => Promise<T>) => store.transaction(work)

    beforeEach(async () => {
      const database = await newDatabase()
      const open = async () => {
        const opened = await database.open()
        onTestFinished(() => opened.close().catch(() => undefined))
        store = opened
      }
      reopen = async () => {
        await store.close()
        await open()
      }
      await open()
    })

    it('takes the directory, tells what changed, and marks what is gone', async () => {
      const put = (units: readonly Unit[], now: number) => write((tx) => tx.units.put(units, now))
      expect(await put([CLINIC, SCHOOL], 10)).toEqual(['added', 'added'])
      expect(await put([CLINIC, { ...SCHOOL, parent: CLINIC.code }], 20)).toEqual([
        'unchanged',
        'changed',
      ])
      expect(await write((tx) => tx.units.markGone(20))).toEqual({ count: 0, first: [] })
      expect(await store.units.find(SCHOOL.code)).toEqual({ ...SCHOOL, parent: CLINIC.code })
      await put([CLINIC], 30)
      expect(await write((tx) => tx.units.markGone(30))).toMatchObject({
        count: 1,
        first: [SCHOOL],
      })
      expect(await store.units.find(SCHOOL.code)).toMatchObject({ goneSince: 30 })
      expect(await store.units.count(['420106', '421002'])).toBe(1)
      expect(await store.units.count()).toBe(1)
      expect(await put([SCHOOL], 40)).toEqual(['changed'])
      await write((tx) => tx.units.touch([CLINIC.code], 40))
      expect(await write((tx) => tx.units.markGone(40))).toEqual({ count: 0, first: [] })
      expect(await store.units.count(['420106', '421002'])).toBe(2)
      expect(await store.units.find('x')).toBeUndefined()
    })

    it('finds units by their very names, in regions or everywhere, while they are listed', async () => {
      const namesake = { ...CLINIC, code: '12420100429900009B', region: '421002' }
      await write((tx) => tx.units.put([CLINIC, SCHOOL, namesake], 10))
      const codes = async (names: readonly string[], regions?: readonly string[]) =>
        (await store.units.named(names, regions ? { regions } : {})).map(({ code }) => code)
      expect(await codes([CLINIC.name])).toEqual([namesake.code, CLINIC.code])
      expect(await codes([CLINIC.name, SCHOOL.name], ['421002'])).toEqual([
        namesake.code,
        SCHOOL.code,
      ])
      expect(await codes([CLINIC.name.slice(1), '%', ''])).toEqual([])
      expect(await codes([])).toEqual([])
      await write((tx) => tx.units.put([CLINIC], 20))
      await write((tx) => tx.units.markGone(20))
      expect(await codes([CLINIC.name, SCHOOL.name])).toEqual([CLINIC.code])
    })

    it('tells which codes are listed, in regions or everywhere', async () => {
      await write((tx) => tx.units.put([CLINIC, SCHOOL], 10))
      const many = Array.from({ length: 1001 }, (_, at) => `X${at}`)
      const codes = [SCHOOL.code, ...many, CLINIC.code]
      expect((await store.units.listed(codes, {})).toSorted()).toEqual(
        [CLINIC.code, SCHOOL.code].toSorted(),
      )
      expect(await store.units.listed(codes, { regions: [SCHOOL.region] })).toEqual([SCHOOL.code])
      expect(await store.units.listed(codes, { regions: [] })).toEqual([])
      await write((tx) => tx.units.put([CLINIC], 20))
      await write((tx) => tx.units.markGone(20))
      expect(await store.units.listed(codes, {})).toEqual([CLINIC.code])
    })

    it('knows a person by the account, with every role and how the unit stands', async () => {
      expect(await store.people.ofAccount(web('a'))).toBeUndefined()
      await write(async (tx) => {
        await tx.units.put([CLINIC], 10)
        await tx.people.add({ id: 'p1', name: '张示范' }, 1)
        await tx.people.grant('p1', clerk, 'cli', 1)
        await tx.people.grant('p1', { role: 'officer', region: '420100' }, 'cli', 2)
        expect(await tx.people.tie('p1', web('a'), 1)).toBe(true)
      })
      const unit = { ...CLINIC, listed: true }
      const person = {
        id: 'p1',
        name: '张示范',
        grants: [
          { role: 'clerk', unit },
          { role: 'officer', region: '420100' },
        ],
      }
      expect(await store.people.ofAccount(web('a'))).toEqual(person)
      expect(await store.people.find('p1')).toEqual(person)
      expect(await store.people.named('张示范')).toEqual([person])
      await reopen()
      const asked = await Promise.all(
        ['a', 'b', 'a'].map((user) => store.people.ofAccount(web(user))),
      )
      expect(asked).toEqual([person, undefined, person])
      await write((tx) => tx.units.markGone(11))
      expect((await store.people.ofAccount(web('a')))?.grants[0]).toEqual({
        role: 'clerk',
        unit: { ...unit, listed: false },
      })
    })

    it('ties an account to one person, keeps one preferred, and hands that on', async () => {
      await write(async (tx) => {
        for (const id of ['p1', 'p2']) await tx.people.add({ id, name: id }, 1)
        expect(await tx.people.tie('p1', web('a'), 1)).toBe(true)
        expect(await tx.people.tie('p2', web('a'), 2)).toBe(false)
        expect(await tx.people.tie('p1', { ...web('b'), channel: 'telegram' }, 2)).toBe(true)
      })
      const preferred = async () =>
        (await store.people.accounts('p1')).map(({ user, preferred }) => [user, preferred])
      expect(await preferred()).toEqual([
        ['a', true],
        ['b', false],
      ])
      const telegram = { channel: 'telegram', user: 'b' }
      expect(await write((tx) => tx.people.prefer('p2', telegram))).toBe(false)
      expect(await write((tx) => tx.people.prefer('p1', telegram))).toBe(true)
      expect(await preferred()).toEqual([
        ['b', true],
        ['a', false],
      ])
      await write((tx) => tx.people.untie(telegram))
      expect(await preferred()).toEqual([['a', true]])
      expect(await store.people.ofAccount(telegram)).toBeUndefined()
    })

    it('keeps one role in each place, and tells who holds which', async () => {
      await write(async (tx) => {
        for (const id of ['p1', 'p2']) await tx.people.add({ id, name: id }, 1)
        await tx.people.grant('p1', clerk, 'cli', 1)
        await tx.people.grant('p1', { ...clerk, role: 'approver' }, 'cli', 2)
        await tx.people.grant('p2', { role: 'administrator' }, 'cli', 3)
        await tx.people.grant('p2', { ...clerk, unit: SCHOOL.code }, 'cli', 3)
      })
      expect(await store.people.members(CLINIC.code)).toEqual([
        { id: 'p1', name: 'p1', role: 'approver', since: 2 },
      ])
      expect(await store.people.holders('administrator')).toEqual(['p2'])
      expect(await store.people.holders('approver', { unit: CLINIC.code })).toEqual(['p1'])
      expect(await store.people.holders('clerk', { unit: CLINIC.code })).toEqual([])
      expect(await write((tx) => tx.people.revoke('p1', `unit:${CLINIC.code}`))).toBe(true)
      expect(await write((tx) => tx.people.revoke('p1', `unit:${CLINIC.code}`))).toBe(false)
      expect(await store.people.members(CLINIC.code)).toEqual([])
    })

    it('lets a person leave, and forgets the name later', async () => {
      await write(async (tx) => {
        await tx.people.add({ id: 'p1', name: '张示范' }, 1)
        await tx.people.grant('p1', clerk, 'cli', 1)
        await tx.people.tie('p1', web('a'), 1)
        await tx.people.leave('p1', 50)
      })
      expect(await store.people.ofAccount(web('a'))).toBeUndefined()
      expect(await store.people.members(CLINIC.code)).toEqual([])
      expect(await store.people.named('张示范')).toEqual([])
      expect(await store.people.find('p1')).toEqual({ id: 'p1', name: '张示范', grants: [] })
      expect(await write((tx) => tx.people.forget(50))).toBe(0)
      expect(await write((tx) => tx.people.forget(51))).toBe(1)
      expect(await store.people.find('p1')).toBeUndefined()
    })

    it('lets an invitation be used once', async () => {
      const invitation: Invitation = { given: clerk, name: '李示范', by: 'p1', expiresAt: 90 }
      await write((tx) => tx.invitations.add('h', invitation))
      expect(await store.invitations.find('h')).toEqual({ ...invitation, state: 'open' })
      const both = await Promise.all([
        write((tx) => tx.invitations.close('h', 'used')),
        write((tx) => tx.invitations.close('h', 'void')),
      ])
      expect(both).toEqual([true, false])
      expect((await store.invitations.find('h'))?.state).toBe('used')
      expect(await store.invitations.find('other')).toBeUndefined()
      expect(await write((tx) => tx.invitations.forget(90))).toBe(0)
      expect(await write((tx) => tx.invitations.forget(91))).toBe(1)
      const further = {
        given: { role: 'payer' as const },
        name: '',
        by: 'p1',
        person: 'p1',
        expiresAt: 5,
      }
      await write((tx) => tx.invitations.add('f', further))
      expect(await store.invitations.find('f')).toEqual({ ...further, state: 'open' })
    })

    it('finds the invitations of a name that could be accepted', async () => {
      const invitation: Invitation = { given: clerk, name: '李示范', by: 'p1', expiresAt: 90 }
      const all: readonly (readonly [string, Partial<Invitation>])[] = [
        ['a', {}],
        ['b', { expiresAt: 80 }],
        ['past', { expiresAt: 50 }],
        ['other', { name: '王示范' }],
        ['further', { person: 'p1' }],
        ['used', {}],
      ]
      await write(async (tx) => {
        for (const [hash, more] of all) await tx.invitations.add(hash, { ...invitation, ...more })
        await tx.invitations.close('used', 'used')
      })
      expect(await store.invitations.openFor('李示范', 50)).toEqual([
        { ...invitation, expiresAt: 80, hash: 'b' },
        { ...invitation, hash: 'a' },
      ])
    })

    it('keeps what a group is tied to', async () => {
      const group = {
        ...{ channel: 'telegram', conversation: '-1', staff: false, by: 'p1' },
        audience: { kind: '医院' as const, region: '420000' },
      }
      await write((tx) => tx.groups.tie(group, 1))
      expect(await store.groups.find('telegram', '-1')).toEqual(group)
      const staff = { ...group, staff: true, audience: { region: '420100' } }
      await write((tx) => tx.groups.tie(staff, 2))
      expect(await store.groups.list()).toEqual([staff])
      expect(await write((tx) => tx.groups.untie('telegram', '-1'))).toBe(true)
      expect(await write((tx) => tx.groups.untie('telegram', '-1'))).toBe(false)
      expect(await store.groups.find('telegram', '-1')).toBeUndefined()
    })

    it('moves all of a group that has another id: its tie, and what waits, in the same transaction too', async () => {
      const audience = { region: '420000' }
      const to = { channel: 'telegram', conversation: '-1', group: true }
      const message = { text: 'x', personal: false, answers: '1:2:3' }
      const moved = await write(async (tx) => {
        await tx.groups.tie({ ...to, audience, staff: true, by: 'p1' }, 1)
        tx.outbox.add({ to, user: '-1', message, kind: 'notice' }, 1)
        return tx.places.move({ channel: 'telegram', from: '-1', to: '-2' })
      })
      expect(moved).toBe(2)
      expect((await store.groups.list()).map(({ conversation }) => conversation)).toEqual(['-2'])
      const [row] = await store.outbox.due('telegram', 1, 9)
      expect(row).toMatchObject({ to: { ...to, conversation: '-2' }, user: '-2' })
      expect(row?.message).toEqual({ text: 'x', personal: false })
      const again = { channel: 'telegram', from: '-1', to: '-2' }
      expect(await write((tx) => tx.places.move(again))).toBe(0)
    })

    it('keeps verified phones, and counts the codes it sent', async () => {
      const account = { channel: 'web', user: 'a' }
      const code = (id: string, at: number) => ({
        ...account,
        id,
        phone: '13800000000',
        hash: id,
        at,
      })
      await write(async (tx) => {
        await tx.phones.addCode(code('c1', 10))
        await tx.phones.addCode(code('c2', 20))
        await tx.phones.addCode({ ...code('c3', 20), user: 'b' })
        await tx.phones.set(account, '13800000000', 30)
      })
      expect(await store.phones.code(account)).toEqual(code('c2', 20))
      expect(await store.phones.sent(account, '13800000000', 10)).toEqual({
        account: 1,
        phone: 2,
        all: 2,
      })
      expect(await store.phones.sent(account, '1', 0)).toEqual({ account: 2, phone: 0, all: 3 })
      await write((tx) => tx.phones.closeCode('c2'))
      expect(await store.phones.code(account)).toBeUndefined()
      expect(await store.phones.of(account)).toMatchObject({ phone: '13800000000', since: 30 })
      expect(await write((tx) => tx.phones.forget(30, 15))).toBe(1)
      await write((tx) => tx.phones.drop(account))
      expect(await store.phones.of(account)).toBeUndefined()
    })

    it('erases the phone, and the tie of who holds no role; a role stays', async () => {
      await write(async (tx) => {
        for (const id of ['p1', 'p2']) {
          await tx.people.add({ id, name: id }, 1)
          await tx.people.tie(id, web(id), 1)
          await tx.phones.set(web(id), '13800000000', 1)
        }
        await tx.people.grant('p1', clerk, 'cli', 1)
        for (const id of ['p1', 'p2']) await tx.erasure.erase('web', id, id)
      })
      for (const id of ['p1', 'p2']) expect(await store.phones.of(web(id))).toBeUndefined()
      expect(await store.people.ofAccount(web('p1'))).toBeDefined()
      expect(await store.people.ofAccount(web('p2'))).toBeUndefined()
      expect(await store.people.find('p2')).toBeUndefined()
    })

    it('remembers the last import of each kind', async () => {
      const record = { kind: 'units' as const, at: 1, read: 2, imported: 1, refused: 1 }
      await write((tx) => tx.imports.add(record))
      await write((tx) => tx.imports.add({ ...record, at: 2 }))
      await write((tx) => tx.imports.add({ ...record, kind: 'receipts', at: 1 }))
      expect(await store.imports.last()).toEqual([
        { ...record, kind: 'receipts' },
        { ...record, at: 2 },
      ])
    })
  })
}
