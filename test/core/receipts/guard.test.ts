/** The guard's arithmetic, against a model that counts differently. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge, lockedUntil, personRule, ipRule } from '../../../core/receipts/guard.ts'
import { DAY, HOUR, MINUTE } from '../../support/clock.ts'
import { modelLock } from '../../support/lock-model.ts'

const times = fc
  .array(fc.integer({ min: 1, max: 3 * HOUR }), { maxLength: 40 })
  .map((gaps) => gaps.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], []))

describe('lockedUntil', () => {
  it('agrees with the model for every series of misses', () => {
    fc.assert(
      fc.property(times, fc.constantFrom(personRule, ipRule), (misses, rule) => {
        expect(lockedUntil(misses, rule)).toBe(modelLock(misses, rule))
      }),
    )
  })

  it('locks at the fifth miss of an hour for 15 minutes, then doubles to a day', () => {
    const misses = [0, 1, 2, 3, 4]
    expect(lockedUntil(misses.slice(0, 4), personRule)).toBeUndefined()
    const lengths: number[] = []
    for (let time = 0; time < 9; time++) {
      const until = lockedUntil(misses, personRule) ?? 0
      lengths.push((until - (misses.at(-1) ?? 0)) / MINUTE)
      misses.push(until + 1)
    }
    expect(lengths).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440])
  })

  it('does not lock five misses that are spread over more than an hour', () => {
    expect(
      lockedUntil(
        [0, 15, 30, 45, 60].map((minute) => minute * MINUTE),
        personRule,
      ),
    ).toBeUndefined()
  })

  it('starts afresh a day after the last lock', () => {
    const misses = [0, 1, 2, 3, 4]
    expect(lockedUntil([...misses, 4 + 15 * MINUTE + DAY + 1], personRule)).toBe(4 + 15 * MINUTE)
  })
})

describe('judge', () => {
  const counts = { person: [], ip: [], people: 0, total: 0 }

  it('wants a second fact from the fifth person on, whatever the check code', () => {
    expect(judge({ ...counts, people: 4 }, 'abc123', 0).secondFact).toBe(false)
    expect(judge({ ...counts, people: 5 }, 'abc123', 0).secondFact).toBe(true)
  })

  it('wants a second fact for check codes of digits once the system has seen a thousand misses', () => {
    expect(judge({ ...counts, total: 999 }, '123456', 0).secondFact).toBe(false)
    expect(judge({ ...counts, total: 1000 }, '123456', 0).secondFact).toBe(true)
    expect(judge({ ...counts, total: 1000 }, '12345a', 0).secondFact).toBe(false)
  })
})
