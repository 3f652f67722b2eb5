/** An audience as deliveries: one for each unit or person, by the way that is preferred. */
import type { TiedGroup } from '../people/kept.ts'
import { liesUnder, PROVINCE } from '../people/regions.ts'
import { type Aim, isMeant, rolesIn } from './audience.ts'
import type { NewDelivery, Recipient } from './kept.ts'

/**
 * In this order ways to a recipient are tried; `group` is a tied group of its audience. A page of the browser chat may
 * be closed, and a terminal too: who has only these finds announcements there by asking.
 */
export const usualPreference: readonly string[] = ['telegram', 'wechat-official', 'wechat', 'group']

const ORDER = ['approver', 'clerk', 'officer', 'administrator', 'payer'] as const

export function resolved(
  aim: Aim,
  candidates: readonly Recipient[],
  groups: readonly TiedGroup[],
  preference: readonly string[] = usualPreference,
): NewDelivery[] {
  const wanted = rolesIn(aim)
  const audiences = groups.filter(({ staff }) => !staff)
  return candidates
    .filter((candidate) => isMeant(aim, candidate))
    .map((candidate) => deliveryTo(candidate, wanted, audiences, preference))
}

/** Once, whatever number of ways there is. */
function deliveryTo(
  recipient: Recipient,
  wanted: ReadonlySet<string>,
  groups: readonly TiedGroup[],
  preference: readonly string[],
): NewDelivery {
  const { key, name, unit, region = unit?.region ?? PROVINCE } = recipient
  const known = { recipient: key, name, region }
  const people = recipient.people
    .filter(({ role }) => wanted.size === 0 || wanted.has(role))
    .toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role))
  for (const way of preference) {
    const to = way === 'group' ? groupOf(recipient, groups) : accountOn(way, people)
    if (to) return { ...known, to }
  }
  return { ...known, skip: people.length === 0 ? 'nobody-bound' : 'no-channel' }
}

function accountOn(channel: string, people: Recipient['people']) {
  for (const { accounts } of people) {
    const account = accounts.find((one) => one.channel === channel)
    if (account) return { ...account, group: false }
  }
  return undefined
}

function groupOf({ unit }: Recipient, groups: readonly TiedGroup[]) {
  if (!unit) return undefined
  const fits = groups.filter(
    ({ audience: { kind, region } }) =>
      liesUnder(unit.region, region) && (kind === undefined || kind === unit.kind),
  )
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

export function summaryOf(deliveries: readonly NewDelivery[]): Summary {
  const byChannel: Record<string, number> = {}
  const unreachable: Record<string, number> = {}
  const chats = new Map<string, Set<string>>()
  let units = 0
  for (const { recipient, to, skip } of deliveries) {
    if (recipient.startsWith('unit:')) units += 1
    if (skip !== undefined) unreachable[skip] = (unreachable[skip] ?? 0) + 1
    if (!to) continue
    byChannel[to.channel] = (byChannel[to.channel] ?? 0) + 1
    chats.set(to.channel, (chats.get(to.channel) ?? new Set()).add(to.conversation))
  }
  const messages = Object.fromEntries([...chats].map(([channel, some]) => [channel, some.size]))
  return {
    units,
    people: deliveries.length - units,
    byChannel: byChannel,
    unreachable: unreachable,
    messages,
  }
}
