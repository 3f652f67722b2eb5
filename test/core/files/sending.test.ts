/** A message that a network takes in several calls. */
import { describe, expect, it } from 'vitest'
import { createParts } from '../../../core/files/sending.ts'

/** Three parts that note what leaves; the call with this number fails. */
function threeParts() {
  const left: string[] = []
  let calls = 0
  let failing: number | undefined
  const partsOf = (whose: string) =>
    ['a', 'b', 'c'].map((key) => ({
      key,
      send: () => {
        if (calls++ === failing) return Promise.reject(new Error('broken'))
        return Promise.resolve(void left.push(`${whose}${key}`))
      },
    }))
  return { left, partsOf, failAt: (call: number) => void (failing = call) }
}

describe('parts', () => {
  it('leave in order, and once each, however often the message is tried', async () => {
    const { left, partsOf, failAt } = threeParts()
    const inParts = createParts()
    failAt(1)
    await expect(inParts({ id: 'm' }, partsOf('m'))).rejects.toThrow('broken')
    await inParts({ id: 'm' }, partsOf('m'))
    expect(left).toEqual(['ma', 'mb', 'mc'])
  })

  it('of one message that broke off are no parts of another', async () => {
    const { left, partsOf, failAt } = threeParts()
    const inParts = createParts()
    failAt(1)
    await expect(inParts({ id: 'm' }, partsOf('m'))).rejects.toThrow('broken')
    await inParts({ id: 'n' }, partsOf('n'))
    expect(left).toEqual(['ma', 'na', 'nb', 'nc'])
  })

  it('are forgotten with the oldest of a thousand messages that all broke off', async () => {
    const inParts = createParts()
    let first = 0
    const broken = (id: number) =>
      inParts({ id }, [
        { key: 'a', send: () => Promise.resolve(void (id === 0 && first++)) },
        { key: 'b', send: () => Promise.reject(new Error('broken')) },
      ]).catch(() => undefined)
    for (let id = 0; id <= 1000; id++) await broken(id)
    await broken(0)
    expect(first).toBe(2)
  })

  it('leave one at a time where that is asked for, and it is told what follows', async () => {
    const { left, partsOf, failAt } = threeParts()
    const inParts = createParts()
    const told: unknown[] = []
    const parts = ['text 0', 'text 1', 'file 0'].map((key, at) => ({
      ...{ key, send: partsOf('m')[at]?.send ?? (() => Promise.resolve()) },
    }))
    const send = (at: number) =>
      inParts({ id: 'm', part: { at, follows: (what) => void told.push(what) } }, parts)
    await send(0)
    failAt(1)
    await expect(send(1)).rejects.toThrow('broken')
    await send(1)
    await send(2)
    expect(left).toEqual(['ma', 'mb', 'mc'])
    expect(told).toEqual([
      { any: true, text: true },
      { any: true, text: false },
      { any: true, text: false },
      { any: false, text: false },
    ])
  })
})
