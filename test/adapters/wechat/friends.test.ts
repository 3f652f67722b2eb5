/** Friend requests: which are accepted, and how fast. */
import * as PUPPET from 'wechaty-puppet'
import { describe, expect, it } from 'vitest'
import { createFriends, friendWord } from '../../../adapters/wechat/friends.ts'
import { until } from '../../support/until.ts'

const { Confirm, Receive, Verify } = PUPPET.types.Friendship
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** `requests`: what each of them says. */
function openFriends(requests: Readonly<Record<string, string>>, gapMs = 1) {
  const accepted: { readonly id: string; readonly at: number }[] = []
  const friends: string[] = []
  let type = Receive
  let failing = ''
  const puppet = {
    friendshipPayload: (id: string) =>
      Promise.resolve({ id, type, contactId: `wxid-${id}`, hello: requests[id], timestamp: 1 }),
    friendshipAccept(id: string) {
      accepted.push({ id, at: performance.now() })
      return id === failing ? Promise.reject(new Error('操作频繁')) : Promise.resolve()
    },
  }
  const closing = new AbortController()
  const take = createFriends({
    ...{ words: ['票', 'Receipt'], gapMs, chance: () => 0.5, logger: quiet },
    onFriend: (id) => void friends.push(id),
  })
  return {
    ...{ accepted, friends },
    ids: () => accepted.map(({ id }) => id),
    asks: (id: string, as = Receive) => {
      type = as
      return take(puppet as never, id, closing.signal)
    },
    fail: (id: string) => void (failing = id),
    close: () => closing.abort(),
  }
}

describe('a friend request', () => {
  it('is accepted when one of the words stands in it, whatever its case', async () => {
    const { asks, ids } = openFriends({ a: '加一下', b: '查电子票据', c: 'my RECEIPT', d: '' })
    for (const id of ['a', 'b', 'c', 'd']) await asks(id)
    await until(() => ids().length === 2)
    await asks('b')
    await until(() => ids().length === 3)
    expect(ids()).toEqual(['b', 'c', 'b'])
  })

  it('waits for its turn: never two at once, and a pause before each, with some chance in it', async () => {
    const { asks, accepted } = openFriends({ a: '票', b: '票', c: '票' }, 40)
    const began = performance.now()
    for (const id of ['a', 'b', 'c']) await asks(id)
    await until(() => accepted.length === 3)
    // Timers may be early by a millisecond.
    for (const [index, { at }] of accepted.entries()) {
      expect(at - began).toBeGreaterThan((index + 1) * 59 - 1)
    }
  })

  it('that fails does not hold up the next one', async () => {
    const { asks, ids, fail } = openFriends({ a: '票', b: '票' })
    fail('a')
    for (const id of ['a', 'b']) await asks(id)
    await until(() => ids().length === 2)
    expect(ids()).toEqual(['a', 'b'])
  })

  it('beyond the hundredth that waits is left for a person to look at', async () => {
    const names = Array.from({ length: 102 }, (_, index) => `n${index}`)
    const { asks, ids, close } = openFriends(Object.fromEntries(names.map((id) => [id, '票'])))
    for (const id of names) await asks(id)
    await until(() => ids().length === 100)
    expect(ids().at(-1)).toBe('n99')
    close()
  })

  it('is not accepted any more once the channel is closed', async () => {
    const { asks, ids, close } = openFriends({ a: '票', b: '票' }, 60_000)
    for (const id of ['a', 'b']) await asks(id)
    close()
    await new Promise((resolve) => setImmediate(resolve))
    expect(ids()).toEqual([])
  })
})

describe('who has become a friend', () => {
  it('is told of, whoever had asked; who was only asked is not', async () => {
    const { asks, friends, ids } = openFriends({ a: '票' })
    await asks('a', Verify)
    await asks('b', Confirm)
    expect(friends).toEqual(['wxid-b'])
    expect(ids()).toEqual([])
  })
})

describe('the word that people are told to write', () => {
  it('is one that is accepted', () => {
    expect(friendWord({ words: ['财政', '票'] })).toBe('票据')
    expect(friendWord({ words: ['缴费', '收费'] })).toBe('缴费')
  })
})
