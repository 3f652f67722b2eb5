/** Killed at every named step of the line, and at random: every message is answered, copies stay within the promise. */
import { describe, expect, it, vi } from 'vitest'
import type { Step } from '../../core/ports.ts'
import { type Kill, runPlan } from './rig.ts'

const LONG = process.env['LONG'] !== undefined
const CHATS = LONG ? 60 : 15
// A process that dies eight times starts nine times: on a busy machine that takes minutes.
vi.setConfig({ testTimeout: LONG ? 1_800_000 : 240_000 })
/** Copies of replies that one kill may cause: those that were in flight. */
const COPIES_A_KILL = 3

const steps: readonly Step[] = [
  'before-inbox',
  'after-inbox',
  'before-commit',
  'in-commit',
  'after-commit',
  'before-send',
  'after-send',
  'after-record',
]

const killsAt = (step: Step): Kill[] =>
  (LONG ? [1, 2, 7, 19, 40] : [3]).map((time) => ({ step, time }))

describe('the line under SIGKILL', () => {
  it.each(LONG ? steps.map((step) => [step]) : [steps])(
    'answers everything when killed at %s',
    async (...killed) => {
      const outcome = await runPlan({ chats: CHATS, kills: killed.flatMap(killsAt) })
      expect(outcome).toMatchObject({ unanswered: 0, strange: 0, brokenSessions: 0 })
      expect(outcome.copies).toBeLessThanOrEqual(COPIES_A_KILL * outcome.kills)
    },
  )

  it('answers everything when killed at random', async () => {
    const kills = Array.from({ length: LONG ? 25 : 2 }, () => ({
      afterMs: 700 + Math.random() * 900,
    }))
    const outcome = await runPlan({ chats: CHATS * 2, kills })
    expect(outcome, JSON.stringify(kills)).toMatchObject({
      unanswered: 0,
      strange: 0,
      brokenSessions: 0,
    })
    expect(outcome.copies).toBeLessThanOrEqual(COPIES_A_KILL * outcome.kills)
  })
})

describe('the rig', () => {
  it('catches a message that is acknowledged before it is kept', async () => {
    const kills: Kill[] = [
      { step: 'before-inbox', time: 12 },
      { step: 'before-inbox', time: 8 },
    ]
    const outcome = await runPlan({ chats: 15, kills, mistake: 'acknowledged-early' })
    expect(outcome.unanswered).toBeGreaterThan(0)
  })

  it('catches a session that is saved apart from the reply', async () => {
    const kills: Kill[] = [2, 3, 4, 5].map((time) => ({ step: 'after-commit', time }))
    const outcome = await runPlan({ chats: 15, kills, mistake: 'session-apart' })
    expect(outcome.brokenSessions + outcome.strange).toBeGreaterThan(0)
  })

  it('catches a line that knows no message again after a restart', async () => {
    const kills: Kill[] = [3, 4, 5].map((time) => ({ step: 'after-inbox', time }))
    const outcome = await runPlan({ chats: 15, kills, mistake: 'no-dedupe' })
    expect(outcome.brokenSessions + outcome.strange).toBeGreaterThan(0)
  })
})
