/** 我是谁 and 解绑: the accounts a person is tied to, where notices go, and leaving. */
import { StaleTurn } from '../errors.ts'
import type { Choice } from '../message.ts'
import { maskPhone } from '../receipts/mask.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import { accountName, isSameAccount } from './account-names.ts'
import type { AccountKey } from './kept.ts'
import { untie } from './leaving.ts'
import type { Account, Person } from './person.ts'
import { grantWords, shownName } from './words.ts'

/** Beside three other choices, as many as fit the buttons of one message. */
const MOST_OTHERS = 3

export const whoami: Intent = {
  name: 'whoami',
  commands: ['whoami'],
  handle: async (turn, desk) => {
    const { person, picked, message, wording } = turn
    const { whoami: words } = wording.people
    if (!person) return { reply: { text: words.nobody }, dialog: 'keep' }
    const [accounts, phone] = await Promise.all([
      desk.store.people.accounts(person.id),
      desk.store.phones.of(message.from),
    ])
    if (picked?.action === 'prefer') return prefer(turn, person, accounts, picked)
    const roles = person.grants.map((grant) => grantWords(grant, wording))
    const lines = [
      words.text(shownName(person.name, desk, message.from.channel), roles),
      words.accounts(accounts.map((account) => accountWords(account, accounts, turn))),
      ...(phone ? [words.phone(maskPhone(phone.phone))] : []),
    ]
    const choices = accountChoices(accounts, turn)
    return { reply: { text: lines.join('\n'), choices }, dialog: 'keep' }
  },
}

function accountWords(
  account: Account,
  all: readonly Account[],
  { message: { from }, wording }: Turn,
): string {
  const name = accountName(account, all, from, wording)
  return account.preferred ? wording.people.whoami.preferred(name) : name
}

function accountChoices(accounts: readonly Account[], { message: { from }, wording }: Turn) {
  const { choices } = wording.people
  const about = (account: Account, intent: string, action: string, label: string): Choice => {
    const { channel, user } = account
    return { label, intent, action, data: { channel, user } }
  }
  const name = (account: Account) => accountName(account, accounts, from, wording)
  const unpreferred = accounts.filter(({ preferred }) => !preferred).slice(0, MOST_OTHERS)
  const others = accounts.filter((account) => !isSameAccount(account, from)).slice(0, MOST_OTHERS)
  return [
    { label: choices.myUnit, intent: 'unit', action: 'show' },
    ...unpreferred.map((one) => about(one, 'whoami', 'prefer', choices.prefer(name(one)))),
    { label: choices.further, intent: 'bind', action: 'further' },
    ...others.map((one) => about(one, 'unbind', 'ask', choices.unbindOther(name(one)))),
    { label: choices.unbind, intent: 'unbind', action: 'ask' },
  ]
}

function prefer(
  { message: { from }, wording }: Turn,
  { id }: Person,
  accounts: readonly Account[],
  { data }: Choice,
): Outcome {
  const { whoami: words } = wording.people
  const account = accountIn(accounts, data)
  if (!account) return { reply: { text: words.notYours } }
  const write: Write = async (tx) => {
    if (!(await tx.people.prefer(id, account))) throw new StaleTurn()
  }
  const text = words.preferredNow(accountName(account, accounts, from, wording))
  return { reply: { text }, dialog: 'keep', writes: [write] }
}

/** This account; or another one of the same person's, such as that of a lost telephone. */
export const unbind: Intent = {
  name: 'unbind',
  commands: ['unbind'],
  handle: async (turn, desk) => {
    const { person, picked, wording, message } = turn
    const { unbind: words, whoami: others } = wording.people
    if (!person) return { reply: { text: words.nobody } }
    if (picked?.action === 'no') return { reply: { text: words.kept } }
    const accounts = await desk.store.people.accounts(person.id)
    const account = accountIn(accounts, picked?.data ?? message.from)
    if (!account) return { reply: { text: others.notYours } }
    return picked?.action === 'yes'
      ? untied(turn, desk, person, account)
      : askUnbind(turn, accounts, account)
  },
}

function askUnbind(
  { wording, message: { from } }: Turn,
  accounts: readonly Account[],
  account: Account,
): Outcome {
  const { unbind: words, choices } = wording.people
  const own = accounts.length === 1 ? words.askLast : words.ask
  const other = words.askOther(accountName(account, accounts, from, wording))
  const { channel, user } = account
  const yes = { intent: 'unbind', action: 'yes', data: { channel, user }, means: 'yes' } as const
  return {
    reply: {
      text: isSameAccount(account, from) ? own : other,
      choices: [
        { label: choices.confirmUnbind, ...yes },
        { label: choices.keep, intent: 'unbind', action: 'no', means: 'no' },
      ],
    },
  }
}

function untied(
  { message: { from }, wording, now }: Turn,
  desk: Desk,
  { id }: Person,
  account: Account,
): Outcome {
  const write: Write = async (tx) => {
    const [speaker, owner] = [await tx.people.ofAccount(from), await tx.people.ofAccount(account)]
    if (speaker?.id !== id || owner?.id !== id) throw new StaleTurn()
    await untie(tx, desk, id, account, now)
  }
  const entry = { actor: desk.keys.person(from), action: 'person.unbound', object: id }
  return {
    reply: { text: wording.people.unbind.done },
    writes: [write],
    audit: { ...entry, result: 'unbound' },
  }
}

function accountIn(accounts: readonly Account[], { channel, user }: Partial<AccountKey> = {}) {
  return accounts.find((account) => account.channel === channel && account.user === user)
}
