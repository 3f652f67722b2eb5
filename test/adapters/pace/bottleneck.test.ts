/** The limits of a channel, with time that only moves when it is told to. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPace, type PaceOptions } from '../../../adapters/pace/bottleneck.ts'
import type { Address } from '../../../core/message.ts'

const person = (id: number): Address => ({
  ...{ channel: 'telegram', conversation: String(id), group: false },
})
const group = (id: number): Address => ({ ...person(-id), group: true })

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

function open(options: Partial<PaceOptions> = {}) {
  const pace = createPace({ perSecond: 28, clock: () => Date.now(), ...options })
  const begun: { name: string; at: number }[] = []
  let inFlight = 0
  let most = 0
  const opened = Date.now()
  const send = (to: Address, name = '', ms = 0) =>
    pace.run(to, async () => {
      begun.push({ name, at: Date.now() - opened })
      most = Math.max(most, ++inFlight)
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
      inFlight -= 1
    })
  const people = (count: number, ms = 0) =>
    Array.from({ length: count }, (_, index) => send(person(index + 1), String(index), ms))
  return { pace, begun, send, people, most: () => most }
}

const gaps = (times: readonly { at: number }[]) =>
  times.slice(1).map(({ at }, index) => at - (times[index]?.at ?? 0))

/** Timers know whole milliseconds. */
const ROUNDED_MS = 3

/** From two a second on, one message may follow another at once; for all others the rate has room. */
function expectEven(begun: readonly { at: number }[], perSecond = 28): void {
  const gap = 1000 / perSecond
  const atOnce = perSecond >= 2 ? 2 : 1
  for (const [first, { at: from }] of begun.entries()) {
    for (const [last, { at }] of begun.entries()) {
      if (last < first) continue
      expect(last - first + 1).toBeLessThanOrEqual(atOnce + (at - from + ROUNDED_MS) / gap)
    }
  }
}

function mostInASecond(begun: readonly { at: number }[]): number {
  const within = ({ at }: { at: number }) =>
    begun.filter((other) => other.at >= at && other.at < at + 1000).length
  return Math.max(0, ...begun.map(within))
}

describe('the pace', () => {
  it('lets so many messages a second through, and no more', async () => {
    const { begun, people } = open()
    const all = people(60)
    await vi.advanceTimersByTimeAsync(1000)
    expect(begun.length).toBeGreaterThan(25)
    expect(begun.length).toBeLessThanOrEqual(29)
    await vi.advanceTimersByTimeAsync(2000)
    await Promise.all(all)
    expect(begun).toHaveLength(60)
  })

  it('keeps three in flight, also without a limit a second', async () => {
    for (const perSecond of [0, 28]) {
      const { begun, people, most } = open({ perSecond })
      const all = people(12, 500)
      await vi.advanceTimersByTimeAsync(10_000)
      await Promise.all(all)
      expect(begun).toHaveLength(12)
      expect(most()).toBe(3)
    }
  })

  it('leaves a second between two messages of a chat, in order, and others pass by', async () => {
    const { begun, send } = open()
    const all = [send(person(1), 'a'), send(person(1), 'b'), send(person(1), 'c')]
    all.push(send(person(2), 'other'))
    await vi.advanceTimersByTimeAsync(5000)
    await Promise.all(all)
    const mine = begun.filter(({ name }) => name !== 'other')
    expect(mine.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(Math.min(...gaps(mine))).toBeGreaterThanOrEqual(1000)
    expect(begun.find(({ name }) => name === 'other')?.at).toBeLessThan(500)
  })

  it('keeps that second also when the whole channel was the bottleneck', async () => {
    const { begun, send, people } = open({ perSecond: 10 })
    const all = [...people(30), send(person(99), 'mine'), send(person(99), 'mine')]
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all(all)
    const mine = begun.filter(({ name }) => name === 'mine')
    expect(mine).toHaveLength(2)
    expect(Math.min(...gaps(mine))).toBeGreaterThanOrEqual(1000)
  })

  it('sends at most twenty messages a minute to a group', async () => {
    const { begun, send } = open()
    const all = Array.from({ length: 25 }, () => send(group(1)))
    await vi.advanceTimersByTimeAsync(59_000)
    expect(begun.length).toBe(20)
    await vi.advanceTimersByTimeAsync(60_000)
    await Promise.all(all)
  })

  it('lifts the limits per chat and group when there is none a second', async () => {
    const { begun, send } = open({ perSecond: 0 })
    const all = [1, 1, 1].flatMap((id) => [send(person(id)), send(group(id))])
    await vi.advanceTimersByTimeAsync(300)
    await Promise.all(all)
    expect(begun).toHaveLength(6)
  })

  it('starts nothing before the instant the network named', async () => {
    const { pace, begun, people } = open()
    const all = people(10, 20)
    await vi.advanceTimersByTimeAsync(50)
    const before = begun.length
    expect(before).toBeGreaterThan(0)
    pace.holdUntil(Date.now() + 30_000)
    pace.holdUntil(Date.now() + 10)
    await vi.advanceTimersByTimeAsync(29_900)
    expect(begun).toHaveLength(before)
    await vi.advanceTimersByTimeAsync(1000)
    await Promise.all(all)
    expect(begun).toHaveLength(10)
  })

  it('keeps the rate also in the instant in which a silence ends', async () => {
    const { pace, begun, people } = open()
    pace.holdUntil(Date.now() + 1000)
    const all = people(10, 200)
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all(all)
    expect(begun).toHaveLength(10)
    expect(begun[0]?.at).toBeGreaterThanOrEqual(1000)
    expectEven(begun)
  })

  it('makes up for a pause by one message, and by no more', async () => {
    const { begun, people } = open()
    await vi.advanceTimersByTimeAsync(5000)
    const all = people(30)
    await vi.advanceTimersByTimeAsync(5000)
    await Promise.all(all)
    expect((begun[1]?.at ?? 0) - (begun[0]?.at ?? 0)).toBeLessThan(5)
    expectEven(begun)
    expect(mostInASecond(begun)).toBe(28)
  })

  it('is kept in any second, whatever comes when', async () => {
    const wave = fc.record({
      ...{ after: fc.nat(1500), messages: fc.nat(20), hold: fc.nat(300) },
      ms: fc.constantFrom(0, 0, 40, 300),
    })
    const waves = fc.array(wave, { maxLength: 12 })
    const [halves, inFlights] = [fc.integer({ min: 1, max: 80 }), fc.constantFrom(1, 3, 50)]
    await fc.assert(
      fc.asyncProperty(halves, inFlights, waves, async (half, inFlight, all) => {
        const perSecond = half / 2
        const { pace, begun, people } = open({ perSecond, inFlight, perChatMs: 0 })
        const sent: Promise<void>[] = []
        for (const { after, messages, hold, ms } of all) {
          await vi.advanceTimersByTimeAsync(after)
          if (hold > 200) pace.holdUntil(Date.now() + hold)
          sent.push(...people(messages, ms))
        }
        await vi.advanceTimersByTimeAsync(600_000)
        await Promise.all(sent)
        expect(begun).toHaveLength(sent.length)
        expect(mostInASecond(begun)).toBeLessThanOrEqual(Math.ceil(perSecond))
        expectEven(begun, perSecond)
      }),
    )
  })

  it('keeps a silence to its length when the time of the machine is set back', async () => {
    const { pace, begun, people } = open({ perSecond: 0 })
    const opened = performance.now()
    pace.holdUntil(Date.now() + 2000)
    vi.setSystemTime(Date.now() - 3_600_000)
    const all = people(10)
    await vi.advanceTimersByTimeAsync(1900)
    expect(begun).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(200)
    await Promise.all(all)
    expect(begun).toHaveLength(10)
    expect(performance.now() - opened).toBeLessThan(2200)
  })

  it.each([
    ['notice', 3],
    ['claimed', 2],
  ] as const)('lets a reply pass by what waits: forty of the kind %s', async (kind, most) => {
    const { pace, begun, send } = open()
    const job = () => Promise.resolve(void begun.push({ name: kind, at: Date.now() }))
    const waiting = Array.from({ length: 40 }, (_, index) =>
      kind === 'notice'
        ? pace.run(person(100 + index), job, kind)
        : pace.runClaiming(person(100 + index), async (mayLeave) => {
            if (await mayLeave()) await job()
          }),
    )
    await vi.advanceTimersByTimeAsync(500)
    const before = begun.length
    expect(before).toBeGreaterThan(5)
    const reply = send(person(9), 'reply')
    await vi.advanceTimersByTimeAsync(3000)
    await Promise.all([...waiting, reply])
    const passed = begun.map(({ name }) => name).indexOf('reply') - before
    expect(passed).toBeLessThanOrEqual(most)
  })

  it('passes on what a job throws, and goes on with the next one', async () => {
    const { pace, send } = open()
    const failing = pace.run(person(1), () => Promise.reject(new Error('no store')))
    const next = send(person(1))
    await Promise.all([
      expect(failing).rejects.toThrow('no store'),
      vi.advanceTimersByTimeAsync(3000),
    ])
    await expect(next).resolves.toBeUndefined()
  })
})

describe('what is claimed before it leaves', () => {
  function claiming(options: Partial<PaceOptions> = {}) {
    const { pace, send } = open(options)
    const opened = Date.now()
    const claimed: number[] = []
    const left: number[] = []
    const givenBack: number[] = []
    const since = () => Date.now() - opened
    const claim = (id: number, ms = 0) =>
      pace.runClaiming(person(id), async (mayLeave) => {
        claimed.push(since())
        if (!(await mayLeave())) return void givenBack.push(since())
        left.push(since())
        if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
      })
    return { pace, send, claim, claimed, left, givenBack }
  }

  it('is claimed shortly before a silence ends, and leaves within the rate', async () => {
    const { pace, claim, claimed, left } = claiming()
    pace.holdUntil(Date.now() + 1000)
    const all = [1, 2, 3, 4, 5].map((id) => claim(id, 100))
    await vi.advanceTimersByTimeAsync(5000)
    await Promise.all(all)
    expect(claimed[0]).toBe(980)
    expect(left[0]).toBeGreaterThanOrEqual(1000)
    expect(left).toHaveLength(5)
    expectEven(left.map((at) => ({ at })))
  })

  it('is given back when a silence begins, and never kept through it', async () => {
    const { pace, claim, left, givenBack } = claiming({ perSecond: 1 })
    const all = [claim(1), claim(2), claim(3)]
    await vi.advanceTimersByTimeAsync(500)
    pace.holdUntil(Date.now() + 60_000)
    await vi.advanceTimersByTimeAsync(3000)
    await Promise.all(all)
    expect(left).toHaveLength(1)
    expect(givenBack).toHaveLength(2)
    expect(Math.max(...givenBack)).toBeLessThan(3500)
  })

  it('is at most three at a time, and keeps no reply waiting', async () => {
    const { send, claim, claimed } = claiming({ perSecond: 0 })
    const all = [1, 2, 3, 4].map((id) => claim(id, 5000))
    await vi.advanceTimersByTimeAsync(100)
    expect(claimed).toHaveLength(3)
    const reply = send(person(9))
    await vi.advanceTimersByTimeAsync(100)
    await reply
    await vi.advanceTimersByTimeAsync(20_000)
    await Promise.all(all)
    expect(claimed).toHaveLength(4)
  })

  it('is given back when all ends, or not claimed at all', async () => {
    const { pace, claim, claimed, left, givenBack } = claiming({ perSecond: 1 })
    const all = [1, 2, 3, 4, 5].map((id) => claim(id))
    await vi.advanceTimersByTimeAsync(100)
    const stopping = pace.stop()
    await vi.advanceTimersByTimeAsync(100)
    await Promise.all([stopping, ...all])
    expect(left).toHaveLength(1)
    expect(claimed.length - left.length).toBe(givenBack.length)
    expect(claimed.length).toBeLessThan(5)
  })
})

describe('stopping the pace', () => {
  it('lets running jobs end and drops the waiting ones', async () => {
    const { pace, begun, people, send } = open({ perSecond: 0 })
    const all = [...people(10, 500), send(person(1), 'second')]
    await vi.advanceTimersByTimeAsync(100)
    expect(begun).toHaveLength(3)
    let stopped = false
    const stopping = pace.stop().then(() => {
      stopped = true
    })
    await vi.advanceTimersByTimeAsync(100)
    expect(stopped).toBe(false)
    await vi.advanceTimersByTimeAsync(1000)
    await stopping
    await Promise.all(all)
    expect(begun).toHaveLength(3)
  })

  it('waits neither for a gap nor for the network', async () => {
    const { pace, begun, send } = open()
    pace.holdUntil(Date.now() + 3_600_000)
    const held = [send(person(1)), send(person(2)), send(person(1))]
    await vi.advanceTimersByTimeAsync(100)
    const stopping = pace.stop()
    await vi.advanceTimersByTimeAsync(100)
    await stopping
    await Promise.all(held)
    expect(begun).toHaveLength(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('takes no job afterwards, and may be stopped twice', async () => {
    const { pace, begun, send } = open()
    await Promise.all([pace.stop(), vi.advanceTimersByTimeAsync(100)])
    await Promise.all([pace.stop(), send(person(1)), vi.advanceTimersByTimeAsync(100)])
    expect(begun).toHaveLength(0)
  })
})
