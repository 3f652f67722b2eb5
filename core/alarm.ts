/** Alarms: to the administrators, or to the operators while nobody is bound; the same one at most once an hour. */
import type { Address, Instant } from './message.ts'
import { accountFor } from './people/notice.ts'
import { type Account, addressOf } from './people/person.ts'
import type { Repositories } from './store.ts'
import type { Desk, ServedChannel } from './turn.ts'

const QUIET_MS = 60 * 60 * 1000

export interface Alarm {
  /** Says which alarm it is. */
  readonly name: string
  /** Holds no personal data. */
  readonly text: string
  /** The channel that is in trouble: whoever can be reached over another one is told there. */
  readonly about?: string
}

/**
 * Kept with the transaction that found the trouble.
 * Resolves to whether anybody is told, now or within the last hour.
 */
export async function raiseAlarm(
  tx: Repositories,
  desk: Pick<Desk, 'operators' | 'channels'>,
  alarm: Alarm,
  now: Instant,
): Promise<boolean> {
  const recipients = await recipientsOf(tx, desk, alarm)
  if (recipients.length === 0) return false
  const name = `alarm:${alarm.name}`
  const raised = await tx.marks.owner(name)
  if (raised && raised.until > now) return true
  await tx.marks.take(name, 'alarm', now, now + QUIET_MS)
  for (const { to, user } of recipients) {
    tx.outbox.add({ to, user, message: { text: alarm.text, personal: false }, kind: 'notice' }, now)
  }
  return true
}

/** Whether an alarm would go to anybody now. */
export async function reachesAnybody(
  repositories: Pick<Repositories, 'people'>,
  desk: Pick<Desk, 'operators' | 'channels'>,
): Promise<boolean> {
  return (await recipientsOf(repositories, desk, {})).length > 0
}

interface Recipient {
  readonly to: Address
  readonly user: string
}

/** Each administrator over a channel that works; the operators as well when none of them can be reached so. */
async function recipientsOf(
  { people }: Pick<Repositories, 'people'>,
  { operators, channels }: Pick<Desk, 'operators' | 'channels'>,
  { about }: Pick<Alarm, 'about'>,
): Promise<Recipient[]> {
  const administrators = await people.holders('administrator')
  const accounts = await Promise.all(administrators.map((id) => people.accounts(id)))
  const working = channels().filter(({ name }) => name !== about)
  const chosen = accounts.flatMap(
    (own) => accountFor(unasked(elsewhere(own, about), working), working) ?? [],
  )
  const recipients = chosen.map(({ account }) => ({ to: addressOf(account), user: account.user }))
  if (chosen.some(({ works }) => works)) return recipients
  const others = elsewhere(operators, about)
  return [...recipients, ...others.map((to) => ({ to, user: to.conversation }))]
}

/** An alarm must not wait until somebody looks, whatever is preferred: what reaches people unasked comes first. */
function unasked(accounts: readonly Account[], channels: readonly ServedChannel[]): Account[] {
  const waits = ({ channel }: Account) =>
    channels.some(({ name, traits }) => name === channel && traits.onlyWhenOpen)
  return accounts.toSorted((a, b) => Number(waits(a)) - Number(waits(b)))
}

/** All of them where there is no other channel. */
function elsewhere<T extends { readonly channel: string }>(
  all: readonly T[],
  about: string | undefined,
): readonly T[] {
  const others = all.filter(({ channel }) => channel !== about)
  return others.length > 0 ? others : all
}
