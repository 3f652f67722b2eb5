/** What becomes of a delivery after a try. */
import { describe, expect, it } from 'vitest'
import { afterPart, afterTrouble } from '../../../core/announcements/delivery.ts'
import { ChannelError } from '../../../core/errors.ts'

const NOW = 1_000_000
const start = { parts: 0, text: false }

describe('a try', () => {
  it('that the network put off counts as none', () => {
    const limited = new ChannelError('limited', 'slow', { retryAfterMs: 7000 })
    const after = afterTrouble(limited, { tries: 3, progress: start }, NOW)
    expect(after).toEqual({ state: 'pending', notBefore: NOW + 7000, tries: 3 })
  })

  it('that did not reach the network is made again, later and later, eight times', () => {
    const away = new ChannelError('unavailable', 'no connection')
    const waits: number[] = []
    let after = afterTrouble(away, { tries: 0, progress: start }, NOW)
    for (; after.state === 'pending';) {
      waits.push((after.notBefore - NOW) / 1000)
      after = afterTrouble(away, { tries: after.tries, progress: start }, NOW)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128])
    expect(after).toEqual({ state: 'failed', reason: 'unavailable' })
  })

  it('that ended leaves the next part its own tries', () => {
    const next = { state: 'pending', notBefore: NOW, tries: 0, progress: { parts: 1, text: true } }
    expect(afterPart(start, { any: true, text: false }, NOW)).toEqual(next)
    expect(afterPart(start, { any: false, text: false }, NOW)).toEqual({ state: 'sent' })
  })
})
