/** The outbox pump: order within a conversation, and nothing left behind. */
import { describe, expect, it } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import { createOutboxPump } from '../../bots/outbox-pump.ts'
import { createKeys } from '../../core/keys.ts'
import type { Channel } from '../../core/ports.ts'
import type { Store } from '../../core/store.ts'
import { createMemoryFiles } from '../support/memory-files.ts'
import { temporaryDatabase } from '../support/temporary.ts'

async function openPump() {
  const opened = await openStore(temporaryDatabase())
  const broken = { times: 0 }
  const orBreaks = <T>(work: () => Promise<T>): Promise<T> =>
    broken.times-- > 0 ? Promise.reject(new Error('no disk')) : work()
  const store: Store = {
    ...opened,
    /** Fails as often as the test wants. */
    transaction: (work) => orBreaks(() => opened.transaction(work)),
    recordSent: (id, now) => orBreaks(() => opened.recordSent(id, now)),
  }
  const sent: string[] = []
  const released: (() => void)[] = []
  const channel: Channel = {
    name: 'telegram',
    traits: { crossBorder: true, choices: 'buttons' },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    state: () => ({ state: 'running', since: 0 }),
    /** Takes as long as the test wants. */
    send: (_to, { text }) =>
      new Promise((resolve) => {
        sent.push(text)
        released.push(resolve)
      }),
  }
  const nothing = () => undefined
  const pump = createOutboxPump({
    ...{ store, channel, clock: () => 1000, reached: nothing, publicUrl: () => '' },
    keys: createKeys('a secret for tests only'),
    files: createMemoryFiles(() => 1000),
    logger: { info: nothing, warn: nothing, error: nothing },
    meter: { count: nothing, time: nothing },
    pace: {
      run: (_to, job) => job(),
      runClaiming: (_to, job) => job(() => Promise.resolve(true)),
      ...{ holdUntil: nothing, stop: () => Promise.resolve() },
    },
    sleep: () => Promise.resolve(),
  })
  const put = (conversation: string, text: string, kind: 'reply' | 'notice' = 'reply') => {
    const to = { channel: 'telegram', conversation, group: false }
    const entry = {
      to,
      user: conversation,
      message: { text, personal: true },
      kind,
    }
    return store.transaction(async (tx) => tx.outbox.add(entry, 1))
  }
  const until = async (count: number) => {
    while (sent.length < count) await new Promise((resolve) => setImmediate(resolve))
  }
  return { pump, put, sent, until, release: () => released.shift()?.(), store, broken }
}

describe('the outbox pump', () => {
  it('sends what came for a conversation while its message before was on the way', async () => {
    const { pump, put, sent, until, release, store } = await openPump()
    await put('a', 'a1')
    pump.wake()
    await until(1)
    await put('a', 'a2')
    pump.wake()
    await put('b', 'b1')
    pump.wake()
    await until(2)
    expect(sent).toEqual(['a1', 'b1'])
    release()
    await until(3)
    expect(sent).toEqual(['a1', 'b1', 'a2'])
    release()
    release()
    await pump.idle()
    expect(await store.outbox.count()).toEqual({ pending: 0, unknown: 0 })
    await store.close()
  })

  it('sends a reply before the notice that came with it, and each once', async () => {
    const { pump, put, sent, until, release, store } = await openPump()
    await put('a', 'notice', 'notice')
    await put('a', 'reply')
    pump.wake()
    await until(1)
    release()
    await until(2)
    await put('b', 'b1')
    pump.wake()
    await until(3)
    release()
    release()
    await pump.idle()
    expect(sent).toEqual(['reply', 'notice', 'b1'])
    await store.close()
  })

  it('records again what could not be recorded, and sends it once', async () => {
    const { pump, put, sent, until, release, store, broken } = await openPump()
    await put('a', 'a1')
    await put('a', 'a2')
    pump.wake()
    await until(1)
    broken.times = 3
    release()
    await until(2)
    expect(broken.times).toBeLessThan(0)
    release()
    await pump.idle()
    expect(sent).toEqual(['a1', 'a2'])
    expect(await store.outbox.count()).toEqual({ pending: 0, unknown: 0 })
    await store.close()
  })

  it('sends a backlog that is larger than what it holds at once, each message once', async () => {
    const { pump, put, sent, until, release, store } = await openPump()
    const names = Array.from({ length: 150 }, (_, index) => `c${index % 100}`)
    for (const [index, name] of names.entries()) await put(name, `${name}/${index}`)
    pump.wake()
    for (let count = 1; count <= names.length; count++) {
      await until(count)
      release()
    }
    await pump.idle()
    expect(new Set(sent).size).toBe(150)
    expect(sent).toHaveLength(150)
    await store.close()
  })
})
