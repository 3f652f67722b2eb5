/** 待办: what waits, the oldest first, with its age. */
import type { Desk, Outcome, Turn } from '../turn.ts'
import { mightEver } from '../people/role.ts'
import { PROVINCE, regionsUnder } from '../people/regions.ts'
import { shownName } from '../people/words.ts'
import type { Person } from '../people/person.ts'
import { audienceWords } from '../people/group.ts'
import { maskedForStaff, namesOf } from './masking.ts'
import { say } from './work.ts'
import { isWaiting, liveStates, type Ticket } from './ticket.ts'

const MOST_LISTED = 10
const MOST_CHOICES = 5
const LONGEST = 40

export async function todo(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording, person } = turn
  if (!person || !mightEver(person, 'queue.see')) return say(wording.people.refused)
  const regions = regionsOf(person)
  const query = { states: liveStates, ...(regions && { regions }) }
  const found = await desk.store.tickets.list(query, MOST_LISTED + 1)
  const { staff: words } = wording.support
  if (found.length === 0) return say(words.nothingWaits)
  const shown = found.slice(0, MOST_LISTED)
  const lines = await Promise.all(shown.map((ticket) => lineOf(ticket, turn, desk)))
  const more = found.length > shown.length ? [words.more] : []
  const waiting = shown.filter(isWaiting).slice(0, MOST_CHOICES)
  return {
    reply: {
      text: [words.todo, ...lines, ...more].join('\n'),
      choices: waiting.map(({ id }) => ({
        label: wording.support.choices.takeThis(id),
        ...{ intent: 'staff', action: 'take', data: { id } },
      })),
    },
    dialog: 'keep',
  }
}

/** Undefined for who sees all of them. */
function regionsOf({ grants }: Person): readonly string[] | undefined {
  if (grants.some(({ role }) => role === 'administrator')) return undefined
  const own = grants.flatMap((grant) => ('region' in grant ? regionsUnder(grant.region) : []))
  return own.includes(PROVINCE) ? undefined : own
}

async function lineOf(
  ticket: Ticket,
  { wording, now, message }: Turn,
  desk: Desk,
): Promise<string> {
  const { id, holder, at, queue } = ticket
  const { staff: words } = wording.support
  const lines = await desk.store.tickets.lines(id)
  const asked = lines.findLast(({ by }) => by === 'asker')?.text ?? ''
  const short = Array.from(maskedForStaff(asked, await namesOf(desk.store, ticket)))
    .slice(0, LONGEST)
    .join('')
  const person = holder === undefined ? undefined : await desk.store.people.find(holder)
  const name = person && shownName(person.name, desk, message.from.channel)
  const minutes = Math.max(0, Math.floor((now - at) / 60_000))
  return words.todoLine(id, audienceWords(queue, wording), minutes, short, name)
}
