/** What a human answered becomes knowledge: a draft for an editor, masked. */
import { maskedQuestion } from '../faq/question.ts'
import type { Desk, Outcome, Turn } from '../turn.ts'
import type { TicketLine } from './kept.ts'
import { maskedForStaff, namesOf } from './masking.ts'
import { say, stillWorks, type Work } from './work.ts'

const MOST_WORDINGS = 12

/** Of a ticket that is over: the question, how else it was put, and what the staff answered. */
export async function draft(turn: Turn, desk: Desk, { ticket }: Work): Promise<Outcome> {
  const { staff: words } = turn.wording.support
  if (ticket.state !== 'closed') return say(words.draftWhen(ticket.id))
  const lines = await desk.store.tickets.lines(ticket.id)
  const names = await namesOf(desk.store, ticket)
  const said = (author: TicketLine['by']) =>
    lines.filter(({ by }) => by === author).map(({ text }) => maskedForStaff(text, names))
  const asked = said('asker').map(maskedQuestion)
  const answered = said('staff')
  const [question, ...wordings] = [...new Set(asked)].filter((text) => /\p{L}{2}/u.test(text))
  if (question === undefined || answered.length === 0) return say(words.draftEmpty(ticket.id))
  const made = {
    ...{ ticket: ticket.id, question, wordings: wordings.slice(0, MOST_WORDINGS), at: turn.now },
    answer: answered.join('\n\n'),
  }
  return {
    ...say(words.drafted(ticket.id)),
    writes: [stillWorks(turn, ticket), (tx) => tx.tickets.addDraft(made)],
  }
}
