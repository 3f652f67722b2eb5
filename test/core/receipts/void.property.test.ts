/** Random people, moves, duplicates, crashes and answers of the platform against the state machine of void requests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../../adapters/store/store.ts'
import type { Choice } from '../../../core/message.ts'
import type { Step } from '../../../core/ports.ts'
import {
  afterMove,
  isOver,
  OFFICERS_LEVEL,
  type VoidMove,
  type VoidRequest,
  type VoidState,
} from '../../../core/receipts/void.ts'
import type { VoidDialog } from '../../../core/receipts/void/dialog.ts'
import type { Store } from '../../../core/store.ts'
import { DAY, HOUR, MINUTE } from '../../support/clock.ts'
import {
  type Actor,
  type AskEnd,
  type CallEnd,
  Crash,
  openWorld,
  PEOPLE,
  type World,
} from '../../support/void-world.ts'

const actors = Object.keys(PEOPLE) as Actor[]
const human = ['approve', 'confirm', 'giveBack', 'withdraw', 'urge', 'resubmit', 'giveUp'] as const
type Human = (typeof human)[number]
const crashes: readonly Step[] = [
  ...['void-approved', 'void-before-submit', 'void-after-submit-saved', 'void-before-call'],
  ...['void-after-call', 'void-before-record', 'void-after-record', 'void-before-approve-commit'],
] as Step[]

type Op =
  | { readonly kind: 'ask'; readonly actor: Actor; readonly urgent: boolean }
  | { readonly kind: 'move'; readonly actor: Actor; readonly move: Human }
  | { readonly kind: 'both'; readonly moves: readonly (readonly [Actor, Human])[] }
  | { readonly kind: 'time'; readonly ms: number; readonly twice: boolean }
  | { readonly kind: 'crash'; readonly step: Step }
  | { readonly kind: 'booked' }

const actor = fc.constantFrom(...actors)
const move = fc.constantFrom<Human>('approve', 'approve', 'approve', ...human)
const ms = fc.constantFrom(1000, 20_000, 5 * MINUTE, HOUR, DAY, 3 * DAY)
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('ask'), actor, urgent: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('move'), actor, move }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('both'),
      moves: fc.array(fc.tuple(actor, move), { minLength: 2, maxLength: 3 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('time'), ms, twice: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('crash'), step: fc.constantFrom(...crashes) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('booked') }) },
) as fc.Arbitrary<Op>
const plan = fc.record({
  ops: fc.array(op, { minLength: 4, maxLength: 22 }),
  calls: fc.array(
    fc.constantFrom<CallEnd>('done', 'refused', 'accepted', 'lost', 'lost-undone', 'late'),
    { maxLength: 4 },
  ),
  asks: fc.array(fc.constantFrom<AskEnd>('told', 'told', 'lost'), { maxLength: 12 }),
  officer: fc.boolean(),
})

let store: Store
let world: World

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'epiaotong-'))
  store = await openStore(`sqlite:${join(folder, 'test.db')}`)
  world = await openWorld(store)
  return async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** One receipt at a time, so that its requests follow each other. */
interface Run {
  readonly number: string
  readonly code: string
  readonly ids: Set<string>
  readonly officer: boolean
}

describe('any sequence of moves, crashes and answers', () => {
  it('reverses a receipt once at most, by two people at least, and leaves nothing that nobody sees', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ ops, calls, asks, officer }) => {
        const { code, number } = world.newReceipt()
        const run: Run = { code, number, officer, ids: new Set() }
        world.callEnds = [...calls]
        world.askEnds = [...asks]
        world.rules = officer ? { officerAboveFen: 1 } : {}
        world.crashAt = undefined
        for (const one of [{ kind: 'ask', actor: 'clerk', urgent: false } as const, ...ops]) {
          await perform(one, run)
          await holds(run)
        }
        await ends(run)
      }),
      { numRuns: process.env['LONG'] ? 10_000 : 150 },
    )
  }, 1_800_000)
})

async function perform(one: Op, run: Run): Promise<void> {
  if (one.kind === 'ask') return surviving(() => ask(one.actor, one.urgent, run))
  if (one.kind === 'crash') return void (world.crashAt = one.step)
  if (one.kind === 'booked') return booked(run)
  if (one.kind === 'time') {
    world.now += one.ms
    const rounds = one.twice ? [world.duties(), world.duties()] : [world.duties()]
    await Promise.all(rounds.map((round) => surviving(() => round)))
    return
  }
  const current = await latest(run)
  if (!current) return
  if (one.kind === 'both') {
    await Promise.all(
      one.moves.map(([who, made]) => surviving(() => said(who, made, current.id).then(() => {}))),
    )
    return
  }
  const crashed = world.crashAt
  await surviving(() => said(one.actor, one.move, current.id).then(() => {}))
  if (crashed === world.crashAt) await agrees(current, one)
}

/** Somebody else books the receipt: from now on a first call is one too many. */
function booked({ number }: Run): void {
  if (world.booked.has(number)) return
  world.booked.set(number, world.calls.get(number) ?? 0)
}

async function surviving(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Crash)) throw error
  }
}

async function ask(who: Actor, urgent: boolean, run: Run): Promise<void> {
  const { code, number } = run
  const picked: Choice = {
    ...{ label: '', intent: 'void', action: urgent ? 'urgent' : 'confirm' },
    data: { code, number },
  }
  const dialog: VoidDialog = {
    ...{ kind: 'void', asked: 'confirm', code, number, unit: PEOPLE.clerk.unit },
    ...{ reason: '退费', files: 0 },
  }
  const text = await world.say(who, '', { picked, dialog })
  const id = /已提交，申请编号 (VR-\d{4}-\d{6})/.exec(text)?.[1]
  if (id !== undefined) run.ids.add(id)
}

function said(who: Actor, made: Human, id: string): Promise<string> {
  const data = { id, sure: 'yes' }
  if (made === 'giveBack') return world.say(who, `退回 ${id} 不对`)
  return world.say(who, '', { picked: { label: '', intent: 'request', action: made, data } })
}

async function latest({ ids }: Run): Promise<VoidRequest | undefined> {
  return store.voids.find([...ids].at(-1) ?? '')
}

/** Who may make which move, written anew. */
function allowed(request: VoidRequest, who: Actor, made: Human): boolean {
  const { state, level, asker, approver, confirmer, needsOfficer, urgent, calledAt } = request
  const { role } = PEOPLE[who]
  const [officer, own] = [role === 'officer', asker === who]
  const approves =
    state === 'requested' && !own && (role === 'approver' || (officer && level >= OFFICERS_LEVEL))
  const confirms =
    state === 'approved' && needsOfficer && !confirmer && officer && !own && approver !== who
  switch (made) {
    case 'approve':
      return approves
    case 'confirm':
      return confirms
    case 'giveBack':
      return approves || confirms
    case 'withdraw':
      return own && calledAt === undefined && (state === 'requested' || state === 'approved')
    case 'urge':
      return own && state === 'requested' && !urgent
    case 'resubmit':
    case 'giveUp':
      return officer && state === 'failed'
  }
}

/** One move by one person did what the model says, and nothing else. */
async function agrees(
  before: VoidRequest,
  { actor: who, move: made }: Extract<Op, { kind: 'move' }>,
) {
  const after = await store.voids.find(before.id)
  const moves = allowed(before, who, made)
  expect(after?.state, `${who} ${made} on ${before.state}`).toBe(
    moves ? afterMove(before.state, made) : before.state,
  )
  expect(after?.version).toBe(before.version + (moves ? 1 : 0))
}

/** What must be true at every moment. */
async function holds(run: Run): Promise<void> {
  const requests = await Promise.all([...run.ids].map((id) => store.voids.find(id)))
  expect(world.reds.get(run.number) ?? 0).toBeLessThanOrEqual(1)
  let resubmitted = 0
  let submitted = 0
  for (const request of requests) {
    if (!request) throw new Error('a request is gone')
    expect(request.approver).not.toBe(request.asker)
    if (request.confirmer !== undefined) {
      expect([request.asker, request.approver]).not.toContain(request.confirmer)
    }
    const steps = await store.voids.steps(request.id)
    expect(replayed(steps.map((step) => step.move))).toBe(request.state)
    resubmitted += steps.filter((step) => step.move === 'resubmit').length
    submitted += steps.some((step) => step.move === 'submit') ? 1 : 0
  }
  expect(requests.filter((request) => request && !isOver(request)).length).toBeLessThanOrEqual(1)
  const calls = world.calls.get(run.number) ?? 0
  expect(calls).toBeLessThanOrEqual(submitted + resubmitted)
  const before = world.booked.get(run.number)
  if (before !== undefined) expect(calls).toBeLessThanOrEqual(before + resubmitted)
}

function replayed(made: readonly VoidMove[]): VoidState | undefined {
  return made.reduce<VoidState | undefined>((state, one) => state && afterMove(state, one), 'draft')
}

/** Time goes on and nobody says a word: what is not over is before an officer, who was told. */
async function ends(run: Run): Promise<void> {
  world.crashAt = undefined
  for (let rounds = 0; rounds < 60; rounds++) {
    const current = await latest(run)
    if (!current || isOver(current) || current.state === 'failed') break
    world.now = Math.max(world.now + MINUTE, current.nextAt ?? world.now)
    await world.duties()
  }
  await holds(run)
  const current = await latest(run)
  if (current?.state === 'failed') {
    const address = { channel: 'web', conversation: 'officer', group: false }
    const told = await store.outbox.history(address, 'officer', 50)
    expect(told.some(({ message }) => message.card?.title.includes(current.id))).toBe(true)
    const waiting = await world.say('officer', '待我审批')
    expect(waiting).toContain('等您办理')
    await said('officer', 'giveUp', current.id)
  }
  const last = await latest(run)
  expect(last === undefined || isOver(last), last?.state).toBe(true)
  if (last?.state === 'done') expect(world.reds.get(run.number)).toBe(1)
  await store.transaction(async (tx) => {
    await tx.outbox.forget(world.now + 1)
    await tx.sessions.forget(world.now + 1)
  })
  world.now = Date.UTC(2026, 10, 23, 2, 0)
}
