/** Whatever is invited, bound, unbound, removed and imported in whatever order: nobody has what the table does not give. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Given } from '../../../core/people/person.ts'
import { DAY } from '../../support/clock.ts'
import { type Chat, type Office, openOffice } from '../../support/office.ts'
import { codeIn, fillDirectory, invited } from '../../support/people.ts'
import {
  ACCOUNTS,
  agree,
  type Code,
  emptyModel,
  endDuty,
  everybody,
  FURTHER_LIFE,
  givens,
  importing,
  keyOf,
  leave,
  LIFE,
  type Listed,
  mayGive,
  type Model,
  ownerOf,
  removable,
  type Somebody,
  takeBack,
  takeCode,
} from '../../support/people-model.ts'

const index = fc.nat(20)
type Op =
  | { readonly kind: 'cli' | 'chat'; readonly account: number; readonly given: Given }
  | { readonly kind: 'bind' | 'leak' | 'takeBack'; readonly account: number; readonly code: number }
  | { readonly kind: 'unbind' | 'unbindOther' | 'prefer' | 'further'; readonly account: number }
  | { readonly kind: 'remove'; readonly account: number; readonly target: number }
  | ({ readonly kind: 'import' } & Listed)
  | { readonly kind: 'wait' | 'restart' }

const ops: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('cli', 'chat'), account: index, given: givens }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('bind'), account: index, code: index }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('leak', 'takeBack'),
      account: index,
      code: index,
    }),
  },
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

describe('any sequence of invitations, bindings, leavings, removals and imports', () => {
  it('leaves everybody with exactly what was given, and may give it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ops, { minLength: 5, maxLength: 25 }), async (sequence) => {
        const office = await openOffice()
        const model = await emptyModel(office)
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
  const me = ownerOf(model, account)
  if (op.kind === 'cli') await invite(office, model, op.given)
  else if (op.kind === 'chat') await inviteInChat(chat, model, op.given, office)
  else if (op.kind === 'bind') await bind(chat, model, codeAt(model, op.code), office)
  else if (op.kind === 'takeBack') await endInvitation(chat, model, codeAt(model, op.code), office)
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
  const by = ownerOf(model, chat.from)
  const code = codeIn(text)
  expect(code !== '', text).toBe(mayGive(model, by, given))
  if (code === '' || !by) return
  const expiresAt = office.clock.now() + LIFE
  model.codes.push({ text: code, given, name, by, expiresAt, open: true })
}

async function bind(chat: Chat, model: Model, code: Code | undefined, office: Office) {
  if (!code) return
  const { text } = await chat.says(`绑定 ${code.text}`)
  const done = code.further ? '这个账号已绑定，' : '您好。已绑定'
  expect(text.includes(done), text).toBe(takeCode(model, chat.from, code, office.clock.now()))
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
  const mine = others.filter((one) => me && ownerOf(model, one) === me)
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
  for (const [one] of gone) leave(model, one)
}

async function endInvitation(chat: Chat, model: Model, code: Code | undefined, office: Office) {
  if (!code || code.further) return
  const { text } = await chat.says(`撤销邀请 ${code.name}`)
  const ended = takeBack(model, ownerOf(model, chat.from), code.name, office.clock.now())
  expect(text.includes('已撤销给'), text).toBe(ended)
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
  leave(model, chat.from)
}

async function remove(
  chat: Chat,
  me: Somebody | undefined,
  model: Model,
  at: number,
): Promise<void> {
  const all = everybody(model)
  const target = all[at % Math.max(1, all.length)]
  if (!target) return
  const able = removable(model, me, target)
  const { choices } = await chat.says(`移除 ${target.name}`)
  expect(choices).toHaveLength(able.length)
  const [only, ...others] = able
  if (!only || others.length > 0) return
  await chat.says('1')
  expect((await chat.says('确认移除')).text).toContain('已移除')
  endDuty(model, me, target, only)
}

async function reimport(office: Office, model: Model, listed: Listed): Promise<void> {
  office.clock.advance(1000)
  const { some, done } = importing(model, listed)
  await fillDirectory(office, some)
  done()
}
