/** Replies and unsolicited messages have a budget each, with some chance in it. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPace } from '../../../adapters/pace/bottleneck.ts'
import { createBudgets } from '../../../adapters/pace/budgets.ts'

const chat = (conversation: string) => ({ channel: 'wechat', conversation, group: false })

describe('two budgets', () => {
  it('do not wait for each other: replies pass while notices are held back', async () => {
    const free = { perSecond: 0, clock: Date.now }
    const pace = createBudgets(
      createPace({ ...free, inFlight: 2 }),
      createPace({ ...free, perSecond: 1 / 3600, inFlight: 1, perChatMs: 0 }),
    )
    onTestFinished(() => pace.stop())
    const done: string[] = []
    const job = (name: string) => () => Promise.resolve(void done.push(name))
    const notices = ['n1', 'n2', 'n3'].map((name) => pace.run(chat(name), job(name), 'notice'))
    await notices[0]
    for (let index = 0; index < 20; index++) {
      await pace.run(chat(`r${index}`), job(`r${index}`), 'reply')
    }
    expect(done).toHaveLength(21)
    expect(done[0]).toBe('n1')
  })

  it('are both silent when the network says so', async () => {
    let now = 0
    const clock = () => now
    const pace = createBudgets(
      createPace({ perSecond: 0, clock }),
      createPace({ perSecond: 0, clock }),
    )
    const done: string[] = []
    pace.holdUntil(60_000)
    const runs = (['reply', 'notice'] as const).map((kind) =>
      pace.run(chat(kind), () => Promise.resolve(void done.push(kind)), kind),
    )
    await pace.stop()
    await Promise.all(runs)
    now = 60_000
    expect(done).toEqual([])
  })
})

describe('chance', () => {
  it('adds to the wait before each job', async () => {
    let now = 0
    const waits: number[] = []
    const chances = [0, 0.5, 0.9]
    const pace = createPace({
      ...{ perSecond: 1000, perChatMs: 0, jitterMs: 40, clock: () => now },
      chance: () => chances.shift() ?? 0,
    })
    onTestFinished(() => pace.stop())
    for (const name of ['a', 'b', 'c']) {
      const began = performance.now()
      await pace.run(chat(name), () => Promise.resolve(void waits.push(performance.now() - began)))
      now += 1
    }
    expect(waits[1]).toBeGreaterThanOrEqual(19)
    expect(waits[2]).toBeGreaterThanOrEqual(35)
  })
})
