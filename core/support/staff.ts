/** What the staff does with a ticket, in the staff's chat or in private: 接单, 转交, 关闭, 备注, 标记垃圾, 拉黑. */
import type { Command, Desk, Intent, Outcome, Turn } from '../turn.ts'
import { answer, canned } from './answering.ts'
import { block, close, junk, note, take, transfer } from './handling.ts'
import { draft } from './knowledge.ts'
import { type Ticket, ticketIn } from './ticket.ts'
import { todo } from './todo.ts'
import { bareMoves } from './verbs.ts'
import { isAnswer, mayWork, say, type Work, WORK } from './work.ts'
import type { Person } from '../people/person.ts'

/** Behind these a bare number is a ticket's. */
const BARE: ReadonlySet<Command> = new Set(['take', 'junk', 'close', 'draft', 'block', 'unblock'])

/** Public, since it speaks in the staff's groups: there everything about who asked is masked. */
export const staff: Intent = {
  name: 'staff',
  public: true,
  commands: WORK,
  precedes: (turn) => isAnswer(turn) && (turn.group?.staff ?? !turn.message.from.group),
  handle,
}

async function handle(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording, person, message, picked, command } = turn
  const { support: words } = wording
  if (message.from.group && !turn.group?.staff) return say(words.staff.onlyStaff)
  if (command === 'queue') return todo(turn, desk)
  const ticket = await ticketOf(turn, desk)
  if (ticket === 'which') return say(words.staff.which)
  if (!ticket || !person || !mayWork(person, ticket)) return say(wording.people.refused)
  if (await isOwn(person, ticket, turn, desk)) return say(words.staff.own)
  const bare = command === undefined ? bareMoves[turn.text.trim().toLowerCase()] : undefined
  return doing(turn, desk, { ticket, person }, picked?.action ?? command ?? bare)
}

function doing(turn: Turn, desk: Desk, work: Work, action?: string): Promise<Outcome> | Outcome {
  switch (action) {
    case 'take':
      return take(turn, desk, work)
    case 'transfer':
      return transfer(turn, desk, work)
    case 'junk':
      return junk(turn, desk, work)
    case 'close':
      return close(turn, desk, work)
    case 'note':
      return note(turn, work)
    case 'canned':
      return canned(turn, desk, work)
    case 'draft':
      return draft(turn, desk, work)
    case 'block':
    case 'unblock':
      return block(turn, desk, work, action)
    default:
      return answer(turn, desk, work)
  }
}

/** The ticket that is meant: by choice, by number, or by the message that was replied to. */
async function ticketOf(
  { picked, text, message, command }: Turn,
  { store }: Desk,
): Promise<Ticket | 'which' | undefined> {
  const bare = command !== undefined && BARE.has(command) ? /^\s*(\d{1,9})(?!\d)/.exec(text) : null
  const named = picked?.data?.['id'] ?? ticketIn(bare ? `#${bare[1]}` : text.slice(0, 16))
  const id = named ?? ticketIn(message.quoted ?? '')
  return id === undefined ? 'which' : store.tickets.find(id)
}

/** Nobody answers their own question. */
async function isOwn(person: Person, { asker }: Ticket, { message }: Turn, { store }: Desk) {
  const accounts = await store.people.accounts(person.id)
  const mine = [...accounts, message.from]
  return mine.some(({ channel, user }) => channel === asker.channel && user === asker.user)
}
