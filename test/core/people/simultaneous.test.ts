/**
 * What happens at the same moment comes out as if one thing had been done after the other, in some order: whoever
 * takes a code, leaves, is removed or invites meanwhile, nobody has what the table does not give.
 */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Given } from '../../../core/people/person.ts'
import { type Office, openOffice } from '../../support/office.ts'
import { codeIn, invited } from '../../support/people.ts'
import {
  ACCOUNTS,
  agree,
  type Code,
  emptyModel,
  everybody,
  givens,
  heldIn,
  heldNow,
  mayGive,
  type Model,
  ownerOf,
  removable,
  type Somebody,
  takeCode,
} from '../../support/people-model.ts'
import {
  chosen,
  furtherCode,
  inviting,
  type Move,
  nameFor,
  noted,
  prepare,
  type Ready,
} from '../../support/people-moves.ts'

/** A code is made, and then several things are done at once: to this code, to who made it, and to the directory. */
interface Moment {
  readonly maker: number
  /** Or a code for one more account. */
  readonly given: Given | 'further'
  readonly moves: readonly Move[]
}

const index = fc.nat(20)
const byAccount = (...kinds: readonly Move['kind'][]) =>
  fc.record({ kind: fc.constantFrom(...kinds), account: index })
const bind = fc.record({
  ...{ kind: fc.constant('bind' as const), account: index },
  older: fc.constantFrom(0, 0, 0, 1),
})
const other = fc.oneof(
  { weight: 3, arbitrary: bind },
  { weight: 4, arbitrary: byAccount('remove') },
  { weight: 4, arbitrary: byAccount('leave', 'unbindOther', 'further', 'takeBack') },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('invite'), account: index, given: givens }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant('import'), moved: fc.boolean() },
      listed: fc.tuple(fc.boolean(), fc.boolean()),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leak') }) },
) as fc.Arbitrary<Move>
/** Nearly always somebody takes the code, sooner or later than the others. */
const moments: fc.Arbitrary<Moment> = fc.record({
  maker: index,
  given: fc.oneof(
    { weight: 4, arbitrary: givens },
    { weight: 1, arbitrary: fc.constant('further' as const) },
  ),
  moves: fc
    .tuple(bind, fc.array(other, { minLength: 1, maxLength: 2 }), fc.nat(2))
    .map(([taken, others, at]): Move[] => others.toSpliced(at, 0, taken)),
})

describe('invitations, bindings, leavings, removals and imports at the same moment', () => {
  it('leave everybody with what they would have had one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moments, { minLength: 3, maxLength: 12 }), async (sequence) => {
        const office = await openOffice()
        let model = await staffed(office)
        for (const moment of sequence) {
          const code = await make(office, model, moment)
          model = await together(office, model, await prepare(office, model, code, moment.moves))
          await agree(office, model)
        }
      }),
      { numRuns: process.env['LONG'] ? 400 : 10 },
    )
  }, 1_200_000)
})

/** Somebody of each rank, and two at the top. */
async function staffed(office: Office): Promise<Model> {
  const model = await emptyModel(office)
  const [clinic] = model.units
  const first: Given[] = [
    { role: 'administrator' },
    { role: 'officer', region: '420100' },
    { role: 'approver', unit: clinic?.code ?? '' },
    { role: 'administrator' },
  ]
  for (const [at, given] of first.entries()) {
    const account = ACCOUNTS[at] ?? ACCOUNTS[0]
    const code = await fromCli(office, model, given)
    await office.chat(account).says(`绑定 ${code.text}`)
    takeCode(model, account, code, office.clock.now())
  }
  return model
}

/** Of one who may, in the chat, and best of one who can be removed meanwhile; else of the command line. */
async function make(office: Office, model: Model, { maker, given }: Moment): Promise<Code> {
  if (given === 'further') return makeFurther(office, model, maker)
  const able = ACCOUNTS.filter((one) => mayGive(model, ownerOf(model, one), given))
  const ofLower = able.filter((one) => isBelow(model, ownerOf(model, one)))
  const account = chosen(ofLower.length > 0 ? ofLower : able, maker)
  if (!account) return fromCli(office, model, given)
  const name = nameFor(model)
  const { text } = await office.chat(account).says(inviting(given, name))
  return noted(office, model, { text: codeIn(text), given, name }, ownerOf(model, account))
}

async function makeFurther(office: Office, model: Model, maker: number): Promise<Code> {
  const bound = ACCOUNTS.filter((one) => ownerOf(model, one))
  const account = chosen(bound, maker)
  const me = account && ownerOf(model, account)
  if (!me) return fromCli(office, model, { role: 'administrator' })
  const { text } = await office.chat(account).says('绑定')
  return noted(office, model, furtherCode(text, me), me)
}

function isBelow(model: Model, who: Somebody | undefined): boolean {
  return (
    who !== undefined && everybody(model).some((one) => removable(model, one, who).length === 1)
  )
}

async function fromCli(office: Office, model: Model, given: Given): Promise<Code> {
  const name = nameFor(model)
  const text = await invited(office, given, name)
  return noted(office, model, { text, given, name }, 'cli')
}

/** Does all at once, and finds the order that explains the answers and what everybody has now. */
async function together(office: Office, model: Model, ready: readonly Ready[]): Promise<Model> {
  const texts = await Promise.all(ready.map(({ go }) => go()))
  const done = ready.map((one, at) => one.done(texts[at] ?? ''))
  const real = { done, held: await heldNow(office) }
  const ends = ordersOf([...ready.keys()]).map((order) => {
    const later = structuredClone(model)
    const followed: boolean[] = []
    for (const at of order) followed[at] = ready[at]?.follow(later, texts[at] ?? '') ?? false
    return { later, possible: { done: followed, held: heldIn(later) } }
  })
  expect(ends.map(({ possible }) => possible)).toContainEqual(real)
  const end = ends.find(({ possible }) => isDeepStrictEqual(possible, real))
  return end?.later ?? model
}

function ordersOf(places: readonly number[]): number[][] {
  if (places.length === 0) return [[]]
  return places.flatMap((first) =>
    ordersOf(places.filter((one) => one !== first)).map((others) => [first, ...others]),
  )
}
