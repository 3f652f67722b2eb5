/** The time of an announcement, whatever the clock does: it leaves once, never early, and never long after its time. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { usualAnnouncementRules } from '../../../core/announcements/rules.ts'
import { approve, send } from '../../../core/announcements/running.ts'
import { bureau, deskOf, drafted, personOf, sender } from '../../support/announcing.ts'
import { HOUR, MINUTE } from '../../support/clock.ts'

const RUNS = process.env['LONG'] ? 300 : 12
const { lateAfterMs } = usualAnnouncementRules

/** Time goes on while duties are done, jumps in either direction, or passes while nothing runs. */
type Event =
  { readonly kind: 'passes' | 'jumps' | 'down'; readonly ms: number } | { readonly kind: 'restart' }

const minutes = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((count) => count * MINUTE)
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('passes' as const), ms: minutes(1, 90) }),
  fc.record({ kind: fc.constant('jumps' as const), ms: minutes(-180, 180) }),
  fc.record({ kind: fc.constant('down' as const), ms: minutes(0, 180) }),
  fc.record({ kind: fc.constant('restart' as const) }),
)

/** Approved by another, and to leave two hours from now. */
async function scheduled() {
  const office = await bureau()
  const sendAt = office.clock.now() + 2 * HOUR
  const { id, contentHash } = await drafted(office, { sendAt, emergency: true })
  const [writer, approver] = [await personOf(office, 'writer'), await personOf(office, 'approver')]
  await office.store.transaction(async (tx) => {
    await approve(tx, deskOf(), approver, id, contentHash, office.clock.now())
    await send(tx, deskOf(), writer, id, office.clock.now())
  })
  return { office, id, sendAt }
}

it('fires once, when it is due, or asks', { timeout: 1_800_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 12 }), async (events) => {
      const { office, id, sendAt } = await scheduled()
      const { sent, run } = sender(office)
      const looked = async () => {
        const before = sent.length
        await office.settle()
        await run()
        const { state } = (await office.store.announcements.find(id)) ?? {}
        if (sent.length > before) {
          const late = office.clock.now() - sendAt
          expect(before).toBe(0)
          expect(late).toBeGreaterThanOrEqual(0)
          expect(late).toBeLessThanOrEqual(lateAfterMs)
        }
        return state
      }
      for (const one of events) {
        if (one.kind === 'restart') await office.restart()
        else if (one.kind === 'passes') {
          for (let left = one.ms; left > 0; left -= MINUTE) {
            office.clock.advance(MINUTE)
            await looked()
          }
        } else {
          office.clock.advance(one.ms)
          if (one.kind === 'down') await office.restart()
        }
        const state = await looked()
        if (office.clock.now() < sendAt && sent.length === 0)
          expect(['scheduled', 'late']).toContain(state)
        if (office.clock.now() >= sendAt) expect(state).not.toBe('scheduled')
      }
      if (sent.length > 0) expect(sent).toHaveLength(4)
    }),
    { numRuns: RUNS },
  )
})
