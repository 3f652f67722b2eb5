/** 通知 and 收到: what a recipient reads, and that they have read it. */
import { bounded } from '../choices.ts'
import type { Person } from '../people/person.ts'
import { clockTime } from '../receipts/date.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import { handedOut } from './attaching.ts'
import { announced } from './telling.ts'
import { READ_WORDS } from './verbs.ts'

const MOST_LISTED = 8
const ID = /A\s*[-－]\s*(\d{1,9})/i

/** Public: an announcement is for all of its audience, and in a group 收到 is heard without a word. */
export const notices: Intent = {
  name: 'notices',
  public: true,
  commands: ['notices', 'received'],
  precedes: ({ message, picked }) => !picked && READ_WORDS.test(message.text),
  handle: (turn, desk) => {
    if (turn.picked?.action === 'open') return open(turn, desk, turn.picked.data?.['id'] ?? '')
    const read = turn.command === 'received' || turn.picked?.action === 'received'
    if (read || READ_WORDS.test(turn.message.text)) return received(turn, desk)
    const id = idIn(turn.text)
    return id === undefined ? listed(turn, desk) : open(turn, desk, id)
  },
}

/** `A-000001`, with or without its letter and zeros. */
export function idIn(text: string): string | undefined {
  const number = ID.exec(text)?.[1] ?? /^\s*(\d{1,9})\s*$/.exec(text)?.[1]
  return number === undefined ? undefined : `A-${number.padStart(6, '0')}`
}

/** As whom a person gets announcements. */
export function recipientsOf(person: Person | undefined): string[] {
  if (!person) return []
  const units = person.grants.flatMap((grant) =>
    'unit' in grant ? [`unit:${grant.unit.code}`] : [],
  )
  return [...units, `person:${person.id}`]
}

async function listed(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording, now } = turn
  const { announcements: words } = wording
  const found = await desk.store.deliveries.received(recipientsOf(turn.person), {
    limit: MOST_LISTED,
  })
  if (found.length === 0) return say(words.none)
  const lines = found.map(({ id, title, since, replacedBy }) =>
    words.line(id, title, clockTime(since, now), replacedBy),
  )
  return {
    reply: {
      text: [words.list, ...lines].join('\n'),
      choices: found.map(({ id, title }) => ({
        label: bounded(title),
        ...{ intent: 'notices', action: 'open', data: { id } },
      })),
    },
    dialog: 'keep',
  }
}

/** Only what was sent to this person, or to their unit. */
async function open(turn: Turn, desk: Desk, id: string): Promise<Outcome> {
  const { message, wording } = turn
  const { announcements: words } = wording
  const query = { id, limit: 1 }
  const [found] = await desk.store.deliveries.received(recipientsOf(turn.person), query)
  if (!found) return say(words.whichOne)
  // Here the word is a choice of this answer: no words are needed that say how.
  const style = { choices: 'buttons', files: true } as const
  const { text } = announced(found, { group: message.from.group }, style)
  const { files, gone, writes } = await handedOut(found, turn, desk)
  const { acknowledge, replacedBy } = found
  const asked = acknowledge && acknowledge.until > turn.now && replacedBy === undefined
  const choices = asked
    ? [{ label: words.choices.received, intent: 'notices', action: 'received', data: { id } }]
    : []
  const lines = [
    ...(replacedBy === undefined ? [] : [words.replaced(replacedBy)]),
    text,
    ...(gone === '' ? [] : [words.attaching.gone(gone)]),
  ]
  return {
    reply: { text: lines.join('\n\n'), formatted: true, choices, files },
    dialog: 'keep',
    writes,
  }
}

/**
 * The one that is named, else the newest that waits; in a group, of those that went to it. There nothing is said: many
 * would answer at once.
 */
async function received(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording, message, now, person, text } = turn
  const { announcements: words } = wording
  const recipients = recipientsOf(person)
  const id = idIn(text) ?? turn.picked?.data?.['id']
  const { channel, conversation, group } = message.from
  const only = id === undefined && group ? { chat: { channel, conversation } } : { id }
  const meant = await desk.store.deliveries.waiting(recipients, now, only)
  const quiet = message.from.group && message.choice === undefined
  if (!meant) return quiet ? { dialog: 'keep' } : say(person ? words.nothingWaits : wording.faq.ok)
  return {
    ...(!quiet && { reply: { text: words.received(meant.title) } }),
    dialog: 'keep',
    writes: [async (tx) => void (await tx.deliveries.acknowledge(meant.id, recipients, now))],
    audit: {
      ...{ actor: desk.keys.person(message.from), action: 'announcement.received' },
      ...{ object: meant.id, result: 'noted' },
    },
  }
}

function say(text: string): Outcome {
  return { reply: { text }, dialog: 'keep' }
}
