/** Hours of queues: as an operator writes them, and the rule that counts for a queue. */
import { describe, expect, it } from 'vitest'
import { officeHours } from '../../../core/calendar/calendar.ts'
import { readQueueRules, ruleOf } from '../../../core/support/hours.ts'

const MINUTE = 60_000

describe('hours of queues', () => {
  it('are read with their minutes, and either may be left out', () => {
    expect(readQueueRules('')).toEqual([])
    expect(
      readQueueRules('缴款人 8:30-12:00 13:30-18:00 20min;武汉市 学校 10min; 襄阳 09:00-17:00'),
    ).toEqual([
      {
        queue: { kind: 'payer', region: '420000' },
        hours: [
          ['08:30', '12:00'],
          ['13:30', '18:00'],
        ],
        takeWithinMs: 20 * MINUTE,
      },
      { queue: { kind: '学校', region: '420100' }, hours: officeHours, takeWithinMs: 10 * MINUTE },
      { queue: { region: '420600' }, hours: [['09:00', '17:00']], takeWithinMs: 15 * MINUTE },
    ])
  })

  it.each([
    '火星 09:00-17:00',
    '缴款人 17:00-09:00',
    '缴款人 09:00-12:00 11:00-14:00',
    '缴款人 25:00-26:00',
    '缴款人 9-17',
    '缴款人 0min',
    '缴款人 09:00-09:00',
  ])('are refused where they make no sense: %s', (text) =>
    expect(readQueueRules(text)).toBeUndefined(),
  )

  it('count for the queue itself before its region, and for a region before the one above', () => {
    const rules = readQueueRules('湖北省 1min; 省属医院 2min; 武汉市 3min; 武汉市 学校 4min') ?? []
    const minutes = (kind: '医院' | '学校' | 'payer', region: string) =>
      ruleOf(rules, { kind, region }).takeWithinMs / MINUTE
    expect(minutes('payer', '420000')).toBe(1)
    expect(minutes('医院', '420000')).toBe(2)
    expect(minutes('医院', '420106')).toBe(3)
    expect(minutes('学校', '420106')).toBe(4)
    expect(minutes('学校', '420600')).toBe(1)
    expect(ruleOf([], { region: '420000' }).hours).toBe(officeHours)
  })
})
