/** Telling a person something of one's own accord: over the preferred account, or another one that works. */
import { type Instant, sessionKeyOf } from '../message.ts'
import { readSession } from '../session.ts'
import type { Repositories } from '../store.ts'
import type { Desk, ServedChannel } from '../turn.ts'
import { type Wording, wordingFor } from '../wording/wording.ts'
import { type Account, addressOf } from './person.ts'

/** The first account, in the order of preference, whose channel works; else the preferred one, which waits. */
export function accountFor(
  accounts: readonly Account[],
  channels: readonly ServedChannel[],
): { readonly account: Account; readonly works: boolean } | undefined {
  const works = ({ channel }: Account) =>
    channels.some(({ name, state }) => name === channel && state().state === 'running')
  const account = accounts.find(works) ?? accounts[0]
  return account && { account, works: works(account) }
}

/** Kept with the transaction of what is told. Written in the language that this person speaks there. */
export async function notify(
  tx: Repositories,
  desk: Pick<Desk, 'channels'>,
  person: string,
  words: (wording: Wording, channel: string) => string | Promise<string>,
  now: Instant,
): Promise<void> {
  const chosen = accountFor(await tx.people.accounts(person), desk.channels())
  if (!chosen) return
  const { account } = chosen
  const to = addressOf(account)
  const session = await tx.sessions.load(sessionKeyOf({ ...to, user: account.user }))
  const { locale } = readSession(session?.data)
  const message = {
    text: await words(wordingFor(locale), account.channel),
    personal: true,
    ...(locale !== 'zh-CN' && { locale }),
  }
  tx.outbox.add({ to, user: account.user, message, kind: 'notice' }, now)
}
