/** What an account is called: its network; where a person has several there, also which of them it is. */
import { dayOf, timeOf } from '../calendar/local-time.ts'
import type { Wording } from '../wording/wording.ts'
import type { AccountKey } from './kept.ts'
import type { Account } from './person.ts'

/** `here` is the account that speaks. */
export function accountName(
  account: Account,
  all: readonly Account[],
  here: AccountKey,
  { people }: Wording,
): string {
  const name = people.channel(account.channel)
  const alike = all.filter(({ channel }) => people.channel(channel) === name)
  if (alike.length <= 1) return name
  if (isSameAccount(account, here)) return people.whoami.here(name)
  return people.whoami.since(name, `${dayOf(account.since)} ${timeOf(account.since)}`)
}

export function isSameAccount(account: AccountKey, { channel, user }: AccountKey): boolean {
  return account.channel === channel && account.user === user
}
