/** While a ticket is live, what is said in its conversation goes to the ticket, and the assistant is silent. */
import { StaleTurn } from '../errors.ts'
import { isBareCode } from '../people/bind.ts'
import { withoutCodes } from '../people/invitation.ts'
import { mightEver } from '../people/role.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import { ANSWER_WITHIN_MS, within } from './hours.ts'
import { filesOf } from './files.ts'
import { freed, hasLeft } from './leaving.ts'
import { placesOf } from './queue.ts'
import { isStaffWork } from './work.ts'
import { relayToHolder } from './telling.ts'

export const waiting: Intent = {
  name: 'waiting',
  precedes(turn) {
    const { session, message, command, picked, person, text } = turn
    if (!session.withHuman || message.from.group) return false
    if (command === 'bind' || isBareCode(turn)) return false
    if (command === 'endHuman' || picked?.intent === 'human') return false
    // Who asks for a human again is told the number; what they add to it goes to the ticket.
    if (command === 'human' && text === '') return false
    return !(mightEver(person, 'queue.work') && person !== undefined && isStaffWork(turn))
  },
  handle: passOn,
}

/** What was said goes to the ticket, and on to who holds it. */
export async function passOn(turn: Turn, desk: Desk): Promise<Outcome> {
  const { message, wording, now } = turn
  const ticket = await desk.store.tickets.liveOf(message.from)
  // It was closed in this very moment: the message is one for the assistant.
  if (!ticket)
    return { withHuman: false, reply: { text: wording.support.backAgain }, dialog: 'keep' }
  const text = withoutCodes(message.text.trim())
  const sent = await filesOf(turn, desk)
  const { support: words } = wording
  const trouble = sent.trouble && words.trouble[sent.trouble]
  if (text === '' && sent.files.length === 0) {
    return { ...(trouble !== undefined && { reply: { text: trouble } }), dialog: 'keep' }
  }
  const write: Write = async (tx) => {
    const noted = await tx.tickets.note(ticket, {
      ...{ told: true, answered: false },
      ...(ticket.state === 'taken' && {
        nextAt:
          ticket.answered || ticket.nextAt === undefined
            ? within(desk, ticket.queue, now, ANSWER_WITHIN_MS)
            : ticket.nextAt,
      }),
    })
    if (!noted) throw new StaleTurn()
    await tx.tickets.say(ticket.id, { by: 'asker', text: text || words.staff.onlyFile, at: now })
    for (const one of sent.writes(ticket.id)) await one(tx)
    if (await hasLeft(tx, noted)) await freed(tx, desk, noted, now)
    else await relayToHolder(tx, desk, noted, { text, files: sent.files }, now)
  }
  const isSeen = ticket.state === 'taken' || (await placesOf(desk.store, ticket.queue)).length > 0
  const first = (isSeen ? words.passedOn : words.noted)(ticket.id)
  const lines = [...(ticket.told ? [] : [first]), ...(trouble ? [trouble] : [])]
  return {
    ...(lines.length > 0 && { reply: { text: lines.join('\n') } }),
    dialog: 'keep',
    writes: [write],
  }
}
