/** Waiting for what may never come. */
import { describe, expect, it } from 'vitest'
import { within } from '../../../adapters/wechat/patience.ts'

const late = () => new Error('late')

describe('within', () => {
  it('gives what came in time, and throws what failed in time', async () => {
    expect(await within(10_000, Promise.resolve('here'), late)).toBe('here')
    await expect(within(10_000, Promise.reject(new Error('no')), late)).rejects.toThrow('no')
  })

  it('throws when nothing comes, and leaves no timer when something did', async () => {
    await expect(within(5, new Promise(() => undefined), late)).rejects.toThrow('late')
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length
    const before = timers()
    await Promise.all(Array.from({ length: 50 }, () => within(60_000, Promise.resolve(1), late)))
    expect(timers()).toBeLessThanOrEqual(before)
  })
})
