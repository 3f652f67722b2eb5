/** Taking a ticket, passing it on, ending it, noting, blocking who misuses it. */
import { readAudience } from '../people/audience.ts'
import { audienceWords } from '../people/group.ts'
import type { Person } from '../people/person.ts'
import { stillMay } from '../people/permission.ts'
import { may } from '../people/role.ts'
import { shownName } from '../people/words.ts'
import type { Desk, Outcome, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { didItHelp, tellAsker } from './asker.ts'
import { namesOf } from './masking.ts'
import { makeTicketMove } from './moving.ts'
import { takeBy } from './hours.ts'
import { placesOf } from './queue.ts'
import { announce, linesIn, relayToAsker, tellStaff } from './telling.ts'
import { isWaiting, type Ticket, withoutTicket } from './ticket.ts'
import { heldBy, hindered, say, stillWorks, taking, type Work, wordsFor } from './work.ts'

/** Whoever takes it holds it; the others see that. */
export async function take(turn: Turn, desk: Desk, work: Work): Promise<Outcome> {
  const { wording, message, now } = turn
  const hindrance = await hindered(turn, desk, work, 'take')
  if (hindrance !== undefined) return say(hindrance)
  const { ticket } = work
  const lines = await desk.store.tickets.lines(ticket.id)
  const names = await namesOf(desk.store, ticket)
  const said = linesIn(lines, { wording, at: message.from, names, now, desk })
  const { staff: words } = wording.support
  return {
    ...say(
      [
        words.taken(ticket.id, takerName(turn, desk, work)),
        ...said,
        words.howToAnswer(ticket.id),
      ].join('\n'),
    ),
    writes: [stillWorks(turn, ticket), (tx) => taking(turn, desk, work, tx).then(() => undefined)],
  }
}

function takerName({ message }: Turn, desk: Desk, { person }: Work): string {
  return shownName(person.name, desk, message.from.channel)
}

/** To the queue that is named, else to the next place up. */
export async function transfer(turn: Turn, desk: Desk, work: Work): Promise<Outcome> {
  const { wording, now, text, message } = turn
  const { support: words } = wording
  const hindrance = await hindered(turn, desk, work, 'transfer')
  if (hindrance !== undefined) return say(hindrance)
  const { ticket, person } = work
  if (isAnothers(ticket, person)) return say(await heldBy(turn, desk, ticket))
  const named = withoutTicket(text, ticket.id, message.quoted === undefined)
  const queue = named === '' ? undefined : readAudience(named)
  if (named !== '' && !queue) return say(words.staff.whichQueue)
  const places = await placesOf(desk.store, queue ?? ticket.queue)
  const level = queue ? 0 : Math.min(ticket.level + 1, Math.max(0, places.length - 1))
  if (!queue && isWaiting(ticket) && level === ticket.level) return say(words.staff.noneAbove)
  const to = queue ? audienceWords(queue, wording) : words.staff.up
  return {
    ...say(words.staff.transferred(ticket.id, to)),
    writes: [
      stillWorks(turn, ticket),
      async (tx) => {
        const nextAt = takeBy(desk, queue ?? ticket.queue, now)
        const changes = { level, calls: 1, nextAt, ...(queue && { queue }) }
        const actor = desk.keys.person(message.from)
        const moved = await makeTicketMove(tx, ticket, 'transfer', actor, changes, now)
        await announce(tx, desk, moved, 'transferred', now)
        await relayToAsker(
          tx,
          desk,
          moved,
          { text: wordsFor(moved).transferredForAsker(moved.id) },
          now,
        )
      },
    ],
  }
}

export async function close(turn: Turn, desk: Desk, work: Work): Promise<Outcome> {
  const { ticket } = work
  return ending(turn, desk, work, 'close', {
    text: ({ support }) => support.closed(ticket.id),
    choices: didItHelp(ticket.id),
  })
}

export async function junk(turn: Turn, desk: Desk, work: Work): Promise<Outcome> {
  return ending(turn, desk, work, 'junk', { text: ({ support }) => support.ended(work.ticket.id) })
}

type Goodbye = Omit<Parameters<typeof tellAsker>[3], 'withHuman'>

/** It is over, and the assistant is back with who asked. Only who holds it, or anybody while nobody does. */
async function ending(
  turn: Turn,
  desk: Desk,
  work: Work,
  move: 'close' | 'junk',
  goodbye: Goodbye,
): Promise<Outcome> {
  const { ticket, person } = work
  const { wording, message, now } = turn
  const hindrance = await hindered(turn, desk, work, move)
  if (hindrance !== undefined) return say(hindrance)
  if (isAnothers(ticket, person)) return say(await heldBy(turn, desk, ticket))
  return {
    ...say(wording.support.staff.ended(ticket.id, move)),
    writes: [
      stillWorks(turn, ticket),
      async (tx) => {
        const moved = await makeTicketMove(
          tx,
          ticket,
          move,
          desk.keys.person(message.from),
          {},
          now,
        )
        await tellAsker(tx, desk, moved, { ...goodbye, withHuman: false }, now)
        if (!isWaiting(ticket)) return
        const words = ({ support }: Wording) => support.staff.ended(moved.id, move)
        await tellStaff(tx, desk, moved, words, now, { person: person.id, chat: message.from })
      },
    ],
  }
}

/** Whoever took it holds it: nobody else passes it on or ends it. */
function isAnothers({ holder }: Ticket, { id }: Person): boolean {
  return holder !== undefined && holder !== id
}

/** For the staff alone. */
export function note(turn: Turn, { ticket, person }: Work): Outcome {
  const { wording, now, text } = turn
  const words = withoutTicket(text, ticket.id)
  const { staff: sentences } = wording.support
  if (words === '') return say(sentences.noteWhat)
  return {
    ...say(sentences.noted(ticket.id)),
    writes: [
      stillWorks(turn, ticket),
      (tx) => tx.tickets.say(ticket.id, { by: 'note', text: words, at: now, person: person.id }),
    ],
  }
}

/** Who misuses it gets no more tickets. A live one of theirs is not closed by that. */
export function block(
  turn: Turn,
  desk: Desk,
  { ticket, person }: Work,
  action: 'block' | 'unblock',
): Outcome {
  const { wording, message, now } = turn
  const { region } = ticket.queue
  if (!may(person, 'person.block', { region })) return say(wording.people.refused)
  const { staff: words } = wording.support
  return {
    ...say(action === 'block' ? words.blocked(ticket.id) : words.unblocked(ticket.id)),
    writes: [
      stillMay(message.from, 'person.block', { region }),
      async (tx) => {
        if (action === 'block') await tx.tickets.block(ticket.person, person.id, now)
        else await tx.tickets.unblock(ticket.person)
      },
    ],
    audit: {
      ...{ actor: desk.keys.person(message.from), action: `person.${action}` },
      ...{ object: ticket.person, result: ticket.id },
    },
  }
}
