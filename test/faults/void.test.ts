/** Killed at every named step between approval and done: never two reversals, and nothing is stranded unseen. */
import { describe, expect, it } from 'vitest'
import type { Step } from '../../core/ports.ts'
import { runVoidPlan, type VoidPlan } from './void-rig.ts'

const LONG = process.env['LONG'] !== undefined
const KILLS_A_STEP = 20
const PATIENCE_MS = LONG ? 1_800_000 : 120_000

const steps: readonly Step[] = [
  'void-before-approve-commit',
  'void-approved',
  'void-before-submit',
  'void-after-submit-saved',
  'void-before-call',
  'void-after-call',
  'void-before-record',
  'void-after-record',
]

/** The short form: on either side of the call, and of what is kept. */
const briefly: readonly Step[] = ['void-approved', 'void-after-submit-saved', 'void-after-call']

const killsAt = (step: Step): VoidPlan['kills'] =>
  Array.from({ length: LONG ? KILLS_A_STEP + 4 : 1 }, (_, index) => ({
    step,
    time: 1 + (index % 2),
  }))

const sound = { doubles: 0, untrue: 0, stranded: 0, wrongNotices: 0 }

describe('void requests under SIGKILL', () => {
  it.each(LONG ? steps.map((step) => [step]) : [briefly])(
    'are reversed once, or wait for an officer, when killed at %s',
    async (...killed) => {
      const kills = killed.flatMap(killsAt)
      const outcome = await runVoidPlan({ kills })
      expect(outcome).toMatchObject(sound)
      if (LONG) expect(outcome.kills).toBeGreaterThanOrEqual(KILLS_A_STEP)
      expect(outcome.done + outcome.waiting).toBe(kills.length * 2)
    },
    PATIENCE_MS,
  )
})

describe('the rig', () => {
  it(
    'catches a call that goes out before it is kept',
    async () => {
      const kills = Array.from({ length: 2 }, () => ({ step: 'void-after-call' as const, time: 1 }))
      const outcome = await runVoidPlan({ kills, mistake: 'submitted-before-saved' })
      expect(outcome.doubles + outcome.untrue).toBeGreaterThan(0)
    },
    PATIENCE_MS,
  )

  it(
    'catches a call that is made again after a lost answer',
    async () => {
      const outcome = await runVoidPlan({ kills: [], approvals: 4, mistake: 'submitted-again' })
      expect(outcome.doubles).toBeGreaterThan(0)
    },
    PATIENCE_MS,
  )

  it(
    'catches a notice that is kept before what it tells',
    async () => {
      const kills = Array.from({ length: 2 }, () => ({
        step: 'void-after-record' as const,
        time: 1,
      }))
      const outcome = await runVoidPlan({ kills, approvals: 1, mistake: 'notice-before-commit' })
      expect(outcome.wrongNotices).toBeGreaterThan(0)
    },
    PATIENCE_MS,
  )
})
