/** The switch for channels abroad leaves its trace in the audit log. */
import { describe, expect, it } from 'vitest'
import { noteCrossBorder } from '../../core/cross-border.ts'
import { forgetOld } from '../../core/retention.ts'
import { DAY } from '../support/clock.ts'
import { openOffice } from '../support/office.ts'

describe('CROSS_BORDER_APPROVED', () => {
  it('is written to the audit log when it is turned on and when it is turned off, not at each start', async () => {
    const { clock, store } = await openOffice()
    const started = async (approved: boolean) => {
      clock.advance(DAY)
      await noteCrossBorder(store, approved, clock.now())
      const records = await store.audit.read(0, 99)
      return records.filter(({ object }) => object.includes('cross-border')).map((r) => r.result)
    }
    expect(await started(false)).toEqual([])
    expect(await started(true)).toEqual(['on'])
    expect(await started(true)).toEqual(['on'])
    expect(await started(false)).toEqual(['on', 'off'])
    expect(await started(false)).toEqual(['on', 'off'])
    expect(await started(true)).toEqual(['on', 'off', 'on'])
  })

  it('is remembered for longer than any record is kept', async () => {
    const { clock, store } = await openOffice()
    await noteCrossBorder(store, true, clock.now())
    clock.advance(400 * DAY)
    await forgetOld(store, clock.now())
    await noteCrossBorder(store, true, clock.now())
    expect(await store.audit.read(0, 99)).toHaveLength(1)
  })
})
