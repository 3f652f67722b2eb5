/** 我的申请 and 待我审批: what a person asked for, and what waits for them. */
import type { Choice } from '../../message.ts'
import { regionsOf } from '../../people/reach.ts'
import { unitsFor } from '../../people/role.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import type { Wording } from '../../wording/wording.ts'
import { formatFen } from '../amount.ts'
import { localDay } from '../date.ts'
import type { VoidRequest } from '../void.ts'
import { stateIn } from './card.ts'
import type { VoidQuery } from './kept.ts'
import { mayApprove, mayConfirm, mayDecide } from './people.ts'

export const MOST_SHOWN = 8
/** Beside “next page”. */
const PAGE = MOST_SHOWN - 1
/** Of those that wait, so many are looked at, those that wait longest. */
const MOST_WAITING = 200

export function lineChoice(request: VoidRequest, wording: Wording): Choice {
  const { id, amountFen } = request
  return {
    label: wording.void.list.line(id, stateIn(request, wording), formatFen(amountFen)),
    intent: 'request',
    action: 'show',
    data: { id },
  }
}

/** What this person asked for as a clerk, and what this account wished for as a payer. */
export async function mine(turn: Turn, desk: Desk): Promise<Outcome> {
  const { person, wording, message, picked } = turn
  const { list: words } = wording.void
  const skip = Number(picked?.data?.['skip'] ?? 0)
  const query = { asker: person?.id ?? '' }
  const [requests, count, wishes] = await Promise.all([
    person ? desk.store.voids.list(query, { skip, limit: PAGE }) : [],
    person ? desk.store.voids.count(query) : 0,
    skip === 0 ? desk.store.wishes.ofAccount(message.from, MOST_SHOWN) : [],
  ])
  const lines = await Promise.all(
    wishes.map(async ({ at, unit, state }) => {
      const name = (await desk.store.units.find(unit))?.name ?? unit
      return words.wish(localDay(at), name, words.wishStates[state])
    }),
  )
  const parts = [
    ...(lines.length > 0 ? [[words.wishes, ...lines].join('\n')] : []),
    ...(count > 0 ? [words.mine(count)] : []),
  ]
  const text = parts.length > 0 ? parts.join('\n\n') : words.noneMine
  const next = skip + PAGE
  const choices = [
    ...requests.map((request) => lineChoice(request, wording)),
    ...(count > next ? [nextPage('request', 'mine', { skip: String(next) }, wording)] : []),
  ]
  return { reply: { text, choices }, dialog: 'keep' }
}

export function nextPage(
  intent: 'request' | 'wish',
  action: 'mine' | 'list' | 'waiting',
  data: NonNullable<Choice['data']>,
  { void: { choices } }: Wording,
): Choice {
  return { label: choices.next, intent, action, data }
}

/**
 * The page of what waits that was asked for, as choices, with the next one. Where so much was done meanwhile that there
 * is no such page, it begins anew.
 */
export function pageOf<T>(
  waiting: readonly T[],
  { picked, wording }: Pick<Turn, 'picked' | 'wording'>,
  intent: 'request' | 'wish',
  choiceOf: (one: T) => Choice,
): Choice[] {
  const asked = Number(picked?.data?.['skip'] ?? 0)
  const skip = asked < waiting.length ? asked : 0
  const left = waiting.slice(skip)
  if (left.length <= MOST_SHOWN) return left.map(choiceOf)
  const data = { skip: String(skip + PAGE) }
  return [...left.slice(0, PAGE).map(choiceOf), nextPage(intent, 'waiting', data, wording)]
}

/** Who has waited longest comes first. */
export async function waitingFor(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording } = turn
  const { list: words } = wording.void
  const waiting = await waitingRequests(turn, desk)
  if (waiting.length === 0) return { reply: { text: words.noneWaiting }, dialog: 'keep' }
  const choices = pageOf(waiting, turn, 'request', (request) => lineChoice(request, wording))
  return { reply: { text: words.waiting(waiting.length), choices }, dialog: 'keep' }
}

async function waitingRequests({ person }: Turn, { store }: Desk): Promise<VoidRequest[]> {
  const units = unitsFor(person, 'void.approve').map(({ code }) => code)
  const regions = regionsOf(person)
  const oldest = (query: VoidQuery) =>
    store.voids.list({ ...query, oldestFirst: true }, { skip: 0, limit: MOST_WAITING })
  const found = [
    ...(units.length > 0 ? await oldest({ units, waitsFor: 'unit' }) : []),
    ...(regions === undefined ? [] : await oldest({ ...regions, waitsFor: 'officer' })),
  ].toSorted((left, right) => left.at - right.at)
  const once = new Map(found.map((request) => [request.id, request]))
  const waiting: VoidRequest[] = []
  for (const request of once.values()) {
    const mays = [mayApprove, mayConfirm, mayDecide]
    const asked = await Promise.all(mays.map((may) => may(store, person, request)))
    if (asked.includes(true)) waiting.push(request)
  }
  return waiting
}
