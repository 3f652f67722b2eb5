/** What people send and what the assistant answers, in the assistant's own shape: no chat network is visible here. */
import type { FileType } from './files/file-type.ts'
import type { Locale } from './session.ts'

/** Milliseconds since the epoch. Time is always an argument in the core. */
export type Instant = number

/** A place messages can be sent to: one chat on one network. */
export interface Address {
  readonly channel: string
  readonly conversation: string
  readonly group: boolean
}

/** A group that goes on under another id: the network has changed it. Both are conversations of the channel. */
export interface GroupMove {
  readonly channel: string
  readonly from: string
  readonly to: string
}

/** Who wrote, and where. `ip` is known for the browser chat only. */
export interface Sender extends Address {
  readonly user: string
  readonly ip?: string
}

/** A file or picture that came with a message. Its content stays on the network until somebody wants it. */
export interface InboundFile {
  readonly name: string
  /** What the network calls it: a media type, often wrong. */
  readonly type: string
  /** Bytes, where the network tells. */
  readonly size?: number
  /** By this its channel finds the content, for as long as the network keeps it. */
  readonly ref: string
}

/** A file of ours that goes with a message; where files may not go, a one-time link made from the nonce does. */
export interface OutboundFile {
  readonly id: string
  readonly name: string
  readonly type: FileType
  /** Bytes. */
  readonly size: number
  /** None where a link that opens once and soon would help nobody: then the text tells how the file is had. */
  readonly nonce?: string
  /** Nobody's secret, and the same for many: it goes into groups and abroad as well. */
  readonly shared?: true
}

/** One message of a person. `id` is the network's own and never repeats within the channel. */
export interface InboundMessage {
  readonly id: string
  readonly from: Sender
  /** Empty only for what has no words: a picture, a voice message. A blank line is not empty. */
  readonly text: string
  /** What a pressed choice carries: `<offer>.<position>`. */
  readonly choice?: string
  /** A phone from the network's own address book; `own` when the network says that it is the sender's. */
  readonly contact?: { readonly phone: string; readonly own: boolean }
  readonly files?: readonly InboundFile[]
  /** What one of our own messages said that this one replies to, as far as the network tells. */
  readonly quoted?: string
  /** In a group: the assistant was mentioned or commanded. Always true in private. */
  readonly addressed: boolean
  /** What the network or the browser says of the person's language: a hint for the first contact, no more. */
  readonly locale?: Locale
  readonly at: Instant
}

/** A next step that is offered. It is chosen by button, number or its own words; `data` stays in the session. */
export interface Choice {
  readonly label: string
  readonly intent: string
  readonly action: string
  readonly data?: Readonly<Record<string, string>>
  /** Of the question whether something is really to be done: also chosen by a plain yes, or no. */
  readonly means?: 'yes' | 'no'
}

/** One line of a card. */
export interface CardLine {
  readonly label: string
  readonly value: string
}

/** Facts shown together, already masked for a private chat. */
export interface Card {
  readonly title: string
  readonly lines: readonly CardLine[]
}

/** What an intent answers. With a card, the first line of the text introduces it and the others stand after it. */
export interface Reply {
  readonly text: string
  /** The text holds the marks of `formatting.ts`; without this, they are letters like any. */
  readonly formatted?: true
  readonly card?: Card
  readonly link?: SecretLink
  readonly choices?: readonly Choice[]
  readonly files?: readonly OutboundFile[]
  /** Asks the person to go on in private; networks that need it add a link with this opaque value. */
  readonly start?: string
  /** An invitation code that stands under the text: kept as a nonce, and only as it is sent a code. */
  readonly code?: SecretCode
  /** Asks for the person's own phone, by a button where the network has one. */
  readonly wantsContact?: string
}

/** A code before it is known: it is computed from the nonce as it is sent, never stored. */
export interface SecretCode {
  readonly nonce: string
}

/** A one-time link before its address is known: the address is computed from the nonce as it is sent, never stored. */
export interface SecretLink {
  readonly label: string
  readonly nonce: string
}

/** What leaves for a network: a reply that has passed the gate. */
export interface OutboundMessage {
  readonly text: string
  /** As in `Reply`. */
  readonly formatted?: true
  readonly card?: Card
  readonly link?: SecretLink
  readonly choices?: readonly OfferedChoice[]
  readonly files?: readonly OutboundFile[]
  readonly start?: string
  readonly code?: SecretCode
  /** What stands on the button that sends the person's own phone. */
  readonly wantsContact?: string
  /** True when it may only go to a private chat. */
  readonly personal: boolean
  /** The language it is written in; Chinese unless told. */
  readonly locale?: Locale
  /** The id of the message that it answers, as the channel gave it. */
  readonly answers?: string
}

/** A choice as networks see it: a label, and what comes back when it is chosen. */
export interface OfferedChoice {
  readonly label: string
  readonly data: string
}

/** A text beside its card: what comes before it, and what after. */
export function aroundCard({ text, card }: Pick<Reply, 'text' | 'card'>): {
  readonly before: string
  readonly after: string
} {
  const end = card ? text.indexOf('\n') : -1
  if (end < 0) return { before: text, after: '' }
  return { before: text.slice(0, end), after: text.slice(end + 1) }
}

/** The person behind a message, on one network: limits and records are kept by this. */
export function personOf(from: Pick<Sender, 'channel' | 'user'>): string {
  return `${from.channel}:${from.user}`
}

/** The key of a session: another member of a group never shares mine. */
export function sessionKeyOf(from: Sender): string {
  return `${from.channel}:${from.conversation}:${from.user}`
}

/** The key by which messages keep their order. */
export function conversationOf(address: Address): string {
  return `${address.channel}:${address.conversation}`
}
