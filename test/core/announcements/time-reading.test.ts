/** Times as officers write them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, instantOf, timeOf } from '../../../core/calendar/local-time.ts'
import { timeIn } from '../../../core/announcements/time-reading.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** A Monday. */
const now = Date.parse('2026-11-23T10:00:00+08:00')

describe('a time in words', () => {
  it.each([
    ['11-30 18:00', '2026-11-30T18:00:00+08:00'],
    ['11月30日 9时', '2026-11-30T09:00:00+08:00'],
    ['2027/1/2 8:05', '2027-01-02T08:05:00+08:00'],
    ['１１－２３ ９：５９', '2026-11-23T09:59:00+08:00'],
    ['12月3日 9点', '2026-12-03T09:00:00+08:00'],
    ['12月3日上午9点半', '2026-12-03T09:30:00+08:00'],
    ['12月3号下午3点20分前', '2026-12-03T15:20:00+08:00'],
    ['明天上午9点', '2026-11-24T09:00:00+08:00'],
    ['后天下午5点', '2026-11-25T17:00:00+08:00'],
    ['大后天 17:00', '2026-11-26T17:00:00+08:00'],
    ['今天晚上8点', '2026-11-23T20:00:00+08:00'],
    ['今天傍晚5点半', '2026-11-23T17:30:00+08:00'],
    ['明天凌晨1点', '2026-11-24T01:00:00+08:00'],
    ['明天中午12点', '2026-11-24T12:00:00+08:00'],
    ['明天中午1点', '2026-11-24T13:00:00+08:00'],
    ['明天下午15点', '2026-11-24T15:00:00+08:00'],
    ['下周五下午3点', '2026-12-04T15:00:00+08:00'],
    ['周五 10:00', '2026-11-27T10:00:00+08:00'],
    ['本周日的 10:00', '2026-11-29T10:00:00+08:00'],
    ['下下星期天9点', '2026-12-13T09:00:00+08:00'],
    ['周一 9:00', '2026-11-23T09:00:00+08:00'],
    ['tomorrow 9:00', '2026-11-24T09:00:00+08:00'],
    ['2-29 9:00', '2028-02-29T09:00:00+08:00'],
  ])('%s', (text, expected) => {
    expect(timeIn(text, now)).toBe(Date.parse(expected))
    expect(timeIn(text, now, '23:59')).toBe(Date.parse(expected))
  })

  it.each([
    ['12月3日', '2026-12-03'],
    ['12月3日前', '2026-12-03'],
    ['2027年1月2日之前', '2027-01-02'],
    ['11月23日', '2026-11-23'],
    ['11月22日', '2026-11-22'],
    ['9月18日', '2027-09-18'],
    ['9月20日', '2026-09-20'],
    ['明天', '2026-11-24'],
    ['下周五前', '2026-12-04'],
    ['下周一', '2026-11-30'],
    ['周一', '2026-11-23'],
  ])('a day alone is at the time that it is asked for with: %s', (text, day) => {
    expect(timeIn(text, now, '23:59')).toBe(instantOf(day, '23:59'))
    expect(timeIn(text, now, '09:00')).toBe(instantOf(day, '09:00'))
    expect(timeIn(text, now)).toBeUndefined()
  })

  it.each([
    ...['2-30 9:00', '13-1 9:00', '11-30 25:00', '11-30 9:75', '', '前', '9点', '星期八'],
    ...[
      '明天晚上12点',
      '明天凌晨12点',
      '明天晚上1点',
      '今天晚上1点半',
      '明天晚上0点',
      '今天傍晚4点',
    ],
    ...['明天下午', '昨天', '2027-2-29 9:00', '明天上午25点'],
  ])('that is none: %j', (text) => {
    expect(timeIn(text, now, '23:59')).toBeUndefined()
  })

  it('is the day that is named, and without a year one within 300 days, else the last one', () => {
    const days = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2030-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(days, days, (asked, meant) => {
        const [from, day] = [asked.getTime(), dayOf(meant.getTime())]
        const [year, month, date] = day.split('-').map(Number)
        expect(timeIn(`${year}年${month}月${date}日`, from, '09:00')).toBe(instantOf(day, '09:00'))
        const next = timeIn(`${month}月${date}日前`, from, '23:59') ?? 0
        const since = instantOf(dayOf(from), '00:00')
        if (next < since) {
          // The next one is a year later.
          expect(next).toBeGreaterThanOrEqual(from - 66 * DAY_MS)
        } else if (day.slice(5) !== '02-29') {
          expect(next).toBeLessThanOrEqual(from + 300 * DAY_MS)
        }
        expect([dayOf(next).slice(5), timeOf(next)]).toEqual([day.slice(5), '23:59'])
      }),
    )
  })
})
