/** What the staff is told of a ticket, and how words go from one side to the other: all of it through the outbox. */
import { raiseAlarm } from '../alarm.ts'
import { saying } from '../choices.ts'
import type { Address, Choice, Instant, OfferedChoice, OutboundFile, Reply } from '../message.ts'
import { audienceWords } from '../people/group.ts'
import { notify } from '../people/notice.ts'
import { clockTime } from '../receipts/date.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import { type Wording, wordingFor } from '../wording/wording.ts'
import { zhCN } from '../wording/zh-cn.ts'
import type { TicketLine } from './kept.ts'
import { isMaskedAt, namesOf, readableAt } from './masking.ts'
import { type Place, placesOf } from './queue.ts'
import type { Ticket } from './ticket.ts'

/** So many lines of a conversation are shown at once, each so long. */
const MOST_LINES = 12
const LONGEST_LINE = 300

type Telling = Pick<Desk, 'channels' | 'keys' | 'operators'>
/** Why it is announced. */
export type Why = 'opened' | 'again' | 'transferred' | 'reopened' | 'silent'

/** To the place where it stands; nobody being there is an alarm. Resolves to whether anybody was told. */
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
    return raiseAlarm(tx, desk, { name: `ticket:${ticket.id}`, text }, now)
  }
  const [lines, names] = await Promise.all([tx.tickets.lines(ticket.id), namesOf(tx, ticket)])
  await tellPlace(tx, desk, place, ticket.id, now, (wording, at) =>
    cardOf(ticket, lines, { wording, at, names, now, desk }, why),
  )
  return true
}

/** A short word to all of the place in which it stands: who took it, or that it is over. */
export async function tellStaff(
  tx: Repositories,
  desk: Telling,
  ticket: Ticket,
  words: (wording: Wording) => string,
  now: Instant,
  except?: { readonly person?: string | undefined; readonly chat?: Address | undefined },
): Promise<void> {
  const places = await placesOf(tx, ticket.queue)
  const place = places[Math.min(ticket.level, places.length - 1)]
  if (!place) return
  if (place.kind === 'group') {
    const { group } = place
    const same = except?.chat?.conversation === group.conversation
    if (!same) toGroup(tx, group, { text: words(wordingFor()) }, now)
    return
  }
  for (const id of place.people) {
    if (id !== except?.person) await notify(tx, desk, id, words, now)
  }
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

/** The last of what was said, each line with who said it. The staff and the assistant may have named somebody, too. */
export function linesIn(
  lines: readonly TicketLine[],
  { wording, at, desk, names }: Reading,
): string[] {
  const { staff } = wording.support
  return lines.slice(-MOST_LINES).map(({ by, text }) => {
    const readable = readableAt(text, at, desk, names)
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
  const accounts = holder === undefined ? [] : await tx.people.accounts(holder)
  const user = accounts.find(({ conversation }) => conversation === seat.conversation)?.user
  const { staff } = wordingFor().support
  const names = await namesOf(tx, ticket)
  const said = text === '' ? staff.onlyFile : readableAt(text, seat, desk, names)
  const going = isMaskedAt(seat, desk) ? files.map(unnamed) : files
  const message = {
    text: staff.fromAsker(id, said),
    personal: !seat.group,
    ...(going.length > 0 && { files: going }),
  }
  tx.outbox.add({ to: seat, user: user ?? seat.conversation, message, kind: 'reply' }, now)
}

/** People call a picture of a receipt by the name of its payer. */
function unnamed(file: OutboundFile, at: number): OutboundFile {
  return { ...file, name: `${at + 1}.${file.type}` }
}

/** To who asked, on the network they asked on. */
export function relayToAsker(
  tx: Repositories,
  { asker: { user, ...to }, locale }: Ticket,
  { text, files = [] }: { readonly text: string; readonly files?: readonly OutboundFile[] },
  now: Instant,
): void {
  const message = {
    ...{ text, personal: true },
    ...(files.length > 0 && { files }),
    ...(locale !== 'zh-CN' && { locale }),
  }
  tx.outbox.add({ to, user, message, kind: 'reply' }, now)
}
