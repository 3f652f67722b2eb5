/** 转人工 and 取消人工: a ticket for who asks, with the conversation so far; and whether it helped in the end. */
import { StaleTurn } from '../errors.ts'
import { maskedQuestion } from '../faq/question.ts'
import type { Choice, Instant } from '../message.ts'
import { audienceWords } from '../people/group.ts'
import { withoutCodes } from '../people/invitation.ts'
import type { Audience } from '../people/kept.ts'
import { clockTime } from '../receipts/date.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { conversationSoFar } from './asker.ts'
import type { TicketLine } from './kept.ts'
import { maskedForStaff, namesIn } from './masking.ts'
import { makeTicketMove } from './moving.ts'
import { ruleOf, takeBy } from './hours.ts'
import { queueOf } from './queue.ts'
import { announce, tellSeat, tellStaff } from './telling.ts'
import { isLive, type Ticket, ticketId } from './ticket.ts'

/** So many tickets of one person in a day; one at a time. */
export const MOST_TICKETS = 5
const DAY_MS = 24 * 60 * 60 * 1000

export const human: Intent = {
  name: 'human',
  commands: ['human', 'endHuman'],
  handle: (turn, desk) => {
    const { picked, command } = turn
    const action = picked?.action ?? (command === 'endHuman' ? 'end' : 'ask')
    if (action === 'end') return withdrawn(turn, desk)
    if (action === 'helped') return Promise.resolve(said(turn.wording.support.helped))
    if (action === 'unsolved') return unsolved(turn, desk)
    return asked(turn, desk)
  },
}

/** Offered wherever the assistant did not know on. */
export function humanChoice({ support }: Wording): Choice {
  return { label: support.choices.human, intent: 'human', action: 'ask' }
}

function said(text: string): Outcome {
  return { reply: { text } }
}

async function asked(turn: Turn, desk: Desk): Promise<Outcome> {
  const { message, session, wording, now, person } = turn
  const text = withoutCodes(turn.text)
  const { support: words } = wording
  const me = desk.keys.person(message.from)
  const { tickets } = desk.store
  const live = await tickets.liveOf(message.from)
  if (live) return { ...said(words.already(live.id)), withHuman: true, dialog: 'keep' }
  if (await tickets.isBlocked(me)) return said(words.blocked)
  if ((await tickets.opened(me, now - DAY_MS)) >= MOST_TICKETS) return said(words.tooMany)
  const queue = await queueOf(desk.store, person)
  const before = await conversationSoFar(desk.store, message.from, now)
  const question = text === '' ? [] : [{ by: 'asker' as const, text, at: now }]
  const lines = [...withoutThis(before, text), ...question]
  let id = ''
  let staffed = true
  return {
    reply: { text: '', choices: [{ label: words.choices.end, intent: 'human', action: 'end' }] },
    finalText: () => {
      const knows = lines.some(({ by }) => by === 'asker')
      return openedWords(turn, desk, queue, { id, staffed, knows })
    },
    withHuman: true,
    writes: [
      async (tx) => {
        if (await tx.tickets.liveOf(message.from)) throw new StaleTurn()
        id = ticketId(await tx.numbers.next('T'))
        const ticket: Ticket = {
          ...{ id, state: 'open', version: 1, person: me, locale: session.locale, queue },
          asker: { ...turn.message.from, group: false },
          ...{ level: 0, calls: 1, answered: false, told: false, at: now, since: now },
          nextAt: takeBy(desk, queue, now),
        }
        await tx.tickets.add(ticket)
        for (const line of lines) await tx.tickets.say(id, line)
        staffed = await announce(tx, desk, ticket, 'opened', now)
        tx.audit.append({ actor: me, action: 'ticket.open', object: id, result: 'open' }, now)
        noteAsked(turn, desk, lines, tx)
      },
    ],
  }
}

/** What was said with the request itself is in the inbox already. */
function withoutThis(lines: readonly TicketLine[], text: string): TicketLine[] {
  if (text === '') return [...lines]
  const last = lines.findLastIndex(({ by, text: was }) => by === 'asker' && was === text)
  return lines.filter((_line, at) => at !== last)
}

/** Editors see what people needed a human for. */
function noteAsked(
  { now, message, session, person }: Turn,
  { random, keys }: Desk,
  lines: readonly TicketLine[],
  tx: Parameters<NonNullable<Outcome['writes']>[number]>[0],
): void {
  const question = lines.findLast(({ by }) => by === 'asker')
  if (!question) return
  const names = [...(person ? [person.name] : []), ...namesIn(lines)]
  tx.questions.add({
    ...{ id: random(12).toString('hex'), at: now, person: keys.person(message.from) },
    ...{
      locale: session.locale,
      text: maskedQuestion(maskedForStaff(question.text, names)),
      outcome: 'unsolved',
    },
  })
}

function openedWords(
  { wording, now }: Turn,
  { calendar, queueRules }: Desk,
  queue: Audience,
  {
    id,
    staffed,
    knows,
  }: { readonly id: string; readonly staffed: boolean; readonly knows: boolean },
): string {
  const { support: words } = wording
  const { hours } = ruleOf(queueRules, queue)
  const opening = calendar.nextOpening(now, hours)
  const told = opening === now ? words.toldNow : words.toldEarly(clockTime(opening, now))
  const opened = [words.opened(id, audienceWords(queue, wording)), words.hours(hours), told]
  return [
    ...(staffed ? opened : [words.unstaffed(id)]),
    knows ? words.goOn : words.sayWhat,
    words.howToEnd,
  ].join('\n')
}

/** By who asked; the assistant is back at once. */
async function withdrawn(turn: Turn, desk: Desk): Promise<Outcome> {
  const { message, wording, now } = turn
  const ticket = await desk.store.tickets.liveOf(message.from)
  if (!ticket) return { ...said(wording.support.noTicket), withHuman: false, dialog: 'keep' }
  return {
    ...said(wording.support.withdrawn(ticket.id)),
    withHuman: false,
    writes: [
      async (tx) => {
        const me = desk.keys.person(message.from)
        await makeTicketMove(tx, ticket, 'withdraw', me, {}, now)
        const words = ({ support }: Wording) => support.staff.withdrawn(ticket.id)
        const except = { person: ticket.holder, chat: ticket.seat }
        await tellStaff(tx, desk, ticket, words, now, except)
        await tellSeat(tx, ticket, words, now)
      },
    ],
  }
}

/** After it was closed: the same ticket again, in the place where it was. */
async function unsolved(turn: Turn, desk: Desk): Promise<Outcome> {
  const { message, wording, now, picked } = turn
  const ticket = await desk.store.tickets.find(picked?.data?.['id'] ?? '')
  const { support: words } = wording
  const mine = ticket?.person === desk.keys.person(message.from)
  if (!ticket || !mine || ticket.state !== 'closed') return said(words.over)
  if (await desk.store.tickets.liveOf(message.from)) return said(words.over)
  if (await desk.store.tickets.isBlocked(ticket.person)) return said(words.blocked)
  const nextAt: Instant = takeBy(desk, ticket.queue, now)
  let staffed = true
  return {
    reply: { text: '' },
    finalText: () => (staffed ? words.reopened : words.reopenedUnstaffed)(ticket.id),
    withHuman: true,
    writes: [
      async (tx) => {
        const me = desk.keys.person(message.from)
        const changes = { nextAt, calls: 1, answered: false, told: false }
        const moved = await makeTicketMove(tx, ticket, 'reopen', me, changes, now)
        if (isLive(moved)) staffed = await announce(tx, desk, moved, 'reopened', now)
      },
    ],
  }
}
