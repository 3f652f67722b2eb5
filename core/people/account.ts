/** 我是谁 and 解绑: what this account is tied to, where notices go, and leaving. */
import { StaleTurn } from '../errors.ts'
import type { Choice, Instant } from '../message.ts'
import { maskPhone } from '../receipts/mask.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import type { AccountKey } from './kept.ts'
import type { Account } from './person.ts'
import { grantWords, shownName } from './words.ts'

export const whoami: Intent = {
  name: 'whoami',
  commands: ['whoami'],
  handle: async (turn, desk) => {
    if (turn.picked?.action === 'prefer') return prefer(turn, turn.picked)
    const { person, message, wording } = turn
    const { whoami: words } = wording.people
    if (!person) return { reply: { text: words.nobody }, dialog: 'keep' }
    const [accounts, phone] = await Promise.all([
      desk.store.people.accounts(person.id),
      desk.store.phones.of(message.from),
    ])
    const roles = person.grants.map((grant) => grantWords(grant, wording))
    const lines = [
      words.text(shownName(person.name, desk, message.from.channel), roles),
      words.accounts(accounts.map((account) => accountWords(account, turn))),
      ...(phone ? [words.phone(maskPhone(phone.phone))] : []),
    ]
    const choices = accountChoices(accounts, turn)
    return { reply: { text: lines.join('\n'), choices }, dialog: 'keep' }
  },
}

function accountWords({ channel, preferred }: Account, { wording: { people } }: Turn): string {
  const name = people.channel(channel)
  return preferred ? people.whoami.preferred(name) : name
}

function accountChoices(accounts: readonly Account[], { wording }: Turn): Choice[] {
  const { people } = wording
  const { choices } = people
  const others = accounts.filter(({ preferred }) => !preferred)
  return [
    { label: choices.myUnit, intent: 'unit', action: 'show' },
    ...others.map(({ channel, user }) => ({
      label: choices.prefer(people.channel(channel)),
      intent: 'whoami',
      action: 'prefer',
      data: { channel, user },
    })),
    { label: choices.further, intent: 'bind', action: 'further' },
    { label: choices.unbind, intent: 'unbind', action: 'ask' },
  ]
}

function prefer({ person, wording }: Turn, { data }: Choice): Promise<Outcome> {
  const { people: words } = wording
  const { channel = '', user = '' } = data ?? {}
  if (!person) return Promise.resolve({ reply: { text: words.whoami.nobody } })
  const write: Write = async (tx) => {
    await tx.people.prefer(person.id, { channel, user })
  }
  const text = words.whoami.preferredNow(words.channel(channel))
  return Promise.resolve({ reply: { text }, dialog: 'keep', writes: [write] })
}

export const unbind: Intent = {
  name: 'unbind',
  commands: ['unbind'],
  handle: async (turn, desk) => {
    const { person, picked, wording } = turn
    const { unbind: words, choices } = wording.people
    if (!person) return { reply: { text: words.nobody } }
    if (picked?.action === 'no') return { reply: { text: words.kept } }
    if (picked?.action === 'yes') return untied(turn, desk, person.id)
    const last = (await desk.store.people.accounts(person.id)).length === 1
    return {
      reply: {
        text: last ? words.askLast : words.ask,
        choices: [
          { label: choices.confirmUnbind, intent: 'unbind', action: 'yes' },
          { label: choices.keep, intent: 'unbind', action: 'no' },
        ],
      },
    }
  },
}

function untied({ message: { from }, wording, now }: Turn, { keys }: Desk, id: string): Outcome {
  const write: Write = async (tx) => {
    if ((await tx.people.ofAccount(from))?.id !== id) throw new StaleTurn()
    await untie(tx, id, from, now)
  }
  const entry = { actor: keys.person(from), action: 'person.unbound', object: 'account' }
  return {
    reply: { text: wording.people.unbind.done },
    writes: [write],
    audit: { ...entry, result: 'unbound' },
  }
}

/** The account is nobody's any more. With the last one the person has left, and every role has ended. */
async function untie(
  tx: Repositories,
  id: string,
  account: AccountKey,
  now: Instant,
): Promise<void> {
  await tx.people.untie(account)
  if ((await tx.people.accounts(id)).length === 0) await tx.people.leave(id, now)
}
