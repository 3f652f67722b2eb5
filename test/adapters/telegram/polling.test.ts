/** The pauses of long polling, and what it asks for, without a network. */
import type { Update } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import { pauseAfter, poll } from '../../../adapters/telegram/polling.ts'
import { pressUpdate, textUpdate } from '../../support/telegram-updates.ts'

type Script = (readonly Update[] | Error)[]

/** Runs until the script is over; tells what was asked and after how many failures it paused. */
async function play(script: Script, handle: (update: Update) => Promise<void>) {
  const life = new AbortController()
  const asked: { offset: number; timeout: number }[] = []
  const pauses: number[] = []
  await poll({
    signal: life.signal,
    getUpdates({ offset, timeout }) {
      asked.push({ offset, timeout })
      const step = script.shift()
      if (step === undefined) life.abort()
      return step instanceof Error ? Promise.reject(step) : Promise.resolve(step ?? [])
    },
    handle,
    pause: (failures) => Promise.resolve(void pauses.push(failures)),
    onSuccess: () => undefined,
    onFailure: () => undefined,
  })
  return { asked, pauses }
}

describe('long polling', () => {
  it('pauses longer with each failure, up to a minute', () => {
    expect([1, 2, 3, 4].map(pauseAfter)).toEqual([200, 400, 800, 1600])
    expect(pauseAfter(50)).toBe(60_000)
  })

  it('asks without waiting after a failure, and counts anew after a success', async () => {
    const down = new Error('down')
    const { asked, pauses } = await play([down, down, [], down, []], () => Promise.resolve())
    expect(pauses).toEqual([1, 2, 1])
    expect(asked.map(({ timeout }) => timeout)).toEqual([30, 0, 0, 30, 0, 30])
  })

  it('confirms no further than the first update that could not be kept', async () => {
    const updates = [1, 2, 3].map((user) => textUpdate({ user, text: 'x', updateId: 10 + user }))
    let broken = true
    const handle = (update: Update) =>
      update.update_id === 12 && broken ? Promise.reject(new Error('no store')) : Promise.resolve()
    const first = await play([updates, []], handle)
    expect(first.asked.map(({ offset }) => offset)).toEqual([0, 12, 12])
    broken = false
    const second = await play([updates, []], handle)
    expect(second.asked.map(({ offset }) => offset)).toEqual([0, 14, 14])
  })

  it('takes what one chat sent in order, presses among it', async () => {
    const updates = [
      textUpdate({ text: '1' }),
      pressUpdate({ data: '1.0' }),
      textUpdate({ text: '3' }),
    ]
    const steps: string[] = []
    await play([updates], async ({ update_id: id }) => {
      steps.push(`begin ${id}`)
      await Promise.resolve()
      steps.push(`end ${id}`)
    })
    expect(steps).toEqual(updates.flatMap(({ update_id: id }) => [`begin ${id}`, `end ${id}`]))
  })
})
