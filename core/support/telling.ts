/** What the staff is told of a ticket, and how words go from one side to the other: all of it through the outbox. */
import { raiseAlarm } from '../alarm.ts'
import { saying } from '../choices.ts'
import {
  type Address,
  type Choice,
  type Instant,
  type OfferedChoice,
  type OutboundFile,
  type Reply,
  sessionKeyOf,
} from '../message.ts'
import { audienceWords } from '../people/group.ts'
import { notify } from '../people/notice.ts'
import { clockTime } from '../receipts/date.ts'
import { readSession, writeSession } from '../session.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import { type Wording, wordingFor } from '../wording/wording.ts'
import { zhCN } from '../wording/zh-cn.ts'
import type { TicketLine } from './kept.ts'
import { answerAt, isMaskedAt, namesOf, readableAt } from './masking.ts'
import { type Place, placesOf } from './queue.ts'
import type { Ticket } from './ticket.ts'

/** So many lines of a conversation are shown at once, each so long. */
const MOST_LINES = 12
const LONGEST_LINE = 300

type Telling = Pick<Desk, 'channels' | 'keys' | 'operators'>
/** Why it is announced. */
export type Why = 'opened' | 'again' | 'transferred' | 'reopened' | 'silent' | 'left'

/** To the place where it stands; nobody being there is an alarm. Resolves to whether there is anybody who could take it. */
export async function announce(
  tx: Repositories,
  desk: Telling,
  ticket: Ticket,
  why: Why,
  now: Instant,
): Promise<boolean> {
  const places = await placesOf(tx, ticket.queue)
  const place = places[Math.min(ticket.level, places.length - 1)]
  if (!place) {
    const text = zhCN.support.staff.nobody(ticket.id)
    await raiseAlarm(tx, desk, { name: `ticket:${ticket.id}`, text }, now)
    return false
  }
  const [lines, names] = await Promise.all([tx.tickets.lines(ticket.id), namesOf(tx, ticket)])
  await tellPlace(tx, desk, place, ticket.id, now, (wording, at) =>
    cardOf(ticket, lines, { wording, at, names, now, desk }, why),
  )
  return true
}

/** What is said to the staff, in the words of where it is read: a channel abroad carries no whole names. */
type StaffWords = (wording: Wording, channel: string) => string

/** A short word to everybody to whom it was announced: who took it, or that it is over. */
export async function tellStaff(
  tx: Repositories,
  desk: Telling,
  ticket: Ticket,
  words: StaffWords,
  now: Instant,
  except?: { readonly person?: string | undefined; readonly chat?: Address | undefined },
): Promise<void> {
  const places = (await placesOf(tx, ticket.queue)).slice(0, ticket.level + 1)
  const people = new Set<string>()
  for (const place of places) {
    if (place.kind === 'people') for (const id of place.people) people.add(id)
    else if (!isSame(place.group, except?.chat)) {
      toGroup(tx, place.group, { text: words(wordingFor(), place.group.channel) }, now)
    }
  }
  for (const id of people) if (id !== except?.person) await notify(tx, desk, id, words, now)
}

/** To the chat in which it was taken. */
export async function tellSeat(
  tx: Repositories,
  { seat, holder }: Ticket,
  words: (wording: Wording) => string,
  now: Instant,
): Promise<void> {
  if (!seat) return
  const text = words(wordingFor())
  if (seat.group) return toGroup(tx, seat, { text }, now)
  const user = await userOf(tx, seat, holder)
  tx.outbox.add({ to: seat, user, message: { text, personal: true }, kind: 'notice' }, now)
}

function isSame(one: Address, other: Address | undefined): boolean {
  return one.channel === other?.channel && one.conversation === other.conversation
}

async function userOf(tx: Repositories, seat: Address, holder: string | undefined) {
  const accounts = seat.group || holder === undefined ? [] : await tx.people.accounts(holder)
  return (
    accounts.find((account) => isSame({ ...account, group: false }, seat))?.user ??
    seat.conversation
  )
}

interface Reading {
  readonly wording: Wording
  readonly at: Address
  /** What is known to be a name of who asked, or of whom it is about. */
  readonly names: readonly string[]
  readonly now: Instant
  readonly desk: Pick<Desk, 'channels'>
}

/** Masked by where it is read. */
function cardOf(ticket: Ticket, lines: readonly TicketLine[], reading: Reading, why: Why): string {
  const { wording, now } = reading
  const { staff } = wording.support
  const queue = audienceWords(ticket.queue, wording)
  const head = staff.announced(ticket.id, queue, staff.why[why], clockTime(ticket.at, now))
  return [head, wording.people.channel(ticket.asker.channel), ...linesIn(lines, reading)].join('\n')
}

/** The last of what was said, each line with who said it. The staff may have named somebody, too. */
export function linesIn(
  lines: readonly TicketLine[],
  { wording, at, desk, names }: Reading,
): string[] {
  const { staff } = wording.support
  return lines.slice(-MOST_LINES).map(({ by, text }) => {
    const readable = (by === 'assistant' ? answerAt : readableAt)(text, at, desk, names)
    return staff.line(by, Array.from(readable).slice(0, LONGEST_LINE).join(''))
  })
}

async function tellPlace(
  tx: Repositories,
  desk: Telling,
  place: Place,
  id: string,
  now: Instant,
  text: (wording: Wording, at: Address) => string,
): Promise<void> {
  if (place.kind === 'group') {
    const { group } = place
    const wording = wordingFor()
    const traits = desk.channels().find(({ name }) => name === group.channel)?.traits
    const said = text(wording, group)
    const { staff } = wording.support
    if (traits?.choices !== 'buttons') {
      return toGroup(tx, group, { text: `${said}\n${staff.howInGroup(id)}` }, now)
    }
    const { take, transfer, junk } = wording.support.choices
    const choices = [take, transfer, junk].map((label) => saying(label, `${label} ${id}`))
    return toGroup(tx, group, { text: `${said}\n${staff.howToReply}`, choices }, now)
  }
  for (const person of place.people) {
    await notify(
      tx,
      desk,
      person,
      (wording, channel): Reply => ({
        text: text(wording, { channel, conversation: '', group: false }),
        choices: staffChoices(id, wording),
      }),
      now,
    )
  }
}

export function staffChoices(id: string, { support: { choices } }: Wording): Choice[] {
  return (['take', 'transfer', 'junk'] as const).map((action) => ({
    ...{ label: choices[action], intent: 'staff', action, data: { id } },
  }))
}

function toGroup(
  tx: Repositories,
  group: Address,
  said: { readonly text: string; readonly choices?: readonly OfferedChoice[] },
  now: Instant,
): void {
  const message = { ...said, personal: false }
  tx.outbox.add({ to: group, user: group.conversation, message, kind: 'notice' }, now)
}

/** What who asked has said goes to who holds the ticket: in order, and once. */
export async function relayToHolder(
  tx: Repositories,
  desk: Pick<Desk, 'channels'>,
  ticket: Ticket,
  { text, files = [] }: { readonly text: string; readonly files?: readonly OutboundFile[] },
  now: Instant,
): Promise<void> {
  const { id, seat, holder } = ticket
  if (!seat) return
  const user = await userOf(tx, seat, holder)
  const { staff } = wordingFor().support
  const names = await namesOf(tx, ticket)
  const said = text === '' ? staff.onlyFile : readableAt(text, seat, desk, names)
  const going = isMaskedAt(seat, desk) ? files.map(unnamed) : files
  const message = {
    text: staff.fromAsker(id, said),
    personal: !seat.group,
    ...(going.length > 0 && { files: going }),
  }
  tx.outbox.add({ to: seat, user, message, kind: 'reply' }, now)
}

/** People call a picture of a receipt by the name of its payer. */
function unnamed(file: OutboundFile, at: number): OutboundFile {
  return { ...file, name: `${at + 1}.${file.type}` }
}

/**
 * To who asked, on the network they asked on. What was offered before is not what a number means any more: “1” may
 * answer the staff.
 */
export async function relayToAsker(
  tx: Repositories,
  { keys }: Pick<Desk, 'keys'>,
  { asker: { user, ...to }, locale }: Ticket,
  { text, files = [] }: { readonly text: string; readonly files?: readonly OutboundFile[] },
  now: Instant,
): Promise<void> {
  const key = sessionKeyOf({ ...to, user })
  const stored = await tx.sessions.load(key)
  const session = readSession(stored?.data)
  if (stored && session.offering) {
    const next = writeSession({ ...session, offering: false })
    await tx.sessions.save(key, keys.person({ ...to, user }), next, stored.version, now)
  }
  const message = {
    ...{ text, personal: true },
    ...(files.length > 0 && { files }),
    ...(locale !== 'zh-CN' && { locale }),
  }
  tx.outbox.add({ to, user, message, kind: 'reply' }, now)
}
