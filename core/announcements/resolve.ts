/** An audience as deliveries: one for each unit or person, by the way that is preferred. */
import type { TiedGroup } from '../people/kept.ts'
import { PROVINCE } from '../people/regions.ts'
import type { Content } from './announcement.ts'
import { isFor, meantBy, rolesIn } from './audience.ts'
import type { SkipReason } from './delivery.ts'
import type { NewDelivery, Batches, Recipient } from './kept.ts'

const ORDER = ['approver', 'clerk', 'officer', 'administrator', 'payer'] as const

export async function* resolved(
  { audience, mandatory }: Pick<Content, 'audience' | 'mandatory'>,
  candidates: Batches<Recipient>,
  groups: readonly TiedGroup[],
  preference: readonly string[],
): AsyncGenerator<readonly NewDelivery[]> {
  const wanted = rolesIn(audience)
  const audiences = groups.filter(({ staff, blocked }) => !staff && !blocked)
  const isMeant = meantBy(audience)
  for await (const some of candidates) {
    yield some
      .filter(isMeant)
      .map((candidate) => deliveryTo(candidate, { wanted, mandatory }, audiences, preference))
  }
}

/** Once, whatever number of ways there is. */
function deliveryTo(
  recipient: Recipient,
  { wanted, mandatory }: { readonly wanted: ReadonlySet<string>; readonly mandatory: boolean },
  groups: readonly TiedGroup[],
  preference: readonly string[],
): NewDelivery {
  const { key, name, unit, regions = [] } = recipient
  const region = unit?.region ?? regions[0] ?? PROVINCE
  const known = { recipient: key, name, region }
  const meant = recipient.people
    .filter(({ roles }) => wanted.size === 0 || roles.some((role) => wanted.has(role)))
    .toSorted((a, b) => rankOf(a) - rankOf(b))
  const people = mandatory ? meant : meant.filter(({ optedOut }) => !optedOut)
  for (const way of preference) {
    const to = way === 'group' ? groupOf(recipient, groups) : accountOn(way, people)
    if (to) return { ...known, to }
  }
  return { ...known, skip: whyNot(meant, people, preference) }
}

function rankOf({ roles }: Recipient['people'][number]): number {
  return Math.min(...roles.map((role) => ORDER.indexOf(role)))
}

/** Who could have been reached, were it not for having unsubscribed, is the reason. */
function whyNot(
  meant: Recipient['people'],
  willing: Recipient['people'],
  preference: readonly string[],
): SkipReason {
  if (meant.length === 0) return 'nobody-bound'
  if (willing.length === 0 || preference.some((way) => accountOn(way, meant))) return 'opted-out'
  const blocked = willing.some(({ accounts }) => accounts.some((account) => account.blocked))
  return blocked ? 'blocked' : 'no-channel'
}

function accountOn(channel: string, people: Recipient['people']) {
  for (const { accounts } of people) {
    const account = accounts.find((one) => one.channel === channel && !one.blocked)
    if (!account) continue
    const { user, conversation } = account
    return { channel, user, conversation, group: false }
  }
  return undefined
}

function groupOf({ unit }: Recipient, groups: readonly TiedGroup[]) {
  if (!unit) return undefined
  const fits = groups.filter(({ audience }) => isFor(audience, unit))
  // The nearest region: its code says the most.
  const [group] = fits.toSorted((a, b) => depth(b) - depth(a))
  if (!group) return undefined
  const { channel, conversation } = group
  return { channel, conversation, user: conversation, group: true }
}

function depth({ audience: { region, kind } }: TiedGroup): number {
  return region.replace(/0+$/, '').length * 2 + (kind === undefined ? 0 : 1)
}

/** What the count says before anything is sent. */
export interface Summary {
  readonly units: number
  readonly people: number
  /** Recipients by channel. */
  readonly byChannel: Readonly<Record<string, number>>
  readonly unreachable: Readonly<Record<string, number>>
  /** Messages by channel: a group gets one for all of its units. */
  readonly messages: Readonly<Record<string, number>>
}

/** Adds up what passes through `through`. */
export function createTally() {
  const byChannel: Record<string, number> = {}
  const unreachable: Record<string, number> = {}
  const chats = new Map<string, Set<string>>()
  let [all, units] = [0, 0]

  function add({ recipient, to, skip }: NewDelivery): void {
    all += 1
    if (recipient.startsWith('unit:')) units += 1
    if (skip !== undefined) unreachable[skip] = (unreachable[skip] ?? 0) + 1
    if (!to) return
    byChannel[to.channel] = (byChannel[to.channel] ?? 0) + 1
    const known = chats.get(to.channel) ?? new Set<string>()
    chats.set(to.channel, known.add(to.conversation))
  }

  return {
    async *through(deliveries: Batches<NewDelivery>): AsyncGenerator<readonly NewDelivery[]> {
      for await (const some of deliveries) {
        some.forEach(add)
        yield some
      }
    },
    summary(): Summary {
      const messages = Object.fromEntries([...chats].map(([channel, { size }]) => [channel, size]))
      return { units, people: all - units, byChannel, unreachable, messages }
    },
  }
}
