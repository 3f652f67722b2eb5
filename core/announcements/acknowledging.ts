/** 收到: which announcement the word is about, and that it was given. */
import type { Choice } from '../message.ts'
import type { Desk, Outcome, Turn, Write } from '../turn.ts'
import type { Waiting } from './kept.ts'
import { idNamed, idQuoted, recipientsOf } from './naming.ts'
import { READ_ALL } from './verbs.ts'

/** Whoever says 收到 in a group in this time sees what was asked there. */
const ASKED_FOR_MS = 10 * 60 * 1000
/** So many are listed to be chosen among. */
const MOST_LISTED = 8
/** So many titles are said back. */
const MOST_NAMED = 8
const NUMBER = /^\s*(\d{1,9})/

/**
 * The one that is named or quoted, else the only one that waits; in a group, of those that went to it. It asks which
 * where several wait, or one that did not go to who says it and is only found by asking. In a group nothing else is
 * said: many would answer at once.
 */
export async function received(turn: Turn, desk: Desk): Promise<Outcome> {
  const { person, now, message } = turn
  const named = namedIn(turn)
  const chat = named ? undefined : groupOf(turn)
  const waiting = await desk.store.deliveries.waiting(recipientsOf(person), now, chat)
  if (waiting.length === 0) return nothingWaits(turn, desk, named)
  if (named) {
    const meant = waiting.filter(({ id }) => named.includes(id))
    return meant.length > 0 ? noted(turn, desk, meant) : needsNone(turn, desk, waiting, named)
  }
  const went = waiting.filter((one) => one.went)
  const isOnlyOne = waiting.length === 1 && !NUMBER.test(turn.text)
  const isClear = went.length > 0 && (isOnlyOne || READ_ALL.test(message.text))
  return isClear ? noted(turn, desk, went) : whichOne(turn, desk, waiting)
}

/** A bare number is none of theirs: it says where in the list that was offered. */
function namedIn(turn: Turn): readonly string[] | undefined {
  const { text, picked, message } = turn
  const ids = idsOf(picked) ?? idNamed(text) ?? idQuoted(message.quoted) ?? idsOf(offeredAt(turn))
  return ids?.split(' ')
}

function idsOf(choice: Choice | undefined): string | undefined {
  if (choice?.intent !== 'notices' || choice.action !== 'received') return undefined
  return choice.data?.['ids'] ?? choice.data?.['id']
}

function offeredAt({ text, session }: Turn): Choice | undefined {
  const position = NUMBER.exec(text)?.[1]
  if (position === undefined || !session.offering) return undefined
  return session.offers[0]?.choices[Number(position) - 1]
}

function groupOf({ message: { from }, picked }: Turn) {
  const { channel, conversation, group } = from
  return group && !picked ? { channel, conversation } : undefined
}

const isQuiet = ({ message }: Turn) => message.from.group && message.choice === undefined

async function nothingWaits(
  turn: Turn,
  desk: Desk,
  named: readonly string[] = [],
): Promise<Outcome> {
  const { wording, person } = turn
  if (isQuiet(turn)) return { dialog: 'keep' }
  const nothing = person ? wording.announcements.nothingWaits : wording.faq.ok
  const text = (await saidBefore(turn, desk, named)) ?? nothing
  return { reply: { text }, dialog: 'keep' }
}

/** That the word was given already: by themselves, or by somebody of their unit. */
async function saidBefore(
  { wording, person }: Turn,
  { store }: Desk,
  named: readonly string[],
): Promise<string | undefined> {
  for (const id of named) {
    const [first] = await store.deliveries.acknowledgedBy(id, recipientsOf(person))
    if (first !== undefined) return wording.announcements.saidBefore(id, first.startsWith('unit:'))
  }
  return undefined
}

/** The one that is named, that is; in a group nothing is told of the others, which may have come in private. */
async function needsNone(
  turn: Turn,
  desk: Desk,
  waiting: readonly Waiting[],
  named: readonly string[],
): Promise<Outcome> {
  if (isQuiet(turn)) return { dialog: 'keep' }
  const lead = (await saidBefore(turn, desk, named)) ?? turn.wording.announcements.needsNone
  if (turn.message.from.group) return { reply: { text: lead }, dialog: 'keep' }
  return whichOne(turn, desk, waiting, [lead])
}

function noted(turn: Turn, desk: Desk, meant: readonly Waiting[]): Outcome {
  const { message, now, person, wording } = turn
  const recipients = recipientsOf(person)
  const actor = desk.keys.person(message.from)
  const writes = meant.map(({ id: object }): Write => async (tx) => {
    await tx.deliveries.acknowledge(object, recipients, now)
    tx.audit.append({ actor, action: 'announcement.received', object, result: 'noted' }, now)
  })
  const titles = meant.slice(0, MOST_NAMED).map(({ title }) => title)
  const text = wording.announcements.received(titles, meant.length)
  return { ...(!isQuiet(turn) && { reply: { text } }), dialog: 'keep', writes }
}

/** A false word would be worse than none: who has read is chased by it. */
async function whichOne(
  turn: Turn,
  desk: Desk,
  waiting: readonly Waiting[],
  lead: readonly string[] = [],
): Promise<Outcome> {
  const { message, wording, now } = turn
  const { which } = wording.announcements
  const lines = listed(turn, waiting)
  if (!isQuiet(turn)) {
    const text = [...lead, which.head(waiting.length), ...lines].join('\n')
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

function listed({ wording }: Turn, waiting: readonly Waiting[]): string[] {
  const { earlier } = wording.announcements.which
  const left = waiting.length - MOST_LISTED
  const lines = waiting.slice(0, MOST_LISTED).map(({ id, title }) => `${id} ${title}`)
  return left > 0 ? [...lines, earlier(left)] : lines
}

function choicesOf({ wording }: Turn, waiting: readonly Waiting[]): Choice[] {
  const { choices, which } = wording.announcements
  const ids = waiting.map(({ id }) => id)
  const all = ids.length > 1 ? [{ label: which.all, ids: ids.join(' ') }] : []
  return [
    ...ids.slice(0, MOST_LISTED).map((id) => ({ label: `${choices.received} ${id}`, ids: id })),
    ...all,
  ].map(({ label, ids: read }) => ({
    ...{ label, intent: 'notices', action: 'received', data: { ids: read } },
  }))
}
