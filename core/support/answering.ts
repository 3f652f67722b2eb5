/** A human's answer: said to a ticket's message, or with its number in front, and sent to who asked. */
import { StaleTurn } from '../errors.ts'
import { plainAnswer } from '../faq/markdown.ts'
import type { Desk, Outcome, Turn } from '../turn.ts'
import { wordingFor } from '../wording/wording.ts'
import { QUIET_MS } from './queue.ts'
import { heldBy, hindered, say, stillWorks, taking, wordsTo, type Work } from './work.ts'
import { relayToAsker } from './telling.ts'
import { isWaiting, withoutTicket } from './ticket.ts'
import { filesOf } from './files.ts'

/** What was said goes out as it is: who answers a waiting ticket takes it. */
export async function answer(turn: Turn, desk: Desk, work: Work): Promise<Outcome> {
  return sending(turn, desk, work, wordsTo(turn, work.ticket))
}

/** `/c 冲红流程`: the entry that is found, word for word. */
export function canned(turn: Turn, desk: Desk, work: Work): Promise<Outcome> | Outcome {
  const { faq } = desk
  const { staff: words } = turn.wording.support
  const question = withoutTicket(turn.text, work.ticket.id)
  if (question === '') return say(words.cannedWhat)
  const decision = faq.find(question)
  if (decision.kind === 'suggest') {
    return say(words.cannedOr(decision.ids.flatMap((id) => faq.entry(id)?.question ?? [])))
  }
  const entry = decision.kind === 'answer' ? faq.entry(decision.id) : undefined
  if (!entry) return say(words.cannedNone)
  const english = work.ticket.locale === 'en' ? entry.englishAnswer : undefined
  return sending(turn, desk, work, plainAnswer(english ?? entry.answer))
}

async function sending(turn: Turn, desk: Desk, work: Work, text: string): Promise<Outcome> {
  const { ticket, person } = work
  const { now } = turn
  const { staff: words } = turn.wording.support
  if (!isWaiting(ticket) && ticket.holder !== person.id) {
    const hindrance = await hindered(turn, desk, work, 'take')
    return say(hindrance ?? (await heldBy(turn, desk, ticket)))
  }
  const sent = await filesOf(turn, desk)
  if (sent.trouble) {
    return say(`${turn.wording.support.trouble[sent.trouble]}${words.notSent}`)
  }
  if (text === '' && sent.files.length === 0) return say(words.answerWhat)
  const { support } = wordingFor(ticket.locale)
  const said = support.fromStaff(text === '' ? support.staff.onlyFile : text)
  return {
    ...say(words.sent(ticket.id)),
    writes: [
      stillWorks(turn, ticket),
      async (tx) => {
        const held = isWaiting(ticket) ? await taking(turn, desk, work, tx) : ticket
        const noted = await tx.tickets.note(held, {
          ...{ answered: true, calls: 0, nextAt: now + QUIET_MS },
        })
        if (!noted) throw new StaleTurn()
        const line = { by: 'staff' as const, text: text || words.onlyFile, at: now }
        await tx.tickets.say(ticket.id, { ...line, person: person.id })
        for (const write of sent.writes(ticket.id)) await write(tx)
        await relayToAsker(tx, desk, ticket, { text: said, files: sent.files }, now)
      },
    ],
  }
}
