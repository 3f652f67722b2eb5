/** Telling a person something of one's own accord: over the preferred account, or another one that works. */
import { offered, withAside, withNotice } from '../choices.ts'
import { type Address, type Instant, type Reply, sessionKeyOf } from '../message.ts'
import { isOpen, readSession, type Session, writeSession } from '../session.ts'
import type { Repositories, SessionRow } from '../store.ts'
import type { Desk, ServedChannel } from '../turn.ts'
import { type Wording, wordingFor } from '../wording/wording.ts'
import { type Account, addressOf } from './person.ts'

/** A sentence, or a reply with its card and choices. */
export type Told = string | Reply

/** What is said, in the language that is spoken there. */
export type Telling = (wording: Wording, channel: string) => Told | Promise<Told>

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
export async function notify(...told: Parameters<typeof reach>): Promise<void> {
  await reach(...told)
}

/** The same. False when there is no account to tell it to. */
export async function reach(
  tx: Repositories,
  desk: Pick<Desk, 'channels' | 'keys'>,
  person: string,
  words: Telling,
  now: Instant,
): Promise<boolean> {
  const chosen = accountFor(await tx.people.accounts(person), desk.channels())
  if (!chosen) return false
  const { user } = chosen.account
  await tellAccount(tx, desk, { ...addressOf(chosen.account), user }, words, now)
  return true
}

/**
 * The same to one account, whoever it belongs to. Choices are offered in its session, as those of a reply are: what
 * was said there meanwhile is answered on what holds then. While a question waits there, numbers go on answering it:
 * where choices are numbers, those of the notice are named instead. While none does, they mean the notice, and words
 * also what was offered before it.
 */
export async function tellAccount(
  tx: Repositories,
  { keys, channels }: Pick<Desk, 'keys' | 'channels'>,
  { user, ...to }: Address & { readonly user: string },
  words: Telling,
  now: Instant,
): Promise<void> {
  const key = sessionKeyOf({ ...to, user })
  const stored = await tx.sessions.load(key)
  const session = readSession(stored?.data)
  const said = await words(wordingFor(session.locale), to.channel)
  const { choices = [], ...reply } = typeof said === 'string' ? { text: said } : said
  const offer = choices.length > 0 ? { id: offerId(stored, now), choices } : undefined
  const asked = isOpen(session)
  if (offer) {
    const person = keys.person({ ...to, user })
    const next: Session = asked ? withAside(session, offer) : withNotice(session, offer)
    await tx.sessions.save(key, person, writeSession(next), stored?.version ?? 0, now)
  }
  const named = offer !== undefined && asked && !hasButtons(to.channel, channels())
  const labels = choices.map(({ label }) => label)
  const message = {
    ...reply,
    ...(named && { text: `${reply.text}\n${wordingFor(session.locale).choiceByWords(labels)}` }),
    ...(offer && !named && { choices: offered(offer) }),
    personal: true,
    ...(session.locale !== 'zh-CN' && { locale: session.locale }),
  }
  tx.outbox.add({ to, user, message, kind: 'notice' }, now)
}

function hasButtons(channel: string, served: readonly ServedChannel[]): boolean {
  return served.find(({ name }) => name === channel)?.traits.choices === 'buttons'
}

/** Longer than any of a reply, and never one that a session had which is forgotten by now. At most 16 characters. */
function offerId(stored: SessionRow | undefined, now: Instant): string {
  const [time, version] = [now, stored?.version ?? 0].map((number) => number.toString(36))
  return `n${time?.padStart(9, '0')}${version}`.slice(0, 16)
}
