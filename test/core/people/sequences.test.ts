/** Whatever is invited, bound, unbound, removed and imported in whatever order: nobody has what the table does not give. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountKey } from '../../../core/people/kept.ts'
import type { Given, Grant, Person } from '../../../core/people/person.ts'
import { type Action, may, table } from '../../../core/people/role.ts'
import type { Unit } from '../../../core/people/unit.ts'
import { DAY, MINUTE } from '../../support/clock.ts'
import { type Chat, type Office, openOffice } from '../../support/office.ts'
import { CLINIC, codeIn, COUNTY, fillDirectory, invited } from '../../support/people.ts'

const UNITS: readonly Unit[] = [CLINIC, COUNTY]
const REGIONS = ['420000', '420100', '420106', '420600']
/** Of several networks; on the second, names are masked. */
const ACCOUNTS = [
  { channel: 'web', user: 'a' },
  { channel: 'telegram', user: 'b' },
  { channel: 'console', user: 'c' },
  { channel: 'web', user: 'd' },
  { channel: 'telegram', user: 'e' },
] as const
const LIFE = 7 * DAY
const FURTHER_LIFE = 10 * MINUTE

const index = fc.nat(20)
const givens: fc.Arbitrary<Given> = fc.oneof(
  fc.constantFrom<Given>({ role: 'payer' }, { role: 'administrator' }),
  fc.constantFrom(...REGIONS).map((region): Given => ({ role: 'officer', region })),
  fc
    .tuple(fc.constantFrom('clerk', 'approver'), fc.constantFrom(...UNITS))
    .map(([role, { code }]): Given => ({ role: role as 'clerk', unit: code })),
)

type Op =
  | { readonly kind: 'cli' | 'chat'; readonly account: number; readonly given: Given }
  | { readonly kind: 'bind' | 'leak'; readonly account: number; readonly code: number }
  | { readonly kind: 'unbind' | 'unbindOther' | 'prefer' | 'further'; readonly account: number }
  | { readonly kind: 'remove'; readonly account: number; readonly target: number }
  | { readonly kind: 'import'; readonly listed: readonly boolean[]; readonly moved: boolean }
  | { readonly kind: 'wait' | 'restart' }

const ops: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('cli', 'chat'), account: index, given: givens }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('bind'), account: index, code: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leak'), account: index, code: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unbind'), account: index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('further'), account: index }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('unbindOther', 'prefer'), account: index }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('remove'), account: index, target: index }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('import'),
      listed: fc.tuple(fc.boolean(), fc.boolean()),
      moved: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('wait', 'restart') }) },
) as fc.Arbitrary<Op>

interface Somebody {
  readonly name: string
  grants: Given[]
}

interface Code {
  readonly text: string
  readonly given: Given
  readonly name: string
  readonly by: Somebody | 'cli'
  /** Ties one more account to this person instead. */
  readonly further?: Somebody
  readonly expiresAt: number
  open: boolean
}

/** What should hold, kept beside the real thing and in the simplest way. */
interface Model {
  /** By channel and user. */
  readonly owners: Map<string, Somebody>
  readonly codes: Code[]
  units: readonly (Unit & { listed: boolean })[]
}

const keyOf = ({ channel, user }: AccountKey) => `${channel}:${user}`
const placeOf = ({ unit, region, role }: Given) => unit ?? region ?? role

function personOf(model: Model, somebody: Somebody): Person {
  const grants = somebody.grants.map((given): Grant => {
    if (given.role === 'administrator') return { role: given.role }
    if (given.role === 'officer') return { role: given.role, region: given.region ?? '' }
    const unit = model.units.find(({ code }) => code === given.unit)
    if (!unit) throw new Error('no unit')
    return { role: given.role as 'clerk', unit }
  })
  return { id: somebody.name, name: somebody.name, grants }
}

function matterOf(model: Model, { unit, region }: Given) {
  const kept = model.units.find(({ code }) => code === unit)
  return kept ? { unit: kept } : region === undefined ? {} : { region }
}

function mayGive(model: Model, by: Somebody | 'cli' | undefined, given: Given): boolean {
  const unit = model.units.find(({ code }) => code === given.unit)
  if (unit && !unit.listed) return false
  if (by === 'cli') return true
  return (
    by !== undefined && may(personOf(model, by), `invite.${given.role}`, matterOf(model, given))
  )
}

const removal: Readonly<Record<Given['role'], Action | undefined>> = {
  ...{ payer: undefined, clerk: 'unit.remove', approver: 'unit.remove' },
  ...{ officer: 'officer.remove', administrator: 'administrator.remove' },
}

describe('any sequence of invitations, bindings, leavings, removals and imports', () => {
  it('leaves everybody with exactly what was given, and may give it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ops, { minLength: 5, maxLength: 25 }), async (sequence) => {
        const office = await openOffice()
        const units = UNITS.map((unit) => ({ ...unit, listed: true }))
        const model: Model = { owners: new Map(), codes: [], units }
        await fillDirectory(office, [...UNITS])
        for (const op of [...beginning, ...sequence]) {
          await run(op, office, model)
          await agree(office, model)
        }
      }),
      { numRuns: process.env['LONG'] ? 400 : 12 },
    )
  }, 600_000)
})

/** Somebody at the top, so that there is something to do. */
const beginning: readonly Op[] = [
  { kind: 'cli', account: 0, given: { role: 'administrator' } },
  { kind: 'bind', account: 0, code: 0 },
]

async function run(op: Op, office: Office, model: Model): Promise<void> {
  const account = ACCOUNTS['account' in op ? op.account % ACCOUNTS.length : 0] ?? ACCOUNTS[0]
  const chat = office.chat(account)
  const me = model.owners.get(keyOf(account))
  if (op.kind === 'cli') await invite(office, model, op.given)
  else if (op.kind === 'chat') await inviteInChat(chat, model, op.given, office)
  else if (op.kind === 'bind') await bind(chat, model, codeAt(model, op.code), office)
  else if (op.kind === 'leak') await leak(office, account.user, codeAt(model, op.code))
  else if (op.kind === 'unbind') await unbind(chat, model)
  else if (op.kind === 'further') await further(chat, me, model, office)
  else if (op.kind === 'unbindOther' || op.kind === 'prefer')
    await other(op.kind, chat, me, model, office)
  else if (op.kind === 'remove') await remove(chat, me, model, op.target)
  else if (op.kind === 'import') await reimport(office, model, op)
  else if (op.kind === 'wait') office.clock.advance(4 * DAY)
  else await office.restart()
}

const codeAt = ({ codes }: Model, at: number) => codes[at % Math.max(1, codes.length)]

async function invite(office: Office, model: Model, given: Given): Promise<void> {
  const name = `人${model.codes.length}某`
  const text = await invited(office, given, name)
  const expiresAt = office.clock.now() + LIFE
  model.codes.push({ text, given, name, by: 'cli', expiresAt, open: true })
}

const WORDS = {
  payer: '缴款人',
  clerk: '经办',
  approver: '负责人',
  officer: '监管员',
  administrator: '管理员',
}

async function inviteInChat(chat: Chat, model: Model, given: Given, office: Office): Promise<void> {
  const name = `人${model.codes.length}某`
  const { text } = await chat.says(
    `邀请 ${WORDS[given.role]} ${name} ${given.unit ?? given.region ?? ''}`,
  )
  const by = model.owners.get(keyOf(chat.from))
  const code = codeIn(text)
  expect(code !== '', text).toBe(mayGive(model, by, given))
  if (code === '' || !by) return
  const expiresAt = office.clock.now() + LIFE
  model.codes.push({ text: code, given, name, by, expiresAt, open: true })
}

async function bind(chat: Chat, model: Model, code: Code | undefined, office: Office) {
  if (!code) return
  const { text } = await chat.says(`绑定 ${code.text}`)
  const me = model.owners.get(keyOf(chat.from))
  const stands = code.open && code.expiresAt > office.clock.now()
  if (code.further) return bindFurther(text, chat, model, code, stands)
  const { given } = code
  const has = me?.grants.some((one) => one.role === given.role && placeOf(one) === placeOf(given))
  const good = stands && mayGive(model, code.by, given) && !has
  expect(text.includes('您好。已绑定'), text).toBe(good)
  if (!good) return
  code.open = false
  const somebody = me ?? { name: code.name, grants: [] }
  model.owners.set(keyOf(chat.from), somebody)
  if (given.role === 'payer') return
  somebody.grants = somebody.grants.filter((one) => placeOf(one) !== placeOf(given))
  somebody.grants.push(given)
}

function bindFurther(text: string, { from }: Chat, model: Model, code: Code, stands: boolean) {
  const { further } = code
  const there = [...model.owners.values()].some((owner) => owner === further)
  const good = stands && there && !model.owners.has(keyOf(from))
  expect(text.includes('这个账号已绑定，'), text).toBe(good)
  if (!good || !further) return
  code.open = false
  model.owners.set(keyOf(from), further)
}

/** A code for one more account. */
async function further(chat: Chat, me: Somebody | undefined, model: Model, office: Office) {
  const text = codeIn((await chat.says('绑定')).text)
  expect(text !== '').toBe(me !== undefined)
  if (!me) return
  const expiresAt = office.clock.now() + FURTHER_LIFE
  const given = { role: 'payer' } as const
  model.codes.push({ text, given, name: '', by: me, further: me, expiresAt, open: true })
}

/** Where notices go changes nothing; another account of one's own is unbound. */
async function other(
  kind: 'prefer' | 'unbindOther',
  chat: Chat,
  me: Somebody | undefined,
  model: Model,
  office: Office,
): Promise<void> {
  const who = await chat.says('我是谁')
  const words = kind === 'prefer' ? /^通知发到/ : /^解绑./
  const choice = who.choices.find(({ label }) => words.test(label))
  const others = ACCOUNTS.filter((one) => keyOf(one) !== keyOf(chat.from))
  const mine = others.filter((one) => me && model.owners.get(keyOf(one)) === me)
  if (kind === 'unbindOther') expect(choice !== undefined).toBe(mine.length > 0)
  if (!choice) return
  await chat.presses(choice.label, who)
  if (kind === 'prefer') return
  expect((await chat.says('确认解绑')).text).toBe('已解绑。')
  // The label says the network and the day; among alike ones the first is meant, and the store is asked which.
  const left = await Promise.all(
    mine.map(async (one) => [one, await office.store.people.ofAccount(one)] as const),
  )
  const gone = left.filter(([, owned]) => !owned)
  expect(gone).toHaveLength(1)
  for (const [one] of gone) model.owners.delete(keyOf(one))
}

async function leak(office: Office, user: string, code: Code | undefined): Promise<void> {
  if (!code) return
  const group = office.chat({ channel: 'telegram', conversation: '-1', group: true, user })
  await group.says(`绑定 ${code.text}`)
  code.open = false
}

async function unbind(chat: Chat, model: Model): Promise<void> {
  await chat.says('解绑')
  await chat.says('确认解绑')
  const me = model.owners.get(keyOf(chat.from))
  model.owners.delete(keyOf(chat.from))
  if (me && ![...model.owners.values()].includes(me)) me.grants = []
}

async function remove(
  chat: Chat,
  me: Somebody | undefined,
  model: Model,
  at: number,
): Promise<void> {
  const everybody = [...new Set(model.owners.values())]
  const target = everybody[at % Math.max(1, everybody.length)]
  if (!target) return
  const removable = target.grants.filter((given) => {
    const action = removal[given.role]
    return me && me !== target && action && may(personOf(model, me), action, matterOf(model, given))
  })
  const { choices } = await chat.says(`移除 ${target.name}`)
  expect(choices).toHaveLength(removable.length)
  const [only, ...others] = removable
  if (!only || others.length > 0) return
  await chat.says('1')
  expect((await chat.says('确认移除')).text).toContain('已移除')
  target.grants = target.grants.filter((given) => given !== only)
  if (target.grants.length > 0) return
  for (const [user, owner] of model.owners) if (owner === target) model.owners.delete(user)
}

async function reimport(
  office: Office,
  model: Model,
  { listed, moved }: Extract<Op, { kind: 'import' }>,
) {
  office.clock.advance(1000)
  const now = UNITS.map((unit, at) => ({
    ...unit,
    ...(moved && at === 0 && { region: '420684' }),
    listed: listed[at] === true,
  }))
  const some = now.filter((unit) => unit.listed).map(({ listed: _listed, ...unit }) => unit)
  await fillDirectory(office, some)
  model.units = now.map((unit, at) =>
    unit.listed ? unit : { ...(model.units[at] ?? unit), listed: false },
  )
}

/** Each account is whose it should be, with the roles it should have, and may what the table says of those. */
async function agree(office: Office, model: Model): Promise<void> {
  for (const account of ACCOUNTS) {
    const real = await office.store.people.ofAccount(account)
    const somebody = model.owners.get(keyOf(account))
    expect(real?.name).toBe(somebody?.name)
    if (!real || !somebody) continue
    const should = personOf(model, somebody)
    expect(sorted(real.grants)).toEqual(sorted(should.grants))
    for (const action of Object.keys(table) as Action[]) {
      for (const unit of model.units) {
        expect(may(real, action, { unit })).toBe(may(should, action, { unit }))
      }
    }
  }
}

const sorted = (grants: readonly Grant[]) => grants.map((grant) => JSON.stringify(grant)).toSorted()
