/** What the staff does with a ticket, in the staff's chat or in private: 接单, 转交, 关闭, 备注, 标记垃圾, 拉黑. */
import type { Choice } from '../message.ts'
import type { Command, Desk, Intent, Outcome, Turn } from '../turn.ts'
import { answer, canned } from './answering.ts'
import { block, close, junk, note, take, transfer } from './handling.ts'
import { draft } from './knowledge.ts'
import { answeredTicket, bareTicket, type Ticket, ticketAtFront, ticketIn } from './ticket.ts'
import { todo } from './todo.ts'
import { bareMoves } from './verbs.ts'
import { passOn } from './waiting.ts'
import { isAnswer, mayWork, say, type Work, WORK } from './work.ts'
import type { Person } from '../people/person.ts'
import { mightEver } from '../people/role.ts'

/** Behind these a bare number is a ticket's. */
const BARE: ReadonlySet<Command> = new Set([
  ...(['take', 'transfer', 'junk', 'close', 'draft', 'block', 'unblock'] as const),
])

/** Public, since it speaks in the staff's groups: there everything about who asked is masked. */
export const staff: Intent = {
  name: 'staff',
  public: true,
  commands: WORK,
  precedes: (turn) => isAnswer(turn) && mayAnswerHere(turn),
  handle,
}

function mayAnswerHere({ message, group, person }: Turn): boolean {
  return message.from.group ? group?.staff === true : mightEver(person, 'queue.work')
}

async function handle(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording, person, message, command, session } = turn
  const { support: words } = wording
  if (message.from.group && !turn.group?.staff) return say(words.staff.onlyStaff)
  if (command === 'queue') return todo(turn, desk)
  const ticket = await ticketOf(turn, desk)
  if (ticket === 'which') return say(words.staff.which)
  if (ticket === 'two') return say(words.staff.two)
  if (!ticket || !person || !mayWork(person, ticket)) return say(wording.people.refused)
  if (await isOwn(person, ticket, turn, desk)) {
    return session.withHuman && isAnswer(turn) ? passOn(turn, desk) : say(words.staff.own)
  }
  const bare = command === undefined ? bareMoves[turn.text.trim().toLowerCase()] : undefined
  return doing(
    turn,
    desk,
    { ticket, person },
    chosenIn(turn)?.action ?? (isAnswer(turn) ? bare : command),
  )
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

/** The ticket that is meant: by choice, by number, or by the message that was replied to. Never a guess between two. */
async function ticketOf(
  turn: Turn,
  { store }: Desk,
): Promise<Ticket | 'which' | 'two' | undefined> {
  const { message } = turn
  const chosen = chosenIn(turn)?.data?.['id']
  if (chosen !== undefined) return store.tickets.find(chosen)
  const quoted = ticketIn(message.quoted ?? '')
  const named = namedIn(turn, quoted !== undefined)
  if (quoted !== undefined && named !== undefined && quoted !== named) return 'two'
  const id = named ?? quoted
  return id === undefined ? 'which' : store.tickets.find(id)
}

/** Words to a ticket's message are about that ticket, also where an earlier offer has the same words. */
function chosenIn({ picked, message }: Turn): Choice | undefined {
  const pressed = message.choice !== undefined || message.quoted === undefined
  return pressed && picked?.intent === 'staff' ? picked : undefined
}

function namedIn(turn: Turn, quoting: boolean): string | undefined {
  const { command, text } = turn
  if (isAnswer(turn)) return answeredTicket(text)
  const bare = !quoting && command !== undefined && BARE.has(command) ? bareTicket(text) : undefined
  return ticketAtFront(text) ?? bare
}

/** Nobody answers their own question. */
async function isOwn(person: Person, { asker }: Ticket, { message }: Turn, { store }: Desk) {
  const accounts = await store.people.accounts(person.id)
  const mine = [...accounts, message.from]
  return mine.some(({ channel, user }) => channel === asker.channel && user === asker.user)
}
