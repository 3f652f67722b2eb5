/** Our message as Telegram's `sendMessage` takes it: plain text with entities, so that no name can break the markup. */
import type {
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  MessageEntity,
  ReplyKeyboardMarkup,
} from 'grammy/types'
import { ChannelError } from '../../core/errors.ts'
import { runsOf } from '../../core/formatting.ts'
import { aroundCard, type OfferedChoice } from '../../core/message.ts'
import type { SendableMessage } from '../../core/ports.ts'
import { visible } from '../../core/visible.ts'
import { wordingFor } from '../../core/wording/wording.ts'
import { type Piece, shortened, trimmedTo } from './pieces.ts'

/** Telegram's limit for a text, in UTF-16 units. */
export const LONGEST_TEXT = 4096
const LONGEST_DATA_BYTES = 64
const LONGEST_LABEL = 64
const MOST_BUTTONS = 8
/** Two buttons share a row up to this width; a Chinese character counts as two. */
const HALF_ROW = 16

export interface Rendered {
  readonly text: string
  readonly entities?: MessageEntity[]
  readonly reply_markup?: InlineKeyboardMarkup | ReplyKeyboardMarkup
  readonly link_preview_options: { readonly is_disabled: true }
}

export interface RenderOptions {
  /** For a group: no buttons, which everybody could press; choices are numbered lines. */
  readonly group?: boolean
  /** Neither entities nor buttons: choices are numbered lines. For the one more try after markup was refused. */
  readonly plain?: boolean
}

/**
 * Never longer than Telegram takes: what is longest is cut first, links and choices never.
 * Throws `ChannelError` (`refused`) when a choice carries more than Telegram's 64 bytes.
 */
export function render(
  message: SendableMessage,
  me: { readonly username: string },
  { plain = false, group = false }: RenderOptions = {},
): Rendered {
  const { openPrivate, howToChoose } = wordingFor(message.locale).group
  const choices = message.choices ?? []
  const pressed = plain || group ? 0 : MOST_BUTTONS
  const listed = listOf(choices, pressed)
  const pieces = trimmedTo(LONGEST_TEXT, [
    ...contentOf(message),
    ...listed,
    ...(group && listed.length > 0 ? [{ before: '\n', text: howToChoose }] : []),
    ...(message.start ? startOf(me, message.start, openPrivate) : []),
  ])
  const { text, entities } = joined(pieces)
  const keyboard = keyboardOf(choices.slice(0, pressed))
  const contact = group || plain ? undefined : message.wantsContact
  return {
    text,
    ...(!plain && entities.length > 0 && { entities }),
    ...(keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }),
    ...(contact !== undefined && { reply_markup: contactButton(contact) }),
    link_preview_options: { is_disabled: true },
  }
}

/** The text, the card with what is to be said on it, and the link, in the order they are read. */
function contentOf(message: SendableMessage): Piece[] {
  const { card, link } = message
  const { line } = wordingFor(message.locale).card
  const { before, after } = aroundCard(message)
  const { formatted } = message
  const pieces: Piece[] = textOf(before, formatted, '')
  if (card) {
    pieces.push({ before: '\n\n', text: clean(card.title), bold: true })
    for (const { label, value } of card.lines) {
      pieces.push({ before: '\n', text: line(clean(label), clean(value)) })
    }
    if (after) pieces.push(...textOf(after, formatted, '\n\n'))
  }
  if (link) {
    pieces.push({ before: '\n\n', text: shortened(clean(link.label), LONGEST_LABEL), kept: true })
    pieces.push({ before: '\n', text: link.url, kept: true })
  }
  return pieces
}

function textOf(text: string, formatted: true | undefined, before: string): Piece[] {
  const runs = formatted ? runsOf(clean(text)) : [{ text: clean(text) }]
  return runs.map((run, at) => ({ before: at === 0 ? before : '', ...run }))
}

/** The choices that are no buttons, by their numbers. */
function listOf(choices: readonly OfferedChoice[], pressed: number): Piece[] {
  return choices.slice(pressed).map(({ label }, index) => {
    const text = `${pressed + index + 1}. ${shortened(clean(label), LONGEST_LABEL)}`
    return { before: index === 0 ? '\n\n' : '\n', text, kept: true }
  })
}

function startOf({ username }: { readonly username: string }, start: string, label: string) {
  const url = `https://t.me/${username}?start=${start}`
  return [
    { before: '\n\n', text: label, kept: true },
    { before: '\n', text: url, kept: true },
  ]
}

/** Offsets are counted in UTF-16 units, as Telegram and JavaScript both do. */
function joined(pieces: readonly Piece[]): { text: string; entities: MessageEntity[] } {
  let text = ''
  const entities: MessageEntity[] = []
  for (const piece of pieces) {
    if (piece.text === '') continue
    if (text !== '') text += piece.before
    if (piece.bold) entities.push({ type: 'bold', offset: text.length, length: piece.text.length })
    text += piece.text
  }
  return { text, entities }
}

function keyboardOf(choices: readonly OfferedChoice[]): InlineKeyboardButton[][] {
  const rows: InlineKeyboardButton[][] = []
  let open: InlineKeyboardButton[] | undefined
  for (const choice of choices) {
    const button = buttonOf(choice)
    const half = widthOf(button.text) <= HALF_ROW
    if (half && open) {
      open.push(button)
      open = undefined
      continue
    }
    const row = [button]
    rows.push(row)
    open = half ? row : undefined
  }
  return rows
}

/** The button with which a person sends the own phone; it goes away once it was pressed. */
function contactButton(label: string): ReplyKeyboardMarkup {
  const button = { text: shortened(clean(label), LONGEST_LABEL), request_contact: true as const }
  return { keyboard: [[button]], resize_keyboard: true, one_time_keyboard: true }
}

function buttonOf({ label, data }: OfferedChoice) {
  if (Buffer.byteLength(data) > LONGEST_DATA_BYTES) {
    throw new ChannelError('refused', 'a choice carries more than 64 bytes')
  }
  return { text: shortened(clean(label), LONGEST_LABEL), callback_data: data }
}

function widthOf(label: string): number {
  return [...label].reduce((width, character) => width + (character > '\u02ff' ? 2 : 1), 0)
}

function clean(text: string): string {
  return visible(text).trim()
}
