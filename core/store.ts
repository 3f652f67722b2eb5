/** What is kept, as small repositories. One implementation serves SQLite and PostgreSQL; its contract is in test/contracts. */
import type { AccessRepositories } from './announcements/access.ts'
import type { AnnouncementRepositories } from './announcements/kept.ts'
import type { AuditCheckpoint, AuditEntry, AuditHead, AuditRecord } from './audit.ts'
import type { Questions } from './faq/kept.ts'
import type { FileRecords } from './files/file.ts'
import type { Pseudonym } from './keys.ts'
import type { Address, GroupMove, InboundMessage, Instant, OutboundMessage } from './message.ts'
import type { PeopleRepositories } from './people/kept.ts'
import type { Page, PaymentNumber, UnitQuery } from './ports.ts'
import type { Receipt, ReceiptKey, Reference } from './receipts/receipt.ts'
import type { VoidRepositories } from './receipts/void/kept.ts'
import type { SupportRepositories } from './support/kept.ts'

/** A message in the inbox. `seq` orders messages as they were accepted. */
export interface InboxRow {
  readonly seq: number
  readonly message: InboundMessage
  /** How often handling it threw. */
  readonly attempts: number
}

export interface SetAsideRow {
  readonly seq: number
  readonly channel: string
  readonly at: Instant
  readonly attempts: number
  readonly reason: string
}

/** Messages that came in: at least once in, one effect, remembered for as long as a network may repeat them. */
export interface Inbox {
  /** Durable once the surrounding transaction is. An id that was there already changes nothing. */
  add(message: InboundMessage, now: Instant): void
  /** Keeps a message that is not to be answered by itself. False when its id was there already. */
  addAside(message: InboundMessage, reason: string, now: Instant): Promise<boolean>
  /** Messages not yet answered with a greater seq, oldest first. */
  pending(channels: readonly string[], afterSeq: number, limit: number): Promise<InboxRow[]>
  /** The transaction fails with `AlreadyAnswered` when somebody finished it before. */
  finish(seq: number): void
  failed(seq: number, attempts: number, reason: string): Promise<void>
  setAside(seq: number, attempts: number, reason: string): Promise<void>
  listSetAside(limit: number): Promise<SetAsideRow[]>
  /** Puts a message that was set aside back in line. False when there is none with this seq. */
  retry(seq: number): Promise<boolean>
  /** What was said, or sent without words, in one conversation of one person, newest first. */
  history(address: Address, user: string, limit: number): Promise<HistoryEntry[]>
  /**
   * Forgets texts older than the instant, whatever became of them; ids stay until `idsBefore`.
   * What was not answered by then is expired: it can no longer be put back in line.
   */
  forget(textsBefore: Instant, idsBefore: Instant): Promise<Forgotten>
  count(): Promise<{ pending: number; setAside: number }>
}

/** How many records went because their time was over, and how many went that nobody had dealt with. */
export interface Forgotten {
  readonly gone: number
  readonly expired: number
}

export interface HistoryEntry {
  readonly seq: number
  readonly text: string
  readonly choice?: string
  /** Files came with it; which, is forgotten once it is answered. */
  readonly withFiles?: true
  readonly at: Instant
}

export interface SessionRow {
  readonly data: string
  readonly version: number
}

/** One JSON text a session; what is in it is the session's own business. */
export interface Sessions {
  load(key: string): Promise<SessionRow | undefined>
  /** The transaction fails with `StaleTurn` when the stored version is not the expected one (0: there is none yet). */
  save(key: string, person: Pseudonym, data: string, expected: number, now: Instant): Promise<void>
  forget(before: Instant): Promise<number>
}

/** `reply` and `notice` are sent at least once. */
export type OutboxKind = 'reply' | 'notice'
export type OutboxState = 'pending' | 'sent' | 'failed' | 'blocked' | 'unknown'

export interface OutboxEntry {
  readonly to: Address
  readonly user: string
  readonly message: OutboundMessage
  readonly kind: OutboxKind
}

export interface OutboxRow extends OutboxEntry {
  readonly id: number
  readonly attempts: number
  readonly state: OutboxState
  readonly at: Instant
  readonly reason?: string
}

export interface DueRow extends OutboxRow {
  /** Another one of its conversation waits behind it. */
  readonly followed: boolean
}

/** How one try to send ended. */
export type SendRecord =
  | { readonly state: 'sent' }
  | { readonly state: 'pending'; readonly notBefore: Instant; readonly reason: string }
  | { readonly state: 'failed' | 'blocked' | 'unknown'; readonly reason: string }

/** Messages on their way out. */
export interface Outbox {
  add(entry: OutboxEntry, now: Instant): void
  /** What may be sent now outside of the conversations excepted, replies before notices, oldest first. */
  due(channel: string, now: Instant, limit: number, except?: readonly string[]): Promise<DueRow[]>
  record(id: number, result: SendRecord, now: Instant): Promise<void>
  list(state: OutboxState, limit: number): Promise<OutboxRow[]>
  /** Puts one that failed or is unknown back in line. False when there is none. */
  resend(id: number): Promise<boolean>
  history(address: Address, user: string, limit: number): Promise<OutboxRow[]>
  /** Messages older than the instant, sent or not. */
  forget(before: Instant): Promise<Forgotten>
  count(): Promise<{ pending: number; unknown: number }>
}

export interface Miss {
  readonly id: string
  readonly at: Instant
  readonly person: Pseudonym
  readonly ip?: Pseudonym
  readonly target: Pseudonym
}

export interface MissCounts {
  /** When this person, and this address, missed; oldest first. */
  readonly person: readonly Instant[]
  readonly ip: readonly Instant[]
  /** How many different people missed this receipt. */
  readonly people: number
  /** Misses of everybody. */
  readonly total: number
}

/** What the guard remembers; it survives restarts. */
export interface Misses {
  add(miss: Miss): Promise<void>
  /** A number that was opened after all is no miss. */
  remove(id: string): Promise<void>
  counts(query: {
    readonly person: Pseudonym
    readonly ip?: Pseudonym
    readonly target?: Pseudonym
    readonly personSince: Instant
    readonly targetSince: Instant
    readonly totalSince: Instant
    /** A miss that does not count: the one this person is about to make good. */
    readonly except?: string
  }): Promise<MissCounts>
  forget(before: Instant): Promise<number>
}

export interface LinkGrant {
  readonly reference: Reference
  readonly expiresAt: Instant
}

/** One-time links, by the hash of their token. */
export interface Links {
  add(hash: string, person: Pseudonym, grant: LinkGrant): Promise<void>
  /** Binds the link to the first browser that opens it; undefined when it is over, unknown, or another browser's. */
  open(hash: string, browser: string, now: Instant): Promise<LinkGrant | undefined>
  /** All of this person's, opened or not. */
  drop(person: Pseudonym): Promise<void>
  forget(before: Instant): Promise<number>
}

export interface Handoff {
  readonly person: Pseudonym
  readonly text: string
  readonly expiresAt: Instant
}

/** Questions asked in a group that go on in private. */
export interface Handoffs {
  add(hash: string, handoff: Handoff): Promise<void>
  /** Only the person who asked gets the question, and only in time. */
  find(hash: string, person: Pseudonym, now: Instant): Promise<Handoff | undefined>
  forget(before: Instant): Promise<number>
}

export type Added = 'added' | 'unchanged' | 'different'

/** The sandbox platform's own ledger. */
export interface Ledger {
  find(key: ReceiptKey): Promise<Receipt | undefined>
  findByNumber(number: PaymentNumber, limit: number): Promise<Receipt[]>
  /** As the platform's own methods of these names: newest first. */
  findByPhone(phone: string, page: Page): Promise<Receipt[]>
  findOfUnit(unit: string, query: UnitQuery): Promise<Receipt[]>
  /** Adds what is new; tells for each whether it was added, there already, or there with other content. */
  add(receipts: readonly Receipt[]): Promise<Added[]>
  /** What `add` would tell of each by itself; adds nothing. */
  compare(receipts: readonly Receipt[]): Promise<Added[]>
  countCheck(key: ReceiptKey): Promise<void>
  isEmpty(): Promise<boolean>
}

/** Append-only, chained by hashes. */
export interface AuditLog {
  append(entry: AuditEntry, now: Instant): void
  read(afterSeq: number, limit: number): Promise<AuditRecord[]>
  head(): Promise<AuditHead | undefined>
  /** The newest first. */
  checkpoints(limit: number): Promise<AuditCheckpoint[]>
  addCheckpoint(checkpoint: AuditCheckpoint): Promise<void>
  /** Forgets what stands before the newest checkpoint that is older than the instant; the rest stands on that one. */
  forget(before: Instant): Promise<number>
}

/** A note that something was done, so that it is not done again too soon: alarms, leases. */
export interface Marks {
  /** Sets the mark unless another owner's still holds; its own owner renews it. True when it is this owner's now. */
  take(name: string, owner: string, now: Instant, until: Instant): Promise<boolean>
  owner(name: string): Promise<{ owner: string; until: Instant } | undefined>
  drop(name: string, owner: string): Promise<void>
  forget(before: Instant): Promise<number>
}

/** Numbers that people see, one series for each kind of thing. */
export interface Numbers {
  /** 1, then 2, … Only within a transaction: what is undone leaves no gap. */
  next(series: string): Promise<number>
}

/** Where things stand and go to. */
export interface Places {
  /**
   * What a group is tied to, where tickets are worked on, what went there and what waits to go there moves along; not
   * what is on its way at this moment. Resolves to how many records changed.
   */
  move(move: GroupMove): Promise<number>
}

/** Deletes what the law lets go of one person. */
export interface Erasure {
  erase(channel: string, user: string, person: Pseudonym): Promise<void>
}

export interface Repositories
  extends
    PeopleRepositories,
    VoidRepositories,
    SupportRepositories,
    AnnouncementRepositories,
    AccessRepositories {
  readonly files: FileRecords
  readonly inbox: Inbox
  readonly sessions: Sessions
  readonly outbox: Outbox
  readonly misses: Misses
  readonly links: Links
  readonly handoffs: Handoffs
  readonly ledger: Ledger
  readonly audit: AuditLog
  readonly marks: Marks
  readonly numbers: Numbers
  readonly questions: Questions
  readonly places: Places
  readonly erasure: Erasure
}

/** Reading straight from a repository sees what is committed. */
export interface Store extends Repositories {
  /**
   * All that `work` writes is kept together or not at all, and is durable when this resolves. It may run twice,
   * so it must have no other effect.
   */
  transaction<T>(
    work: (tx: Repositories) => Promise<T>,
    options?: {
      /** Does not wait for others who could share the commit: for the few that cannot go on before it. */
      readonly soon?: boolean
    },
  ): Promise<T>
  /** That a message went out: durable when this resolves, and before any transaction that has not begun yet. */
  recordSent(id: number, now: Instant): Promise<void>
  close(): Promise<void>
}
