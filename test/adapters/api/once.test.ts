/** One key, several processes on one database: whichever is asked, there is one effect and one answer. */
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../../adapters/store/store.ts'
import type { Store } from '../../../core/store.ts'
import { sender } from '../../support/announcing.ts'
import { postgresServer } from '../../support/postgres.ts'
import { temporaryDatabase } from '../../support/temporary.ts'
import { api, NOTICE, serving } from './opened.ts'

const server = await postgresServer()
afterAll(() => server.stop())
/** The embedded PostgreSQL takes a single connection: there is no second process on it. */
const databases = server.oneConnection ? ['SQLite'] : ['SQLite', 'PostgreSQL']

/** Two that know nothing of each other but the database. */
async function two(database: string) {
  const databaseUrl = database === 'SQLite' ? temporaryDatabase() : await server.freshUrl()
  const opened = await api({ databaseUrl })
  const other = await openStore(databaseUrl)
  onTestFinished(() => other.close())
  const { office, clock } = opened
  const servers = await Promise.all(
    meeting([opened.store, other]).map((store) => serving(store, office.files, clock.now)),
  )
  /** Ten calls of each at the same moment: their different answers. */
  const atOnce = async (bearer: string, url: string, body: (index: number) => object) => {
    const headers = { 'idempotency-key': url || 'write' }
    const calls = Array.from({ length: 20 }, (_one, index) =>
      servers[index % 2]?.call(bearer, `/announcements${url}`, body(index), headers),
    )
    const answers = (await Promise.all(calls)).map((one) => ({
      status: one?.status,
      body: JSON.stringify(one?.body),
    }))
    return [...new Map(answers.map((one) => [`${one.status} ${one.body}`, one])).values()]
  }
  return { ...opened, atOnce }
}

/** None of them writes before each of them would: whatever was looked up before is what held before. */
function meeting(stores: readonly Store[]): Store[] {
  const away = new Set(stores)
  let open: () => void = () => undefined
  const all = new Promise<void>((resolve) => (open = resolve))
  return stores.map((store) => ({
    ...store,
    async transaction(work) {
      away.delete(store)
      if (away.size === 0) open()
      await all
      return store.transaction(work)
    },
  }))
}

describe.each(databases)('on %s, calls with one key to two processes', (database) => {
  it('write one announcement, and are all answered with it', async () => {
    const { atOnce, token, store } = await two(database)
    const answers = await atOnce(await token('writer某'), '', () => NOTICE)
    expect(answers).toEqual([
      { status: 201, body: expect.stringContaining('"A-000001"') as string },
    ])
    expect(await store.announcements.list(9)).toHaveLength(1)
  })

  it('are refused where they are another call than the first', async () => {
    const { atOnce, token, store } = await two(database)
    const answers = await atOnce(await token('writer某'), '', (index) =>
      index % 2 ? NOTICE : { ...NOTICE, title: '别的' },
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
    expect(await store.announcements.list(9)).toHaveLength(1)
  })

  it('remind once, and the second is not told that it was too soon', async () => {
    const { atOnce, call, token, office, store } = await two(database)
    const [writer, approver] = [await token('writer某'), await token('approver某')]
    const asked = { ...NOTICE, acknowledge: { until: '2026-11-30T18:00:00+08:00' } }
    const { contentHash } = (await call(writer, '/announcements', asked)).body
    await call(approver, '/announcements/A-000001/approve', { contentHash })
    await call(writer, '/announcements/A-000001/send', {})
    await sender(office).run()
    const answers = await atOnce(writer, '/A-000001/remind', () => ({}))
    expect(answers).toEqual([
      { status: 201, body: expect.stringContaining('"A-000002"') as string },
    ])
    expect(await store.announcements.list(9)).toHaveLength(2)
  })
})
