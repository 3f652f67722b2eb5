/** 收到: which announcement the word is about, and that it was given. */
import type { Choice } from '../message.ts'
import type { Desk, Outcome, Turn, Write } from '../turn.ts'
import type { Announcement } from './announcement.ts'
import { idIn, idQuoted, recipientsOf } from './naming.ts'
import { READ_ALL } from './verbs.ts'

/** Whoever says 收到 in a group in this time sees what was asked there. */
const ASKED_FOR_MS = 10 * 60 * 1000

/**
 * The one that is named or quoted, else the only one that waits; in a group, of those that went to it. With several
 * waiting it asks which. In a group nothing else is said: many would answer at once.
 */
export async function received(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording, now, person } = turn
  const waiting = await desk.store.deliveries.waiting(recipientsOf(person), now, within(turn))
  const read = turn.picked?.data?.['ids']?.split(' ')
  const meant = read ? waiting.filter(({ id }) => read.includes(id)) : waiting
  const isClear = meant.length === 1 || read !== undefined || READ_ALL.test(turn.message.text)
  if (meant.length > 0) return isClear ? noted(turn, desk, meant) : whichOne(turn, desk, meant)
  if (isQuiet(turn)) return { dialog: 'keep' }
  const text = person ? wording.announcements.nothingWaits : wording.faq.ok
  return { reply: { text }, dialog: 'keep' }
}

function within({ text, picked, message: { quoted, from } }: Turn) {
  const id = idIn(text) ?? picked?.data?.['id'] ?? idQuoted(quoted)
  if (id !== undefined) return { id }
  const { channel, conversation, group } = from
  return group && !picked ? { chat: { channel, conversation } } : {}
}

const isQuiet = ({ message }: Turn) => message.from.group && message.choice === undefined

function noted(turn: Turn, desk: Desk, meant: readonly Announcement[]): Outcome {
  const { message, now, person, wording } = turn
  const recipients = recipientsOf(person)
  const actor = desk.keys.person(message.from)
  const writes = meant.map(({ id: object }): Write => async (tx) => {
    await tx.deliveries.acknowledge(object, recipients, now)
    tx.audit.append({ actor, action: 'announcement.received', object, result: 'noted' }, now)
  })
  const text = wording.announcements.received(meant.map(({ title }) => title))
  return { ...(!isQuiet(turn) && { reply: { text } }), dialog: 'keep', writes }
}

/** A false word would be worse than none: who has read is chased by it. */
async function whichOne(
  turn: Turn,
  desk: Desk,
  waiting: readonly Announcement[],
): Promise<Outcome> {
  const { message, wording, now } = turn
  const { which } = wording.announcements
  const lines = waiting.map(({ id, title }) => `${id} ${title}`)
  if (!isQuiet(turn)) {
    const text = [which.head(waiting.length), ...lines].join('\n')
    return { reply: { text, choices: choicesOf(turn, waiting) }, dialog: 'keep' }
  }
  const mark = `asked-which:${message.from.channel}:${message.from.conversation}`
  const asked = await desk.store.marks.owner(mark)
  if (asked && asked.until > now) return { dialog: 'keep' }
  return {
    reply: { text: [which.here(waiting.length), ...lines, which.how].join('\n') },
    dialog: 'keep',
    writes: [async (tx) => void (await tx.marks.take(mark, 'group', now, now + ASKED_FOR_MS))],
  }
}

function choicesOf({ wording }: Turn, waiting: readonly Announcement[]): Choice[] {
  const { choices, which } = wording.announcements
  const ids = waiting.map(({ id }) => id)
  return [
    ...ids.map((id) => ({ label: `${choices.received} ${id}`, ids: id })),
    { label: which.all, ids: ids.join(' ') },
  ].map(({ label, ids: read }) => ({
    ...{ label, intent: 'notices', action: 'received', data: { ids: read } },
  }))
}
