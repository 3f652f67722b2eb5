/** The conversation of who asked: what came before a ticket, and what the session knows of it. */
import { offered, withOffer } from '../choices.ts'
import { type Choice, type Instant, sessionKeyOf } from '../message.ts'
import { hear } from '../commands.ts'
import { withoutCodes } from '../people/invitation.ts'
import { readSession, writeSession } from '../session.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import { type Wording, wordingFor } from '../wording/wording.ts'
import type { TicketLine } from './kept.ts'
import type { Asker, Ticket } from './ticket.ts'

const MOST_BEFORE = 6
const LONGEST_BEFORE_MS = 24 * 60 * 60 * 1000
const LONGEST_ANSWER = 80

/** The conversation so far, oldest first. Of answers about receipts only that there was one. */
export async function conversationSoFar(
  store: Pick<Repositories, 'inbox' | 'outbox'>,
  asker: Asker,
  now: Instant,
): Promise<TicketLine[]> {
  const [said, answered] = await Promise.all([
    store.inbox.history(asker, asker.user, MOST_BEFORE),
    store.outbox.history(asker, asker.user, MOST_BEFORE),
  ])
  const { receiptAnswer } = wordingFor().support.staff
  const lines: TicketLine[] = [
    ...said.toReversed().flatMap(({ text, at }) => {
      const words = questionIn(text)
      return words === '' ? [] : [{ by: 'asker' as const, text: words, at }]
    }),
    ...answered.toReversed().map(({ message, at }) => ({
      ...{ by: 'assistant' as const, at },
      text: message.personal ? receiptAnswer : shortened(message.text),
    })),
  ]
  return lines
    .filter(({ at }) => now - at < LONGEST_BEFORE_MS)
    .toSorted((a, b) => a.at - b.at)
    .filter(({ text }, index, all) => text !== receiptAnswer || all[index - 1]?.text !== text)
}

/** Without asking for a human as such. An invitation is for who was invited: whoever reads it could use it. */
function questionIn(text: string): string {
  const { command, text: rest } = hear(text)
  if (command === 'bind' || command === 'endHuman') return ''
  return withoutCodes(command === 'human' ? rest : text)
}

function shortened(text: string): string {
  const [line = ''] = text.split('\n')
  return Array.from(line).slice(0, LONGEST_ANSWER).join('')
}

export interface Goodbye {
  readonly text: (wording: Wording) => string
  readonly choices?: (wording: Wording) => readonly Choice[]
  /** Whether a human goes on there. */
  readonly withHuman: boolean
}

/** Asked once when it is over. */
export function didItHelp(id: string): NonNullable<Goodbye['choices']> {
  return ({ support: { choices } }) =>
    (['helped', 'unsolved'] as const).map((action) => ({
      ...{ label: choices[action], intent: 'human', action, data: { id } },
    }))
}

/** Tells who asked how it goes on, and notes it in their session: the assistant is back, or silent again. */
export async function tellAsker(
  tx: Repositories,
  { keys }: Pick<Desk, 'keys'>,
  { id, version, asker: { user, ...to } }: Ticket,
  { text, choices, withHuman }: Goodbye,
  now: Instant,
): Promise<void> {
  const key = sessionKeyOf({ ...to, user })
  const stored = await tx.sessions.load(key)
  const { withHuman: _was, ...session } = readSession(stored?.data)
  const wording = wordingFor(session.locale)
  const some = choices?.(wording) ?? []
  const offer = some.length > 0 ? { id: `${id}-${version}`, choices: some } : undefined
  const next = { ...(offer ? withOffer(session, offer) : session), ...(withHuman && { withHuman }) }
  const person = keys.person({ ...to, user })
  await tx.sessions.save(key, person, writeSession(next), stored?.version ?? 0, now)
  const message = {
    text: text(wording),
    ...(offer && { choices: offered(offer) }),
    personal: true,
    ...(session.locale !== 'zh-CN' && { locale: session.locale }),
  }
  tx.outbox.add({ to, user, message, kind: 'reply' }, now)
}
