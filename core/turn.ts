/** One turn of a conversation: what an intent is given, and what it gives back. */
import type { AuditEntry } from './audit.ts'
import type { Calendar } from './calendar/calendar.ts'
import type { AnnouncementRules } from './announcements/rules.ts'
import type { Keys } from './keys.ts'
import type { Address, Choice, InboundFile, InboundMessage, Instant, Reply } from './message.ts'
import type { TiedGroup } from './people/kept.ts'
import type { Person } from './people/person.ts'
import type {
  Channel,
  Faq,
  Files,
  Meter,
  Randomness,
  Reached,
  ReceiptPlatform,
  SmsGateway,
  Workbooks,
} from './ports.ts'
import type { Reading } from './receipts/reading.ts'
import type { VoidRules } from './receipts/void/rules.ts'
import type { Dialog, Locale, Session } from './session.ts'
import type { Repositories, Store } from './store.ts'
import type { QueueRule } from './support/hours.ts'
import type { Wording } from './wording/wording.ts'

/** What intents may ask of the outside. */
export interface Desk {
  readonly store: Store
  readonly platform: ReceiptPlatform
  readonly faq: Faq
  readonly calendar: Calendar
  readonly keys: Keys
  readonly random: Randomness
  readonly meter: Meter
  /** Who gets alarms while no administrator is bound. */
  readonly operators: readonly Address[]
  /** The channels that this process serves, as they are now. */
  channels(): readonly ServedChannel[]
  readonly files: Files
  /** The content of a file that came in over a channel. Throws `ChannelError`. */
  fetchFile(channel: string, file: InboundFile): Promise<AsyncIterable<Uint8Array>>
  readonly workbooks: Workbooks
  /** None where nobody has set one up. */
  readonly sms?: SmsGateway
  readonly voidRules: VoidRules
  readonly announcementRules: AnnouncementRules
  /** When queues are staffed that do not keep office hours. */
  readonly queueRules: readonly QueueRule[]
  /** Told at the named steps of what is done once. */
  readonly reached: Reached
}

export type ServedChannel = Pick<Channel, 'name' | 'traits' | 'state'>

export interface Turn {
  readonly message: InboundMessage
  readonly session: Session
  readonly wording: Wording
  readonly now: Instant
  /** Who speaks, if this account is tied to somebody. What they may is asked anew when a move is made. */
  readonly person?: Person
  /** What the group was tied to that this was said in. */
  readonly group?: TiedGroup
  /** The verb the message began with, and what came after it. */
  readonly command?: Command
  /** The message without its verb, full width made half width. */
  readonly text: string
  readonly reading: Reading
  /** The choice that was made, by button, number or words. */
  readonly picked?: Choice
}

export type Command =
  | 'help'
  | 'start'
  | 'lookup'
  | 'verify'
  | 'cancel'
  | 'language'
  | 'privacy'
  | 'erase'
  | PeopleCommand
  | VoidCommand
  | SupportCommand
  | AnnouncementCommand

export type AnnouncementCommand =
  | 'announce'
  | 'notices'
  | 'received'
  | 'notice'
  | 'seeNotice'
  | 'approveNotice'
  | 'sendNotice'
  | 'sendNowNotice'
  | 'pauseNotice'
  | 'resumeNotice'
  | 'cancelNotice'
  | 'editNotice'
  | 'correctNotice'
  | 'recallNotice'
  | 'resendNotice'
  | 'unknownNotice'
  | 'unreadNotice'
  | 'remindNotice'
  | 'reportNotice'
  | 'unsubscribe'
  | 'subscribe'

export type SupportCommand =
  | 'human'
  | 'endHuman'
  | 'queue'
  | 'take'
  | 'transfer'
  | 'junk'
  | 'close'
  | 'note'
  | 'canned'
  | 'draft'
  | 'block'
  | 'unblock'

export type VoidCommand =
  | 'void'
  | 'voids'
  | 'requests'
  | 'request'
  | 'approvals'
  | 'approve'
  | 'giveBack'
  | 'withdraw'
  | 'urge'
  | 'wishes'

export type PeopleCommand =
  | 'bind'
  | 'unbind'
  | 'whoami'
  | 'unit'
  | 'invite'
  | 'uninvite'
  | 'remove'
  | 'group'
  | 'status'
  | 'mine'

/** A change that is kept together with the reply. Throwing undoes the whole turn. */
export type Write = (tx: Repositories) => Promise<void>

export interface Outcome {
  /** None where a person answers instead: see `core/support`. */
  readonly reply?: Reply
  /** Whether the conversation is with a human from now on; absent leaves it as it was. */
  readonly withHuman?: boolean
  /** How many questions have found nothing since a human was offered; absent leaves it as it was. */
  readonly misses?: number
  /** The dialog that is open afterwards; `keep` leaves it as it was, absent closes it. */
  readonly dialog?: Dialog | 'keep'
  readonly locale?: Locale
  readonly writes?: readonly Write[]
  readonly audit?: AuditEntry
  /** The reply's text where it names what the writes made, such as a number: asked for after them. */
  readonly finalText?: () => string
}

/**
 * One thing the assistant can do. It is chosen by its commands, by its open dialog,
 * or because it recognises the message by shape.
 */
export interface Intent {
  readonly name: string
  /** Says nothing about anybody, and may therefore answer in a group. */
  readonly public?: boolean
  readonly commands?: readonly Command[]
  /** Whether this message is its own before choices, verbs and dialogs are looked at. */
  precedes?(turn: Turn): boolean
  /** Whether this message goes on with a dialog that this intent opened. */
  continues?(turn: Turn): boolean
  matches?(turn: Turn): boolean
  handle(turn: Turn, desk: Desk): Promise<Outcome>
}
