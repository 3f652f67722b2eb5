/** What an account is called: its network, and the day it was bound where a person has several there. */
import { dayOf } from '../calendar/local-time.ts'
import type { Wording } from '../wording/wording.ts'
import type { Account } from './person.ts'

export function accountName(
  account: Account,
  all: readonly Account[],
  { people }: Wording,
): string {
  const name = people.channel(account.channel)
  const alike = all.filter(({ channel }) => people.channel(channel) === name)
  return alike.length > 1 ? people.whoami.since(name, dayOf(account.since)) : name
}
