/** What every store promises. `storeContract` is run on SQLite and on PostgreSQL by the same lines. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { AUDIT_ORIGIN, auditHash } from '../../core/audit.ts'
import { AlreadyAnswered, StaleTurn } from '../../core/errors.ts'
import type { InboundMessage } from '../../core/message.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'
import type { OutboxEntry, Repositories, Store } from '../../core/store.ts'

const from = { channel: 'web', conversation: 'c1', user: 'u1', group: false }
const message = (id: string, text = 'hello'): InboundMessage => ({
  id,
  from,
  text,
  addressed: true,
  at: 5,
})
const entry: OutboxEntry = {
  to: from,
  user: 'u1',
  message: { text: 'answer', personal: true },
  kind: 'reply',
}
const [clinic, hospital] = sampleReceipts as [Receipt, Receipt, ...Receipt[]]
const reference = { code: clinic.code, number: clinic.number, check: clinic.check }

/** A database of one test: `open` opens the same one each time. */
export interface TestDatabase {
  open(): Promise<Store>
  /** Whether reading goes on beside an open transaction; a single connection cannot. */
  readonly isolated: boolean
}

export function storeContract(name: string, newDatabase: () => Promise<TestDatabase>): void {
  describe(`a store on ${name}`, () => {
    let open: () => Promise<Store>
    let isolated: boolean
    let store: Store
    const inTransaction = <T>(work: (tx: Repositories) => T | Promise<T>) =>
      store.transaction(async (tx) => work(tx))
    /** Takes a message in, and tells its place in line. */
    const take = async (taken: InboundMessage, now = 1): Promise<number> => {
      await inTransaction((tx) => tx.inbox.add(taken, now))
      const rows = await store.inbox.pending([taken.from.channel], 0, 99)
      return rows.find((row) => row.message.id === taken.id)?.seq ?? 0
    }
    /** Puts a message into the outbox, and tells its number. */
    const put = async (added = entry, now = 10): Promise<number> => {
      await inTransaction((tx) => tx.outbox.add(added, now))
      return (await store.outbox.history(added.to, 'u1', 1))[0]?.id ?? 0
    }

    beforeEach(async () => {
      const database = await newDatabase()
      isolated = database.isolated
      open = async () => {
        const opened = await database.open()
        onTestFinished(() => opened.close().catch(() => undefined))
        return opened
      }
      store = await open()
    })

    it('takes a message once, also after it was opened again', async () => {
      for (let time = 0; time < 2; time++) expect(await take(message('1'), 9)).toBeGreaterThan(0)
      await inTransaction((tx) => {
        tx.inbox.add(message('1'), 9)
        tx.inbox.add(message('1'), 9)
      })
      await store.close()
      store = await open()
      await take(message('1'), 9)
      expect(await store.inbox.pending(['web'], 0, 9)).toMatchObject([
        { message: message('1'), attempts: 0 },
      ])
    })

    it('lets a reply pass a notice that waits, and nothing pass a reply', async () => {
      const notice = await put({ ...entry, kind: 'notice' })
      const later = { state: 'pending' as const, notBefore: 999, reason: 'limited' }
      await inTransaction((tx) => tx.outbox.record(notice, later, 10))
      const reply = await put()
      const ids = async () => (await store.outbox.due('web', 20, 9)).map(({ id }) => id)
      expect(await ids()).toEqual([reply])
      await inTransaction((tx) => tx.outbox.record(reply, later, 10))
      await put({ ...entry, kind: 'notice' })
      expect(await ids()).toEqual([])
    })

    it('keeps aside what is not to be answered by itself, once, and puts it in line on a word', async () => {
      const aside = () => inTransaction((tx) => tx.inbox.addAside(message('late'), 'late', 9))
      expect([await aside(), await aside()]).toEqual([true, false])
      expect(await store.inbox.pending(['web'], 0, 9)).toEqual([])
      const [row] = await store.inbox.listSetAside(9)
      expect(row).toMatchObject({ channel: 'web', reason: 'late' })
      await inTransaction((tx) => tx.inbox.retry(row?.seq ?? 0))
      expect(await store.inbox.pending(['web'], 0, 9)).toMatchObject([{ message: message('late') }])
    })

    it('takes nothing outside of a transaction', () => {
      expect(() => store.inbox.add(message('1'), 9)).toThrow('transaction')
      expect(() => store.outbox.add(entry, 9)).toThrow('transaction')
    })

    it('hands out pending messages of the channels asked for, in the order they came', async () => {
      for (const id of ['a', 'b', 'c']) await inTransaction((tx) => tx.inbox.add(message(id), 1))
      const other = { ...message('d'), from: { ...from, channel: 'telegram' } }
      await inTransaction((tx) => tx.inbox.add(other, 1))
      const rows = await store.inbox.pending(['web'], 0, 9)
      expect(rows.map((row) => row.message.id)).toEqual(['a', 'b', 'c'])
      expect(await store.inbox.pending(['web'], rows[1]?.seq ?? 0, 9)).toHaveLength(1)
    })

    it('lets a message be finished once, and keeps nothing of who comes second', async () => {
      const seq = await take(message('1'))
      const finish = () =>
        inTransaction((tx) => {
          tx.inbox.finish(seq)
          tx.outbox.add(entry, 1)
        })
      const both = await Promise.allSettled([finish(), finish()])
      expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
      await expect(finish()).rejects.toThrow(AlreadyAnswered)
      expect(await store.inbox.count()).toEqual({ pending: 0, setAside: 0 })
      expect((await store.outbox.count()).pending).toBe(1)
    })

    it('keeps a failing message in line, sets it aside, and puts it back on request', async () => {
      const seq = await take(message('1'))
      await inTransaction((tx) => tx.inbox.failed(seq, 1, 'Error'))
      expect(await store.inbox.pending(['web'], 0, 9)).toMatchObject([{ attempts: 1 }])
      await inTransaction((tx) => tx.inbox.setAside(seq, 3, 'Error'))
      expect(await store.inbox.pending(['web'], 0, 9)).toEqual([])
      expect(await store.inbox.count()).toEqual({ pending: 0, setAside: 1 })
      expect(await inTransaction((tx) => tx.inbox.retry(seq))).toBe(true)
      expect(await inTransaction((tx) => tx.inbox.retry(seq))).toBe(false)
      expect(await store.inbox.pending(['web'], 0, 9)).toMatchObject([{ attempts: 0 }])
    })

    it('keeps any text, also what databases dislike', async () => {
      for (const [index, text] of [
        '\0a',
        '\ud800b',
        "'; DROP TABLE inbox; --",
        '𠮷野家😀',
        '',
      ].entries()) {
        await inTransaction((tx) => tx.inbox.add(message(`t${index}`, text), 1))
      }
      const texts = (await store.inbox.pending(['web'], 0, 9)).map((row) => row.message.text)
      expect(texts).toEqual(['a', '\ufffdb', "'; DROP TABLE inbox; --", '𠮷野家😀', ''])
    })

    it('keeps with a message what is told of the language, and nothing where nothing is', async () => {
      await inTransaction((tx) => tx.inbox.add({ ...message('1'), locale: 'en' }, 1))
      await inTransaction((tx) => tx.inbox.add(message('2'), 1))
      const kept = (await store.inbox.pending(['web'], 0, 9)).map((row) => row.message)
      expect(kept).toEqual([{ ...message('1'), locale: 'en' }, message('2')])
    })

    it('saves a session only over the version that was read', async () => {
      await inTransaction((tx) => tx.sessions.save('k', 'p', 'one', 0, 1))
      await expect(inTransaction((tx) => tx.sessions.save('k', 'p', 'two', 0, 1))).rejects.toThrow(
        StaleTurn,
      )
      await inTransaction((tx) => tx.sessions.save('k', 'p', 'two', 1, 1))
      await expect(
        inTransaction((tx) => tx.sessions.save('k', 'p', 'three', 1, 1)),
      ).rejects.toThrow(StaleTurn)
      expect(await store.sessions.load('k')).toEqual({ data: 'two', version: 2 })
    })

    it('keeps all of a transaction or nothing, whatever else is committed with it', async () => {
      const works = Array.from({ length: 40 }, (_, index) =>
        inTransaction(async (tx) => {
          await tx.inbox.add(message(`g${index}`), 1)
          await tx.outbox.add(entry, 1)
          if (index % 4 === 0) throw new Error('undo')
          return index
        }),
      )
      const results = await Promise.allSettled(works)
      expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10)
      expect((await store.inbox.count()).pending).toBe(30)
      expect((await store.outbox.count()).pending).toBe(30)
    })

    it('fails what the database cannot even read, at once, and goes on with the rest', async () => {
      const unknownColumn = { nobodys: 'column' } as never
      const broken = inTransaction((tx) => tx.files.add(unknownColumn))
      const sound = take(message('1'), 9)
      await expect(broken).rejects.toThrow()
      expect(await sound).toBeGreaterThan(0)
    })

    it('runs transactions one after the other, as if alone', async () => {
      const bump = () =>
        inTransaction(async (tx) => {
          const version = (await tx.sessions.load('n'))?.version ?? 0
          await tx.sessions.save('n', 'p', 'x', version, 1)
        })
      await Promise.all(Array.from({ length: 20 }, bump))
      expect((await store.sessions.load('n'))?.version).toBe(20)
    })

    it('shows what is not committed to nobody', async ({ skip }) => {
      skip(!isolated, 'the embedded PostgreSQL takes one connection')
      let seen: number | undefined
      await inTransaction(async (tx) => {
        await tx.inbox.add(message('1'), 1)
        seen = (await store.inbox.count()).pending
      })
      expect(seen).toBe(0)
    })

    it('hands out what is due, replies first, and not into conversations that wait', async () => {
      await inTransaction((tx) =>
        tx.outbox.add({ ...entry, to: { ...from, conversation: 'c0' }, kind: 'notice' }, 10),
      )
      const reply = await put()
      const second = await put({ ...entry, to: { ...from, conversation: 'c2' } })
      expect(await store.outbox.due('web', 9, 9)).toEqual([])
      const due = await store.outbox.due('web', 10, 9)
      expect(due.map(({ kind }) => kind)).toEqual(['reply', 'reply', 'notice'])
      expect(due[0]).toMatchObject({
        id: reply,
        ...entry,
        to: { channel: 'web', conversation: 'c1' },
        attempts: 0,
      })
      const others = await store.outbox.due('web', 10, 9, ['c1', 'c0'])
      expect(others.map(({ id }) => id)).toEqual([second])
    })

    it('holds a message back while the one before it in its conversation waits', async () => {
      const first = await put()
      const second = await put()
      const due = async (now: number) => (await store.outbox.due('web', now, 9)).map(({ id }) => id)
      expect(await due(10)).toEqual([first])
      const later = { state: 'pending' as const, notBefore: 50, reason: 'limited' }
      await inTransaction((tx) => tx.outbox.record(first, later, 11))
      expect(await due(20)).toEqual([])
      await inTransaction((tx) => tx.outbox.record(first, { state: 'sent' }, 50))
      expect(await due(20)).toEqual([second])
    })

    it('records what became of a message, and sends again only what failed or is unknown', async () => {
      const id = await put()
      const record = (result: Parameters<Repositories['outbox']['record']>[1]) =>
        inTransaction((tx) => tx.outbox.record(id, result, 11))
      await record({ state: 'pending', notBefore: 50, reason: 'limited' })
      expect(await store.outbox.due('web', 49, 9)).toEqual([])
      expect(await store.outbox.due('web', 50, 9)).toMatchObject([{ attempts: 1 }])
      await record({ state: 'unknown', reason: 'cut' })
      expect(await store.outbox.count()).toEqual({ pending: 0, unknown: 1 })
      expect(await store.outbox.list('unknown', 9)).toMatchObject([{ id, reason: 'cut' }])
      expect(await inTransaction((tx) => tx.outbox.resend(id))).toBe(true)
      await record({ state: 'sent' })
      expect(await inTransaction((tx) => tx.outbox.resend(id))).toBe(false)
      expect(await store.outbox.due('web', 99, 9)).toEqual([])
    })

    it('records what went out beside the transactions, each message once', async () => {
      const ids = [await put(), await put(), await put()]
      await Promise.all(ids.slice(0, 2).map((id) => store.recordSent(id, 11)))
      expect((await store.outbox.due('web', 99, 9)).map(({ id }) => id)).toEqual(ids.slice(2))
      const [sent] = (await store.outbox.history(from, 'u1', 9)).filter(({ id }) => id === ids[0])
      expect(sent).toMatchObject({ state: 'sent', attempts: 1 })
    })

    it('tells of a message that is due whether another one follows', async () => {
      await put()
      const followed = async () => (await store.outbox.due('web', 10, 9)).map((row) => row.followed)
      expect(await followed()).toEqual([false])
      await put()
      expect(await followed()).toEqual([true])
    })

    it('counts misses by person, address, receipt and in all, within their windows', async () => {
      const add = (id: string, at: number, person: string, target: string, ip?: string) =>
        inTransaction((tx) => tx.misses.add({ id, at, person, target, ...(ip && { ip }) }))
      await add('1', 10, 'p1', 't1', 'i1')
      await add('2', 20, 'p1', 't1', 'i1')
      await add('3', 30, 'p2', 't1')
      const query = {
        person: 'p1',
        ip: 'i1',
        target: 't1',
        personSince: 0,
        targetSince: 0,
        totalSince: 15,
      }
      expect(await store.misses.counts(query)).toEqual({
        person: [10, 20],
        ip: [10, 20],
        people: 2,
        total: 2,
      })
      expect((await store.misses.counts({ ...query, except: '2' })).person).toEqual([10])
      await inTransaction((tx) => tx.misses.remove('1'))
      expect((await store.misses.counts(query)).person).toEqual([20])
      expect(await inTransaction((tx) => tx.misses.forget(25))).toBe(1)
    })

    it('opens a one-time link in its first browser only, and in time only', async () => {
      const grant = { reference, expiresAt: 100 }
      await inTransaction((tx) => tx.links.add('hash', 'p', grant))
      const openIn = (browser: string, now: number, hash = 'hash') =>
        inTransaction((tx) => tx.links.open(hash, browser, now))
      const both = await Promise.all([openIn('b1', 50), openIn('b2', 50)])
      expect(both.filter(Boolean)).toEqual([grant])
      expect(await openIn('b1', 99)).toEqual(grant)
      expect(await openIn('b1', 100)).toBeUndefined()
      expect(await openIn('b1', 50, 'other')).toBeUndefined()
    })

    it('gives a question from a group to who asked it, in time', async () => {
      const handoff = { person: 'p1', text: 'q', expiresAt: 100 }
      await inTransaction((tx) => tx.handoffs.add('h', handoff))
      expect(await store.handoffs.find('h', 'p1', 99)).toEqual(handoff)
      expect(await store.handoffs.find('h', 'p2', 99)).toBeUndefined()
      expect(await store.handoffs.find('h', 'p1', 100)).toBeUndefined()
    })

    it('lets one owner hold a mark until it is over', async () => {
      const take = (owner: string, now: number) =>
        inTransaction((tx) => tx.marks.take('m', owner, now, now + 10))
      expect(await take('a', 0)).toBe(true)
      expect(await take('b', 5)).toBe(false)
      expect(await take('a', 5)).toBe(true)
      expect(await take('b', 15)).toBe(true)
      expect(await store.marks.owner('m')).toEqual({ owner: 'b', until: 25 })
      await inTransaction((tx) => tx.marks.drop('m', 'a'))
      expect(await store.marks.owner('m')).toBeDefined()
      await inTransaction((tx) => tx.marks.drop('m', 'b'))
      expect(await store.marks.owner('m')).toBeUndefined()
    })

    it('adds receipts once and tells which were there, the same or different', async () => {
      const add = (...receipts: (typeof clinic)[]) => inTransaction((tx) => tx.ledger.add(receipts))
      expect(await store.ledger.isEmpty()).toBe(true)
      expect(await add(clinic, hospital)).toEqual(['added', 'added'])
      expect(await add(clinic)).toEqual(['unchanged'])
      expect(await add({ ...clinic, amountFen: 1 })).toEqual(['different'])
      expect(
        await add({ ...clinic, checks: 9, flags: { paper: { code: '1', number: '2' } } }),
      ).toEqual(['unchanged'])
      expect(await store.ledger.find(clinic)).toEqual(clinic)
      await inTransaction((tx) => tx.ledger.countCheck(clinic))
      expect((await store.ledger.find(clinic))?.checks).toBe(1)
      expect(await store.ledger.find({ code: clinic.code, number: '9999999999' })).toBeUndefined()
    })

    it('tells what adding would say, and adds nothing', async () => {
      await inTransaction((tx) => tx.ledger.add([clinic]))
      const compared = await store.ledger.compare([clinic, { ...clinic, amountFen: 1 }, hospital])
      expect(compared).toEqual(['unchanged', 'different', 'added'])
      expect(await store.ledger.find(hospital)).toBeUndefined()
    })

    it('answers many questions of one moment, each with its own', async () => {
      await inTransaction((tx) => tx.ledger.add([clinic, hospital]))
      const unknown = { code: clinic.code, number: '9999999999' }
      const asked = [hospital, unknown, clinic, hospital]
      const found = await Promise.all(asked.map((key) => store.ledger.find(key)))
      expect(found).toEqual([hospital, undefined, clinic, hospital])
    })

    it('finds receipts by the number of their payment', async () => {
      await inTransaction((tx) => tx.ledger.add(sampleReceipts))
      const [found] = await store.ledger.findByNumber(
        { kind: 'decision', value: '4299010000000015' },
        9,
      )
      expect(found?.name).toContain('交通违法')
      expect(
        await store.ledger.findByNumber({ kind: 'payCode', value: '42990000000000000015' }, 9),
      ).toEqual([found])
      expect(await store.ledger.findByNumber({ kind: 'payCode', value: '1' }, 9)).toEqual([])
    })

    it.each([
      {
        name: 'Anna Li',
        also: ['anna li', 'AnnaLi', 'Ａｎｎａ Ｌｉ', 'An-na\u200b “Li”', 'Anna\nLi'],
      },
      {
        name: 'María Núñez',
        also: ['Mari\u0301a Nu\u0301n\u0303ez', 'MARÍA NÚÑEZ', 'Ｍaría Núñez'],
      },
      { name: '江城(ABC)第3示范店', also: ['江城（ＡＢＣ）第３示范店', '江城·abc·第3 示范店'] },
      { name: 'Keno Istanbul', also: ['\u212aeno Istanbul', 'ᵏeno istanbul'] },
      { name: 'i\u0307pek', also: ['İpek'] },
    ])(
      'finds the receipts of $name in a day of thousands, newest first',
      async ({ name, also }) => {
        const unit = '124201000000000000'
        const issuer = { name: 'Anna Li', code: unit }
        const names = [name, ...also]
        const crowd = ['吴示范', 'María Li', 'Ｌｉ Ａｎｎａ', 'Ännä', '江城（示范）店・']
        const receipts = Array.from({ length: 2 * 700 }, (_, at) => ({
          ...clinic,
          ...{ code: at < 700 ? '42990125' : '42990126', number: String(at).padStart(10, '0') },
          ...{ issuedOn: '2026-01-01', issuer },
          payer: { name: names[at / 150] ?? crowd[at % crowd.length] ?? '' },
        }))
        await inTransaction((tx) => tx.ledger.add(receipts))
        const found = await store.ledger.findOfUnit(unit, { payer: name, date: '2026-01-01' })
        const all = receipts.filter(({ payer }) => names.includes(payer.name))
        const order = (a: Receipt, b: Receipt) =>
          a.code.localeCompare(b.code) || b.number.localeCompare(a.number)
        expect(all).toHaveLength(names.length)
        expect(found.map(({ number }) => number)).toEqual(
          all.toSorted(order).map(({ number }) => number),
        )
        expect(await store.ledger.findOfUnit(unit, { payer: '·', date: '2026-01-01' })).toEqual([])
      },
    )

    it('chains audit records, and goes on with the chain after old ones went', async () => {
      const audit = { actor: 'a', action: 'x', object: 'o', result: 'r' }
      for (const at of [1, 2, 3]) await inTransaction((tx) => tx.audit.append(audit, at))
      const records = await store.audit.read(0, 9)
      let previous = AUDIT_ORIGIN
      for (const { hash, ...record } of records) {
        expect(hash).toBe(auditHash(previous, record))
        previous = hash
      }
      const head = { seq: 3, hash: previous }
      expect(await store.audit.head()).toEqual({ ...head, seal: '' })
      expect(await inTransaction((tx) => tx.audit.forget(99))).toBe(0)
      const days = ['2026-01-01', '2026-01-02'].map((day, index) => ({
        ...{ ...head, day, at: 5 + index, seal: 's' },
      }))
      for (const day of days) await inTransaction((tx) => tx.audit.addCheckpoint(day))
      expect(await store.audit.checkpoints(9)).toEqual(days.toReversed())
      expect(await inTransaction((tx) => tx.audit.forget(99))).toBe(3)
      expect(await store.audit.checkpoints(9)).toEqual(days.slice(1))
      await inTransaction((tx) => tx.audit.append(audit, 4))
      const [last] = await store.audit.read(0, 9)
      expect(last).toMatchObject({ seq: 4, hash: auditHash(previous, { ...audit, seq: 4, at: 4 }) })
    })

    it('erases what is kept of a person, and nothing of others', async () => {
      const other = { ...from, user: 'u2', conversation: 'c2' }
      for (const who of [from, other]) {
        const seq = await take({ ...message(`e${who.user}`), from: who })
        await inTransaction((tx) => tx.inbox.finish(seq))
        await inTransaction((tx) => tx.sessions.save(who.user, who.user, '{}', 0, 1))
        await inTransaction((tx) => tx.links.add(who.user, who.user, { reference, expiresAt: 9 }))
      }
      await inTransaction((tx) => tx.erasure.erase('web', 'u1', 'u1'))
      expect(await store.inbox.history(from, 'u1', 9)).toEqual([])
      expect(await store.inbox.history(other, 'u2', 9)).toHaveLength(1)
      expect(await store.sessions.load('u1')).toBeUndefined()
      expect(await store.sessions.load('u2')).toBeDefined()
      expect(await inTransaction((tx) => tx.links.open('u1', 'b', 1))).toBeUndefined()
      expect(await take({ ...message('eu1'), from })).toBe(0)
    })

    it('keeps questions and what became of them, for their person alone to settle', async () => {
      const asked = { at: 5, person: 'p1', locale: 'zh-CN', text: '怎么开票' }
      await inTransaction(async (tx) => {
        tx.questions.add({ ...asked, id: 'a', outcome: 'answered', entry: 'x' })
        tx.questions.add({ ...asked, id: 'b', outcome: 'declined', at: 4 })
        tx.questions.add({ ...asked, id: 'c', outcome: 'suggested', at: 9, person: 'p2' })
        await tx.questions.settle('a', 'p1', 'unsolved')
      })
      expect(await store.questions.open(0, 9)).toEqual([
        { ...asked, id: 'b', outcome: 'declined', at: 4 },
        { ...asked, id: 'a', outcome: 'unsolved', entry: 'x' },
        { ...asked, id: 'c', outcome: 'suggested', at: 9, person: 'p2' },
      ])
      await inTransaction((tx) => tx.questions.settle('c', 'p1', 'answered', 'y'))
      await inTransaction((tx) => tx.questions.settle('a', 'p1', 'answered', 'y'))
      expect((await store.questions.open(5, 9)).map(({ id }) => id)).toEqual(['c'])
      expect(await store.questions.count(5)).toBe(2)
      expect(await store.questions.open(0, 1)).toHaveLength(1)
    })

    it('takes no question outside of a transaction, and none of one that failed', async () => {
      const one = {
        id: 'a',
        at: 1,
        person: 'p',
        locale: 'en',
        text: 't',
        outcome: 'declined' as const,
      }
      expect(() => store.questions.add(one)).toThrow('transaction')
      const failing = inTransaction((tx) => {
        tx.questions.add(one)
        return Promise.reject(new Error('no'))
      })
      await expect(failing).rejects.toThrow('no')
      expect(await store.questions.count(0)).toBe(0)
    })

    it('forgets questions by age, and those of a person at once', async () => {
      const one = { locale: 'en', text: 't', outcome: 'declined' as const }
      await inTransaction((tx) => {
        tx.questions.add({ ...one, id: 'a', at: 1, person: 'u1' })
        tx.questions.add({ ...one, id: 'b', at: 5, person: 'u1' })
        tx.questions.add({ ...one, id: 'c', at: 5, person: 'u2' })
      })
      expect(await inTransaction((tx) => tx.questions.forget(5))).toBe(1)
      await inTransaction((tx) => tx.erasure.erase('web', 'u1', 'u1'))
      expect((await store.questions.open(0, 9)).map(({ id }) => id)).toEqual(['c'])
    })

    it('knows of a message that was answered that files came with it, and not which', async () => {
      const files = [{ name: '张三.pdf', type: 'application/pdf', ref: 'r1' }]
      const seq = await take({ ...message('file'), text: '', files }, 10)
      const [row] = await store.inbox.pending(['web'], 0, 9)
      expect(row?.message.files).toEqual(files)
      await inTransaction((tx) => tx.inbox.finish(seq))
      const expected = { seq, text: '', at: 10, withFiles: true }
      expect(await store.inbox.history(from, 'u1', 9)).toEqual([expected])
      await inTransaction((tx) => tx.inbox.forget(20, 0))
      expect(await store.inbox.history(from, 'u1', 9)).toEqual([])
    })

    it('forgets by age: texts first, ids later', async () => {
      const seq = await take(message('old'), 10)
      await inTransaction((tx) => tx.inbox.finish(seq))
      await inTransaction((tx) => tx.inbox.forget(20, 0))
      expect(await store.inbox.history(from, 'u1', 9)).toEqual([])
      expect(await take(message('old'), 30)).toBe(0)
      await inTransaction((tx) => tx.inbox.forget(20, 20))
      expect(await take(message('old'), 30)).toBeGreaterThan(0)
    })

    it('forgets the text of what was never answered or sent as well, and counts it', async () => {
      const [waiting, aside, young] = [
        await take(message('waiting'), 10),
        await take(message('aside'), 10),
        await take(message('young'), 20),
      ]
      await inTransaction((tx) => tx.inbox.setAside(aside, 3, 'Error'))
      await put()
      const kept = await put(entry, 20)
      const forgotten = await inTransaction(async (tx) => [
        await tx.inbox.forget(20, 0),
        await tx.outbox.forget(20),
      ])
      expect(forgotten).toEqual([
        { gone: 0, expired: 2 },
        { gone: 0, expired: 1 },
      ])
      expect((await store.inbox.history(from, 'u1', 9)).map(({ seq }) => seq)).toEqual([young])
      expect((await store.outbox.history(from, 'u1', 9)).map(({ id }) => id)).toEqual([kept])
      expect(await store.inbox.count()).toEqual({ pending: 1, setAside: 0 })
      for (const seq of [waiting, aside]) {
        expect(await inTransaction((tx) => tx.inbox.retry(seq))).toBe(false)
      }
      expect(await take(message('waiting'), 30)).toBe(0)
    })
  })
}
