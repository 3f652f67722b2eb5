/** The audit log: every single change to 10,000 records is found and named, and what is old goes without breaking it. */
import fc from 'fast-check'
import type { Knex } from 'knex'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { closeDatabase, openDatabase } from '../../adapters/store/database.ts'
import { openStore } from '../../adapters/store/store.ts'
import { auditVerify } from '../../bots/audit-verify.ts'
import {
  AUDIT_ORIGIN,
  type AuditCheckpoint,
  type AuditHead,
  auditHash,
  type AuditRecord,
  checkpointText,
  headText,
} from '../../core/audit.ts'
import { addCheckpoint, type Verdict, verifyAudit } from '../../core/audit-chain.ts'
import { createKeys } from '../../core/keys.ts'
import { forgetOld } from '../../core/retention.ts'
import { DAY } from '../support/clock.ts'
import { temporaryDatabase } from '../support/temporary.ts'

const RECORDS = 10_000
const NOW = Date.UTC(2026, 10, 23)
const { seal } = createKeys('a secret for tests only')
const entry = (index: number) => ({
  actor: `actor${index % 7}`,
  action: 'receipt.lookup',
  object: `object${index}`,
  result: 'opened',
})

interface Log {
  records: AuditRecord[]
  head: AuditHead
  checkpoints: AuditCheckpoint[]
}

function wholeLog(count: number): Log {
  const records: AuditRecord[] = []
  const checkpoints: AuditCheckpoint[] = []
  let hash = AUDIT_ORIGIN
  for (let seq = 1; seq <= count; seq++) {
    const record = { ...entry(seq), seq, at: NOW - (count - seq) * 1000 }
    hash = auditHash(hash, record)
    records.push({ ...record, hash })
    if (seq % 3000 !== 0) continue
    const signed = { day: `2026-11-${seq / 1000}`, at: record.at, seq, hash }
    checkpoints.unshift({ ...signed, seal: seal(checkpointText(signed)) })
  }
  const end = { seq: count, hash }
  return { records, checkpoints, head: { ...end, seal: seal(headText(end)) } }
}

const verify = ({ records, head, checkpoints }: Log): Promise<Verdict> => {
  const sorted = records.toSorted((one, other) => one.seq - other.seq)
  const log = {
    read: (after: number, limit: number) => {
      const from = sorted.findIndex(({ seq }) => seq > after)
      return Promise.resolve(from < 0 ? [] : sorted.slice(from, from + limit))
    },
    head: () => Promise.resolve(head),
    checkpoints: () => Promise.resolve(checkpoints),
  }
  return verifyAudit(log, seal, NOW)
}

/** One change to a copy, and the record it must be found at. */
type Mutation = (log: Log, at: number, other: number) => number

const mutations: Readonly<Record<string, Mutation>> = {
  'a field is changed': (log, at) => edit(log, at, { result: 'missed' }),
  'a time is changed': (log, at) => edit(log, at, { at: NOW + 5 }),
  'a hash is changed': (log, at) => edit(log, at, { hash: 'f'.repeat(64) }),
  'one is dropped': (log, at) => {
    log.records.splice(at, 1)
    return at + 1
  },
  'one is dropped and the others move up': (log, at) => {
    log.records.splice(at, 1)
    for (const later of log.records.slice(at)) Object.assign(later, { seq: later.seq - 1 })
    return at + 1
  },
  'two are swapped': (log, at, other) => {
    const [one, two] = [log.records[at], log.records[other]] as [AuditRecord, AuditRecord]
    Object.assign(log.records, {
      [at]: { ...two, seq: one.seq },
      [other]: { ...one, seq: two.seq },
    })
    return Math.min(at, other) + 1
  },
  'the end is cut off': (log, at) => {
    log.records.splice(at)
    return at + 1
  },
  'the beginning is cut off': (log, at) => {
    log.records.splice(0, at + 1)
    return 1
  },
  'one is put in, and the others move down': (log, at) => {
    const made = { ...(log.records[at] as AuditRecord), object: 'made up' }
    for (const later of log.records.slice(at)) Object.assign(later, { seq: later.seq + 1 })
    log.records.splice(at, 0, made)
    return at + 1
  },
  'one is put in with a hash that fits, and the others move down': (log, at) => {
    const before = log.records[at - 1]?.hash ?? AUDIT_ORIGIN
    const { hash: _hash, ...made } = { ...(log.records[at] as AuditRecord), object: 'made up' }
    for (const later of log.records.slice(at)) Object.assign(later, { seq: later.seq + 1 })
    log.records.splice(at, 0, { ...made, hash: auditHash(before, made) })
    return at + 2
  },
}

function edit(log: Log, at: number, change: Partial<AuditRecord>): number {
  log.records[at] = { ...(log.records[at] as AuditRecord), ...change }
  return at + 1
}

describe('10,000 records', () => {
  let log: Log
  beforeAll(() => {
    log = wholeLog(RECORDS)
  })

  it('are whole as they were written', async () => {
    expect(await verify(log)).toEqual({ kind: 'whole', records: RECORDS, checkpoints: 3 })
  })

  for (const [name, mutate] of Object.entries(mutations)) {
    it(`are found out when ${name}`, async () => {
      const places = fc.tuple(fc.nat(RECORDS - 2), fc.nat(RECORDS - 2))
      await fc.assert(
        fc.asyncProperty(places, async ([at, other]) => {
          if (name === 'two are swapped' && at === other) return
          const copy = { ...log, records: log.records.map((record) => ({ ...record })) }
          const found = mutate(copy, at, other)
          const verdict = await verify(copy)
          expect(verdict.kind).toBe('broken')
          if (verdict.kind !== 'broken' || !('seq' in verdict.what)) return
          // A checkpoint stands at every three thousandth: there it may be seen one record earlier.
          expect(found - verdict.what.seq).toBeLessThanOrEqual(1)
          expect(verdict.what.seq).toBeLessThanOrEqual(found)
        }),
        { numRuns: process.env['LONG'] ? 200 : 12 },
      )
    })
  }

  it('are found out when all hashes were made anew by who has not the secret', async () => {
    const records: AuditRecord[] = []
    let hash = AUDIT_ORIGIN
    for (const { hash: _hash, ...record } of log.records) {
      const changed = record.seq === 4000 ? { ...record, result: 'missed' } : record
      hash = auditHash(hash, changed)
      records.push({ ...changed, hash })
    }
    const what = { kind: 'changed', seq: 6000 }
    expect(await verify({ ...log, records })).toEqual({ kind: 'broken', what })
    const after = await verify({ ...log, records, checkpoints: log.checkpoints.slice(2) })
    expect(after).toEqual({ kind: 'broken', what: { ...what, seq: RECORDS } })
    const head = { seq: RECORDS, hash, seal: '' }
    const forged = await verify({ ...log, records, checkpoints: log.checkpoints.slice(2), head })
    expect(forged).toEqual({ kind: 'broken', what: { kind: 'head' } })
  })

  it('are found out when a checkpoint is not ours', async () => {
    const [newest, ...others] = log.checkpoints as [AuditCheckpoint, ...AuditCheckpoint[]]
    const checkpoints = [{ ...newest, at: newest.at + 1 }, ...others]
    const what = { kind: 'checkpoint', day: newest.day }
    expect(await verify({ ...log, checkpoints })).toEqual({ kind: 'broken', what })
  })
})

/** Somebody who has the database and not the secret. */
async function cheated(url: string, cheat: (db: Knex) => PromiseLike<unknown>): Promise<void> {
  const database = await openDatabase(url)
  await cheat(database.writer)
  await closeDatabase(database)
}

describe('a log in the store', () => {
  async function opened() {
    const url = temporaryDatabase()
    const store = await openStore(url, { seal })
    onTestFinished(() => store.close())
    const append = (count: number, at: number) =>
      store.transaction(async (tx) => {
        for (let index = 0; index < count; index++) tx.audit.append(entry(index), at)
      })
    return { url, store, append, check: (now: number) => verifyAudit(store.audit, seal, now) }
  }

  it('loses what is older than 183 days, never earlier, and stays whole', async () => {
    const { store, append, check } = await opened()
    for (let day = 0; day < 200; day++) {
      const now = NOW + day * DAY
      await append(2, now)
      expect(await addCheckpoint(store, seal, now)).toMatchObject({ seq: 2 * day + 2 })
      expect(await addCheckpoint(store, seal, now + 1000)).toBeUndefined()
      await forgetOld(store, now)
    }
    const now = NOW + 199 * DAY
    const [first] = await store.audit.read(0, 1)
    expect(first?.at).toBe(NOW + 16 * DAY)
    expect(first?.at ?? 0).toBeLessThanOrEqual(now - 183 * DAY)
    expect(await check(now)).toMatchObject({ kind: 'whole', records: 2 * 184 })
    expect(await check(now - 2 * DAY)).toEqual({
      kind: 'broken',
      what: { kind: 'missing', seq: 1 },
    })
  }, 60_000)

  it('is whole when it is empty, and when all of it went after its time', async () => {
    const { store, append, check } = await opened()
    expect(await check(NOW)).toEqual({ kind: 'whole', records: 0, checkpoints: 0 })
    await append(3, NOW)
    await addCheckpoint(store, seal, NOW)
    await forgetOld(store, NOW + 184 * DAY)
    expect(await check(NOW + 184 * DAY)).toEqual({ kind: 'whole', records: 0, checkpoints: 1 })
    await append(1, NOW + 185 * DAY)
    expect(await check(NOW + 185 * DAY)).toMatchObject({ kind: 'whole', records: 1 })
  })

  it('whose end was taken away or made up stays broken, whatever is written after', async () => {
    for (const cheat of [
      (db: Knex) => db('audit_head').delete(),
      (db: Knex) => db('audit_head').update({ seal: 'made up' }),
      (db: Knex) => db('audit_head').update({ hash: 'f'.repeat(64) }),
    ]) {
      const { url, store, append, check } = await opened()
      await append(5, NOW)
      await cheated(url, cheat)
      await append(3, NOW)
      expect(await check(NOW)).toMatchObject({ kind: 'broken' })
      await addCheckpoint(store, seal, NOW)
      await append(1, NOW)
      expect(await check(NOW)).toMatchObject({ kind: 'broken' })
    }
  })

  it('rewritten by who has not the secret is found, also when no seal and checkpoint is left', async () => {
    const { url, store, append, check } = await opened()
    await append(5, NOW)
    await addCheckpoint(store, seal, NOW)
    await cheated(url, async (db) => {
      let hash = AUDIT_ORIGIN
      for (const { hash: _hash, ...record } of await store.audit.read(0, 9)) {
        const changed = record.seq === 2 ? { ...record, result: 'missed' } : record
        hash = auditHash(hash, changed)
        await db('audit')
          .where({ seq: record.seq })
          .update({ ...changed, hash })
      }
      await db('audit_head').delete()
      await db('audit_checkpoints').delete()
    })
    await append(1, NOW)
    await addCheckpoint(store, seal, NOW)
    expect(await check(NOW)).toEqual({ kind: 'broken', what: { kind: 'head' } })
  })

  it('is named with its record by the command, and is not by another secret', async () => {
    const { url, store, append } = await opened()
    await append(50, NOW)
    const [out, err]: [string[], string[]] = [[], []]
    const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) }
    const run = (by = seal) => auditVerify({ store, seal: by, now: NOW, json: false }, io)
    expect(await run()).toBe(0)
    expect(out.join()).toContain('50 records')
    expect(await run(createKeys('another secret of sixteen').seal)).toBe(1)
    await cheated(url, (db) => db('audit').where({ seq: 17 }).update({ result: 'missed' }))
    expect(await run()).toBe(1)
    expect(err.at(-1)).toContain('record 17 was changed')
    await cheated(url, (db) => db('audit').where({ seq: 17 }).delete())
    expect(await run()).toBe(1)
    expect(err.at(-1)).toContain('record 17 is missing')
    await cheated(url, (db) => db('audit').where('seq', '>', 10).delete())
    expect(await run()).toBe(1)
    expect(err.at(-1)).toContain('record 11 is missing')
  })
})
