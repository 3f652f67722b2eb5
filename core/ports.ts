/** Everything the core asks of the outside, on one page. What is stored is in `store.ts`. */
import type { FaqEntry } from './faq/entry.ts'
import type { Decision } from './faq/rank.ts'
import type { FileType } from './files/file-type.ts'
import type {
  Address,
  GroupMove,
  InboundFile,
  InboundMessage,
  Instant,
  OutboundMessage,
} from './message.ts'
import type { Receipt, ReceiptKey, Reference } from './receipts/receipt.ts'
import type { RedReceipt } from './receipts/void.ts'

/** The current time. Only the edge reads it; the core is told. */
export type Clock = () => Instant

/** Unpredictable bytes, for tokens: at least 128 bits each. */
export type Randomness = (bytes: number) => Buffer

/** What a channel is like, as far as the core must know. */
export interface ChannelTraits {
  /** Its servers are abroad, and nobody has approved carrying more: see domain.md §7 of the project's papers. */
  readonly crossBorder: boolean
  /** How choices appear: pressed, or answered by number. */
  readonly choices: 'buttons' | 'numbers'
  /** What is sent is seen when somebody next looks: nobody is reached unasked. */
  readonly onlyWhenOpen?: boolean
  /** It carries files; on the others a file is a one-time link. */
  readonly files?: boolean
  /** The network vouches for the phone of who sends it, by a button of its own. */
  readonly ownContacts?: boolean
}

export type ChannelState = 'starting' | 'running' | 'failing' | 'stopped'

/** Takes a message in. Resolves once it is durable: only then may the network be told "received". */
export type Receive = (message: InboundMessage) => Promise<void>

/** Takes note that a group has another id now. Resolves once that is durable; told again, it changes nothing. */
export type FollowMove = (move: GroupMove) => Promise<void>

/** A chat network. `send` throws `ChannelError`; `start` keeps trying by itself and reports through `state`. */
export interface Channel {
  readonly name: string
  readonly traits: ChannelTraits
  /** Without `follow`, groups that change their id are lost sight of. */
  start(receive: Receive, follow?: FollowMove): Promise<void>
  send(to: Address, message: SendableMessage): Promise<void>
  /** The content of a file that came in over this channel. Throws `ChannelError`: `refused` when it is not to be had any more. */
  fetch?(file: InboundFile): Promise<AsyncIterable<Uint8Array>>
  stop(): Promise<void>
  /** `reason`: why it fails and what to set, if that is known; it holds nothing that a person typed, and no secret. */
  state(): { readonly state: ChannelState; readonly since: Instant; readonly reason?: string }
}

/** An outbound message at the moment it is sent: the one-time link now has its address. */
export interface SendableMessage extends Omit<OutboundMessage, 'link' | 'code' | 'files'> {
  /** The same at each try, and of no other message to anybody: what is left of one that broke off goes by it. */
  readonly id: number | string
  /** For whom it is, where a group may read it too. */
  readonly user?: string
  readonly link?: { readonly label: string; readonly url: string }
  readonly files?: readonly SendableFile[]
  /** What may not leave twice is sent a part at a time: this one only. Without it, all of the message. */
  readonly part?: OnePart
}

/** One of the calls that a message takes on a network: its text, or a piece of it, then its files. */
export interface OnePart {
  /** Counted from 0. */
  readonly at: number
  /** Told before it leaves: whether others follow it, and whether a piece of the text is among those. */
  follows(what: { readonly any: boolean; readonly text: boolean }): void
}

/** A file at the moment it is sent. */
export interface SendableFile {
  readonly name: string
  readonly type: FileType
  /** Bytes. */
  readonly size: number
  /** The same each time this content leaves, for many: what a network keeps of it is not handed over again. */
  readonly again?: string
  /** Undefined when it has been deleted meanwhile. */
  read(): Promise<AsyncIterable<Uint8Array> | undefined>
}

/** Within a channel's limits, which may differ by kind, runs one job at a time for a conversation. Resolves when the job has ended. */
export interface Pace {
  run(to: Address, job: () => Promise<void>, kind?: 'reply' | 'notice'): Promise<void>
  /**
   * The same for what is claimed before it leaves, and gives way to all else: `job` claims, and then asks `mayLeave`,
   * which waits for its turn. False: the network asked for silence meanwhile, and the claim is given back.
   */
  runClaiming(to: Address, job: (mayLeave: () => Promise<boolean>) => Promise<void>): Promise<void>
  /** No job starts before this instant: the network said so. */
  holdUntil(instant: Instant): void
  stop(): Promise<void>
}

/** The numbers by which receipts are found when their three values are not at hand. */
export type PaymentNumber =
  | { readonly kind: 'decision'; readonly value: string }
  | { readonly kind: 'payCode'; readonly value: string }

/** A part of a long list. */
export interface Page {
  readonly skip: number
  readonly limit: number
}

/** One receipt by its numbers, or those of a payer (full name) on a day (yyyy-MM-dd). */
export type UnitQuery =
  { readonly key: ReceiptKey } | { readonly payer: string; readonly date: string }

/**
 * The receipt platform. Every method throws `PlatformError` when the answer could not be had:
 * that is never the same as "no such receipt".
 */
export interface ReceiptPlatform {
  /** The receipt when all three values are right. A wrong check code and an unknown receipt look, and take, the same. */
  find(reference: Reference): Promise<Receipt | undefined>
  findByNumber(number: PaymentNumber): Promise<readonly Receipt[]>
  /** Receipts with this phone of the payer (11 digits), newest first. */
  findByPhone(phone: string, page: Page): Promise<readonly Receipt[]>
  /** Receipts that this unit issued, newest first: the unit's own people need no check code. */
  findOfUnit(unit: string, query: UnitQuery): Promise<readonly Receipt[]>
  /** Like `find`, and counts as one check of the receipt; the receipt returned includes it. */
  verify(reference: Reference): Promise<Receipt | undefined>
  /**
   * Asks to reverse the whole receipt. `requestId` is ours; real platforms take none, so that asking twice may reverse
   * twice: after an answer that was lost (`PlatformError`: it may have been done) only the state is asked for.
   */
  requestReversal(
    receipt: ReceiptKey,
    requestId: string,
    reason: string,
  ): Promise<Exclude<ReversalState, { kind: 'none' }>>
  /** What is known of a reversal of this receipt, by whomever it was asked for. */
  reversalStatus(receipt: ReceiptKey): Promise<ReversalState>
}

/** Accepted is not done: `pending` may take the platform days. */
export type ReversalState =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'done'; readonly red: RedReceipt }
  /** In the platform's words. */
  | { readonly kind: 'refused'; readonly reason: string }

/** How a question is to be searched. */
export interface FaqQuery {
  /** Who asks (payer | unit | accountant | bureau), where it is known. */
  readonly audience?: string
  /** An entry that is not to be found: it was the last answer, and the person goes on from it. */
  readonly without?: string
}

/** The questions that are answered, as they stand now: an editor may change them while the assistant runs. */
export interface Faq {
  /** Takes any text in any language and never throws. Ids in a decision are of entries, `elsewhere` of a matter. */
  find(text: string, query?: FaqQuery): Decision
  entry(id: string): FaqEntry | undefined
  /** Entries to go on with, at most three. */
  related(id: string): readonly FaqEntry[]
  /** The entry that now stands in the place of a superseded one, if any does. */
  newer(id: string): FaqEntry | undefined
}

/** Sends short messages to phones. Throws `ChannelError`: `limited` when its budget is used up, else what went wrong. */
export interface SmsGateway {
  /** Its budget: so many messages in 24 hours. */
  readonly perDay: number
  send(phone: string, text: string): Promise<void>
}

/**
 * Contents of files, outside of the database and under names of our own. What is recorded of them is in the store
 * (`FileRecords`): a content is kept first and recorded in the transaction that wants it; what nobody recorded is swept.
 */
export interface Files {
  /** Refuses by content and size; what the sender calls it does not count. */
  keep(content: AsyncIterable<Uint8Array>): Promise<FileKept>
  /** Undefined when there is none of this name. */
  read(id: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** Removing what is not there is no failure. */
  remove(id: string): Promise<void>
  /** The names of what was kept before the instant. */
  list(before: Instant): Promise<readonly string[]>
}

/** Writes tables as a workbook (xlsx). No cell is ever a formula: see `table-out.ts`. */
export interface Workbooks {
  write(sheets: readonly Sheet[]): Promise<Uint8Array>
}

export interface Sheet {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

export type FileKept =
  | {
      readonly kind: 'kept'
      readonly id: string
      readonly type: FileType
      readonly size: number
      /** SHA-256 of the content, in hexadecimal. */
      readonly hash: string
    }
  | { readonly kind: 'refused'; readonly reason: 'empty' | 'too-large' | 'unknown-type' }

/** One line an event; never the text of a message, a name, a token or a check code. */
export interface Logger {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void
  error(event: string, fields?: Readonly<Record<string, unknown>>): void
}

/** What is counted. Labels are a few fixed words, never something a person typed. */
export interface Meter {
  count(
    name: 'received' | 'answered' | 'failed' | 'setAside' | 'sent' | 'misses' | 'connection',
    labels: { channel: string; result?: string },
  ): void
  time(name: 'turn' | 'send', ms: number): void
}

/** The named steps of the line, where tests kill the process. */
export type Step =
  | 'before-inbox'
  | 'after-inbox'
  | 'before-commit'
  | 'in-commit'
  | 'after-commit'
  | 'before-send'
  | 'after-send'
  | 'after-record'
  | 'announcement-claimed'
  | 'announcement-before-send'
  | 'announcement-after-send'
  | 'announcement-before-record'
  | 'announcement-after-record'
  | 'announcement-between-batches'
  | 'void-before-approve-commit'
  | 'void-approved'
  | 'void-before-submit'
  | 'void-after-submit-saved'
  | 'void-before-call'
  | 'void-after-call'
  | 'void-before-record'
  | 'void-after-record'

/** Told at each step; does nothing outside of tests. */
export type Reached = (step: Step) => void
