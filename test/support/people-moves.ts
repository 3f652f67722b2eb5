/** What people do at the same moment: prepared up to the last word, done at once, and the same in the model. */
import { expect } from 'vitest'
import type { Given } from '../../core/people/person.ts'
import type { Office } from './office.ts'
import { codeIn, fillDirectory } from './people.ts'
import {
  ACCOUNTS,
  type Code,
  endDuty,
  everybody,
  FURTHER_LIFE,
  importing,
  isSame,
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
} from './people-model.ts'

export type Account = (typeof ACCOUNTS)[number]

/** Numbers choose among those who can, when the moment has come. */
export type Move =
  | { readonly kind: 'bind'; readonly account: number; readonly older: number }
  | {
      readonly kind: 'leave' | 'unbindOther' | 'further' | 'remove' | 'takeBack'
      readonly account: number
    }
  | { readonly kind: 'invite'; readonly account: number; readonly given: Given }
  | ({ readonly kind: 'import' } & Listed)
  | { readonly kind: 'leak' }

/** What is about to be done: the last word is said by `go`, and nothing changes before. */
export interface Ready {
  readonly account?: Account
  go(): Promise<string>
  /** Whether the answer says that it was done. */
  done(text: string): boolean
  /** The same in the model: whether it must be done. */
  follow(model: Model, text: string): boolean
}

/** Each account does one thing in a moment, so that no two answers go to one place. */
export async function prepare(
  office: Office,
  model: Model,
  code: Code,
  moves: readonly Move[],
): Promise<Ready[]> {
  const ready: Ready[] = []
  const once = new Set<string>()
  for (const move of moves) {
    const free = ACCOUNTS.filter((one) => ready.every(({ account }) => account !== one))
    if ((move.kind === 'import' || move.kind === 'leak') && once.has(move.kind)) continue
    once.add(move.kind)
    const one = await readyFor({ office, model, code, free, at: ready.length }, move)
    if (one) ready.push(one)
  }
  return ready
}

interface Scene {
  readonly office: Office
  readonly model: Model
  readonly code: Code
  /** Accounts that do nothing else now. */
  readonly free: readonly Account[]
  readonly at: number
}

async function readyFor(scene: Scene, move: Move): Promise<Ready | undefined> {
  if (move.kind === 'import') return importOf(scene, move)
  if (move.kind === 'leak') return leakOf(scene)
  if (move.kind === 'bind') return bindBy(scene, move)
  if (move.kind === 'remove') return removalBy(scene, move.account)
  const { model, code, free } = scene
  const about = code.by === 'cli' ? undefined : code.by
  const own = free.filter((one) => ownerOf(model, one) && ownerOf(model, one) === about)
  const bound = free.filter((one) => ownerOf(model, one))
  const account = chosen(own, move.account) ?? chosen(bound, move.account)
  if (!account) return undefined
  if (move.kind === 'leave') return leavingOf(scene, account)
  if (move.kind === 'unbindOther') return leavingOfOther(scene, account)
  if (move.kind === 'further') return furtherOf(scene, account)
  if (move.kind === 'takeBack') return takingBackOf(scene, account)
  return move.kind === 'invite' ? inviteBy(scene, account, move.given) : undefined
}

function importOf({ office, model }: Scene, listed: Listed): Ready {
  office.clock.advance(1000)
  const { some } = importing(model, listed)
  return {
    go: async () => {
      await fillDirectory(office, some)
      return ''
    },
    done: () => true,
    follow(later) {
      importing(later, listed).done()
      return true
    },
  }
}

function leakOf({ office, model, code }: Scene): Ready {
  const at = model.codes.indexOf(code)
  const where = { channel: 'telegram', conversation: '-1', group: true, user: 'stranger' }
  return {
    go: async () => (await office.chat(where).says(`绑定 ${code.text}`)).text,
    done: () => true,
    follow({ codes }) {
      const leaked = codes[at]
      if (leaked) leaked.open = false
      return true
    },
  }
}

function bindBy(
  { office, model, code, free }: Scene,
  { account: who, older }: Extract<Move, { kind: 'bind' }>,
): Ready | undefined {
  const account = chosen(free, who)
  const at = Math.max(0, model.codes.indexOf(code) - older)
  const taken = model.codes[at]
  if (!account || !taken) return undefined
  return {
    account,
    go: async () => (await office.chat(account).says(`绑定 ${taken.text}`)).text,
    done: (text) => text.includes(taken.further ? '这个账号已绑定，' : '您好。已绑定'),
    follow(later) {
      const same = later.codes[at]
      return same !== undefined && takeCode(later, account, same, office.clock.now())
    },
  }
}

/** By somebody who may: of who made the code or does something else just now, if that can be; else of anybody. */
async function removalBy({ office, model, code, free }: Scene, who: number) {
  const busy = ACCOUNTS.filter((one) => !free.includes(one)).map((one) => ownerOf(model, one))
  const able = everybody(model).flatMap((target) =>
    free.flatMap((account) => {
      const [given, ...others] = removable(model, ownerOf(model, account), target)
      return given && others.length === 0 ? [{ account, target, given }] : []
    }),
  )
  const first = able.filter(({ target }) => target === code.by || busy.includes(target))
  const one = chosen(first.length > 0 ? first : able, who)
  if (!one) return undefined
  const { account, target, given } = one
  const chat = office.chat(account)
  expect((await chat.says(`移除 ${target.name}`)).choices).toHaveLength(1)
  await chat.says('1')
  return {
    account,
    go: async () => (await chat.says('确认移除')).text,
    done: (text: string) => text.includes('已移除'),
    follow(later: Model) {
      const same = everybody(later).find(({ name }) => name === target.name)
      return same !== undefined && endDuty(later, ownerOf(later, account), same, given)
    },
  }
}

async function leavingOf({ office }: Scene, account: Account): Promise<Ready> {
  const chat = office.chat(account)
  await chat.says('解绑')
  return {
    account,
    go: async () => (await chat.says('确认解绑')).text,
    done: (text) => text === '已解绑。',
    follow: (later) => leave(later, account),
  }
}

/** Another account of one's own, where there is one only. */
async function leavingOfOther({ office, model }: Scene, account: Account) {
  const me = ownerOf(model, account)
  const [other, ...more] = ACCOUNTS.filter((one) => one !== account && ownerOf(model, one) === me)
  if (!other || more.length > 0) return undefined
  const chat = office.chat(account)
  const who = await chat.says('我是谁')
  await chat.presses(who.choices.find(({ label }) => /^解绑./.test(label))?.label ?? '', who)
  return {
    account,
    go: async () => (await chat.says('确认解绑')).text,
    done: (text: string) => text === '已解绑。',
    follow(later: Model) {
      const same = ownerOf(later, account)
      return same !== undefined && leave(later, other, same)
    },
  }
}

/** Of the code that everything is about. */
function takingBackOf({ office, code: { name } }: Scene, account: Account): Ready | undefined {
  if (name === '') return undefined
  return {
    account,
    go: async () => (await office.chat(account).says(`撤销邀请 ${name}`)).text,
    done: (text) => text.includes('已撤销给'),
    follow: (later) => takeBack(later, ownerOf(later, account), name, office.clock.now()),
  }
}

function furtherOf({ office }: Scene, account: Account): Ready {
  return {
    account,
    go: async () => (await office.chat(account).says('绑定')).text,
    done: (text) => codeIn(text) !== '',
    follow(later, text) {
      const me = ownerOf(later, account)
      if (!me) return false
      noted(office, later, furtherCode(text, me), me)
      return true
    },
  }
}

function inviteBy({ office, model, at }: Scene, account: Account, given: Given): Ready {
  const name = nameFor(model, at)
  return {
    account,
    go: async () => (await office.chat(account).says(inviting(given, name))).text,
    done: (text) => codeIn(text) !== '',
    follow(later, text) {
      const me = ownerOf(later, account)
      if (!mayGive(later, me, given)) return false
      noted(office, later, { text: codeIn(text), given, name }, me)
      return true
    },
  }
}

export function chosen<T>(from: readonly T[], at: number): T | undefined {
  return from[at % Math.max(1, from.length)]
}

export function furtherCode(text: string, further: Somebody) {
  return { text: codeIn(text), given: { role: 'payer' }, name: '', further } as const
}

export const nameFor = ({ codes }: Model, at = 0) => `人${codes.length + at}某`
export const inviting = ({ role, unit, region }: Given, name: string) =>
  `invite ${role} ${name} ${unit ?? region ?? ''}`

export function noted(
  office: Office,
  model: Model,
  made: Pick<Code, 'text' | 'given' | 'name' | 'further'>,
  by: Somebody | 'cli' = 'cli',
): Code {
  const life = made.further ? FURTHER_LIFE : LIFE
  const earlier = model.codes.filter(
    ({ name, given, further, ...code }) =>
      code.by === by && by !== 'cli' && !further && name === made.name && isSame(given, made.given),
  )
  if (!made.further) for (const code of earlier) code.open = false
  const code = { ...made, by, expiresAt: office.clock.now() + life, open: true }
  model.codes.push(code)
  return code
}
