/** Killed while an announcement is on its way: nobody gets it twice, and nobody is missed unseen. */
import { describe, expect, it } from 'vitest'
import type { Step } from '../../core/ports.ts'
import { DIRECTORY_SIZE } from '../../core/people/sample-units.ts'
import { type Kill, type Mistake, runAnnouncementPlan } from './announcement-rig.ts'

const LONG = process.env['LONG'] !== undefined
const [KILLS_A_STEP, KILLS_AT_RANDOM] = LONG ? [50, 50] : [1, 1]
const RECIPIENTS = LONG ? DIRECTORY_SIZE : 400
const PATIENCE_MS = LONG ? 3_600_000 : 180_000

const steps: readonly Step[] = [
  'announcement-claimed',
  'announcement-before-send',
  'announcement-after-send',
  'announcement-before-record',
  'announcement-after-record',
  'announcement-between-batches',
]

/** Early and late in a batch, and some batches later; batches are few, the other steps many. */
const timeOf = (step: Step, round: number) =>
  step === 'announcement-between-batches' ? 1 + (round % 3) : 1 + ((round * 17) % 90)

function kills(): Kill[] {
  const named = Array.from({ length: KILLS_A_STEP }, (_, round) =>
    steps.map((step) => ({ step, time: timeOf(step, round) })),
  )
  const random = Array.from({ length: KILLS_AT_RANDOM }, () => ({ afterMs: Math.random() * 300 }))
  return [...named.flat(), ...random]
}

const sound = { wrongSums: 0, twice: 0, lost: 0, stranded: 0, unknownTooMany: 0 }

describe('an announcement under SIGKILL', () => {
  it(
    'reaches everybody once, and says of whom nobody knows',
    async () => {
      const planned = kills()
      const outcome = await runAnnouncementPlan({ recipients: RECIPIENTS, kills: planned })
      expect(outcome).toMatchObject({ ...sound, kills: planned.length })
      // Dying between the call and its record must leave somebody unknown: else nothing was broken.
      expect(outcome.unknown).toBeGreaterThan(0)
    },
    PATIENCE_MS,
  )
})

describe('the rig', () => {
  const caught: readonly (readonly [Mistake, Step, keyof typeof sound])[] = [
    ['marked-before-sending', 'announcement-before-send', 'lost'],
    ['batch-marked-after', 'announcement-after-send', 'unknownTooMany'],
    ['claims-not-released', 'announcement-after-send', 'stranded'],
    ['sent-again-unasked', 'announcement-after-send', 'twice'],
  ]
  it.each(caught)(
    'catches: %s',
    async (mistake, step, seen) => {
      const outcome = await runAnnouncementPlan({
        ...{ recipients: 120, mistake },
        kills: [{ step, time: 20 }],
      })
      expect(outcome[seen]).toBeGreaterThan(0)
    },
    PATIENCE_MS,
  )
})
