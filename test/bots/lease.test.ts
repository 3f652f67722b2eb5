/** The lease on a database: who gets it, who waits for it, and how it is lost. */
import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import { type LeaseOptions, takeLease } from '../../bots/lease.ts'
import { fakeClock } from '../support/clock.ts'
import { temporaryDatabase } from '../support/temporary.ts'

const NAME = 'process:main'
const LEASE_MS = 30_000
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid

async function openLeases(isFile: boolean) {
  const store = await openStore(temporaryDatabase())
  onTestFinished(() => store.close())
  const clock = fakeClock()
  const start = clock.now()
  const hold = (owner: string) =>
    store.transaction(async (tx) => {
      const held = await tx.marks.owner(NAME)
      if (held) await tx.marks.drop(NAME, held.owner)
      return tx.marks.take(NAME, owner, clock.now(), clock.now() + LEASE_MS)
    })
  const take = (more: Partial<LeaseOptions> = {}) =>
    takeLease({
      ...{ store, name: 'main', isFile, clock: clock.now, sleep: clock.sleep, logger: silent },
      onLost: () => undefined,
      ...more,
    })
  const holder = async () => (await store.marks.owner(NAME))?.owner
  return { store, clock, hold, take, holder, waited: () => clock.now() - start }
}

afterEach(() => void vi.useRealTimers())

describe('the lease', () => {
  it('names its holder by machine, process and chance, and is given back', async () => {
    const { take, holder } = await openLeases(true)
    const lease = await take()
    expect(await holder()).toMatch(new RegExp(`^${hostname()}/${process.pid}/[0-9a-f]{12}$`))
    await lease?.release()
    expect(await holder()).toBeUndefined()
  })

  it('on a file goes at once from a process that died here, also one with the same number', async () => {
    for (const pid of [deadPid(), process.pid]) {
      const { hold, take, waited } = await openLeases(true)
      await hold(`${hostname()}/${pid}/0123456789ab`)
      expect(await take()).toBeDefined()
      expect(waited()).toBe(0)
    }
  })

  it('on a file is refused at once while its holder lives here', async () => {
    const { hold, take, waited } = await openLeases(true)
    await hold(`${hostname()}/${process.ppid}/0123456789ab`)
    expect(await take()).toBeUndefined()
    expect(waited()).toBe(0)
  })

  it.each([
    ['a server', false, hostname()],
    ['a file', true, 'elsewhere'],
  ])('on %s goes from who may live on another machine only when it ran out', async (...place) => {
    const [, isFile, host] = place
    const { hold, take, waited } = await openLeases(isFile)
    await hold(`${host}/${deadPid()}/0123456789ab`)
    expect(await take()).toBeDefined()
    expect(waited()).toBeGreaterThanOrEqual(LEASE_MS)
  })

  it('on a server is refused as soon as its holder is seen to renew it', async () => {
    const { clock, hold, take, waited } = await openLeases(false)
    const other = `${hostname()}/${deadPid()}/0123456789ab`
    await hold(other)
    const sleep = async (ms: number) => {
      clock.advance(ms)
      if (waited() === 10_000) await hold(other)
    }
    expect(await take({ sleep })).toBeUndefined()
    expect(waited()).toBe(10_000)
  })

  it('is renewed while it is held, and tells when another process has taken it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { store, clock, hold, take } = await openLeases(true)
    let lost = 0
    const lease = await take({ onLost: () => (lost += 1) })
    const later = async () => {
      clock.advance(10_000)
      vi.advanceTimersByTime(10_000)
      await store.transaction(() => Promise.resolve())
    }
    for (let times = 0; times < 5; times++) await later()
    expect((await store.marks.owner(NAME))?.until).toBe(clock.now() + LEASE_MS)
    expect(lost).toBe(0)
    await hold('elsewhere/1/0123456789ab')
    await later()
    expect(lost).toBe(1)
    await lease?.release()
    expect((await store.marks.owner(NAME))?.owner).toBe('elsewhere/1/0123456789ab')
  })
})
