/** The figures, on outcomes small enough to count by hand. */
import { expect, it } from 'vitest'
import { measure, type Outcome } from '../../../core/faq/measure.ts'

const outcome = (id: string | null, found: [string, number][], kind?: 'near' | 'far'): Outcome => ({
  asked: { q: '', id, kind },
  ranked: {
    found: found.map(([name, score]) => ({ id: name, score })),
    none: 1 - found.reduce((sum, [, score]) => sum + score, 0),
  },
})

it('counts ranks whatever was decided, and decisions whatever the rank', () => {
  const figures = measure([
    outcome('a', [['a', 0.9]]),
    outcome('a', [
      ['b', 0.8],
      ['a', 0.1],
    ]),
    outcome('a', [
      ['b', 0.3],
      ['c', 0.2],
      ['d', 0.1],
      ['a', 0.05],
    ]),
    outcome('a', []),
    outcome(null, [['a', 0.95]], 'near'),
    outcome(null, [['a', 0.05]], 'near'),
    outcome(null, [['a', 0.1]], 'far'),
  ])
  expect(figures).toEqual({
    n: 4,
    top1: 0.25,
    recall3: 0.5,
    mrr: (1 + 1 / 2 + 1 / 4) / 4,
    answered: 0.5,
    suggested: 0.25,
    declined: 0.25,
    answeredWrong: 0.25,
    oosNearAnswered: 0.5,
    oosFarAnswered: 0,
    rightAt95: 0,
  })
})

it('finds the threshold at which 95 of 100 answers are right, equals together', () => {
  const right = Array.from({ length: 19 }, () => outcome('a', [['a', 0.9]]))
  const wrong = outcome(null, [['a', 0.9]], 'far')
  expect(measure([...right, wrong]).rightAt95).toBe(1)
  expect(measure([...right.slice(1), wrong]).rightAt95).toBe(0)
})

it('counts a further right id', () => {
  const asked = { q: '', id: 'a', also: ['b'] }
  expect(measure([{ asked, ranked: { found: [{ id: 'b', score: 1 }], none: 0 } }]).top1).toBe(1)
})
