/** What is kept of announcements and their deliveries, as repositories of the store. */
import type { Address, Instant } from '../message.ts'
import type { Role } from '../people/person.ts'
import type { Announcement, AnnouncementMove, Content } from './announcement.ts'
import type { Candidate } from './audience.ts'
import type { Counts, DeliveryState, Progress, SkipReason, Tried } from './delivery.ts'

/** Somebody who may be meant, and how they can be reached: the first account is the preferred one. */
export interface Recipient extends Candidate {
  /** `unit:CODE` or `person:ID`. */
  readonly key: string
  readonly name: string
  /** People of the unit, or the person alone. */
  readonly people: readonly {
    readonly id: string
    readonly roles: readonly Role[]
    readonly optedOut: boolean
    readonly accounts: readonly {
      readonly channel: string
      readonly user: string
      readonly conversation: string
      /** A message could not be delivered, and nothing was heard from there since. */
      readonly blocked: boolean
    }[]
  }[]
}

/** One recipient of one announcement. */
export interface NewDelivery {
  readonly recipient: string
  readonly name: string
  readonly region: string
  /** Where it goes; none for who cannot be reached. */
  readonly to?: Address & { readonly user: string }
  readonly skip?: SkipReason
}

export interface Delivery extends NewDelivery {
  readonly id: number
  readonly announcement: string
  readonly state: DeliveryState
  readonly tries: number
  readonly reason?: string
  readonly acknowledgedAt?: Instant
}

/** A message that is due, or the next part of one: for all recipients that are reached in this one chat. */
export interface DueDelivery {
  readonly announcement: string
  readonly to: Address & { readonly user: string }
  readonly tries: number
  readonly progress: Progress
}

/** What a move changes beside the state. */
export interface Changes {
  readonly approver?: string
  /** Written anew: an approval that was given falls. */
  readonly content?: Content & { readonly contentHash: string }
}

/** How many recipients of one region stand so. */
export interface RegionCount {
  readonly region: string
  readonly state: DeliveryState
  readonly acknowledged: boolean
  readonly count: number
}

/** Regions by their codes; without them, everywhere. */
export interface Within {
  readonly regions?: readonly string[]
}

export interface Announcements {
  add(announcement: Announcement): Promise<void>
  find(id: string): Promise<Announcement | undefined>
  /** Makes the move on the announcement as it was read. Undefined when it stands otherwise, or there is no such move. */
  move(
    announcement: Announcement,
    move: AnnouncementMove,
    changes: Changes,
    now: Instant,
  ): Promise<Announcement | undefined>
  /** A correction or recall went out, also in the place of what reminds of it. Resolves to all that is replaced. */
  replace(id: string, by: string): Promise<string[]>
  /** Files of those that ended before the first instant, and of drafts from before the second. Resolves to how many. */
  forgetFiles(ended: Instant, drafts: Instant): Promise<number>
  /** Scheduled, and due: those that have waited longest first. */
  toSend(now: Instant, limit: number): Promise<Announcement[]>
  /** Being sent, and nothing of them is left to be sent. */
  toEnd(limit: number): Promise<Announcement[]>
  /** Newest first; those that come after this one in the list. */
  list(limit: number, after?: string): Promise<Announcement[]>
}

/** A whole directory is handed on some at a time: it is never all in memory. */
export type Batches<Row> = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>

/** As much of what waits for a word as names it: the texts of many would be long. */
export interface Waiting extends Pick<Announcement, 'id' | 'title'> {
  /** It went to them; else they find it only by asking, and may never have seen it. */
  readonly went: boolean
}

type Chat = Pick<Address, 'channel' | 'conversation'>

export interface Deliveries {
  /** All units that are listed, and all people who hold a role outside of them, with their accounts. */
  candidates(): Batches<Recipient>
  /** Replaces what was resolved before; only while nothing has left. Resolves to how many there are. */
  resolve(announcement: string, deliveries: Batches<NewDelivery>): Promise<number>
  /** Messages of this channel that may leave now, emergencies first. */
  due(
    channel: string,
    now: Instant,
    limit: number,
    options: { readonly emergenciesOnly: boolean; readonly except: readonly string[] },
  ): Promise<DueDelivery[]>
  /** Pending to `sending`. False when there is nothing to be sent there any more: paused, cancelled, sent. */
  begin(due: DueDelivery): Promise<boolean>
  record(due: DueDelivery, tried: Tried, now: Instant): Promise<void>
  /** What a crash left in flight: nobody knows. Resolves to how many. */
  lost(channels: readonly string[]): Promise<number>
  cancel(announcement: string): Promise<void>
  /** Back in line, on a person's word. Resolves to how many. */
  again(announcement: string, states: readonly ('unknown' | 'failed')[]): Promise<number>
  counts(announcement: string): Promise<Counts>
  acknowledged(announcement: string): Promise<number>
  /** Of how many, of all announcements, nobody knows whether they arrived. */
  unknown(): Promise<number>
  /** Messages that are still to leave, by channel. */
  left(announcement: string): Promise<Readonly<Record<string, number>>>
  list(
    announcement: string,
    query: Within & {
      readonly state?: DeliveryState
      /** Got it, and has or has not said so. */
      readonly acknowledged?: boolean
      readonly after: number
      readonly limit: number
    },
  ): Promise<Delivery[]>
  byRegion(announcement: string, within: Within): Promise<RegionCount[]>
  byChannel(announcement: string): Promise<Readonly<Record<string, Counts>>>
  /** Where it went, or may have gone, as deliveries of what follows it; also where it is still to go. */
  reached(announcement: string, options: { readonly andWaiting: boolean }): Batches<NewDelivery>
  /** Where it went and nobody said 收到, who were not reminded since the instant: those handed on count as reminded. */
  chase(
    announcement: string,
    query: Within & { readonly before: Instant },
    now: Instant,
  ): AsyncIterableIterator<readonly NewDelivery[]>
  /** All that wait for a word of these recipients, newest first; of a chat, only those that went there. */
  waiting(recipients: readonly string[], now: Instant, chat?: Chat): Promise<Waiting[]>
  acknowledge(announcement: string, recipients: readonly string[], now: Instant): Promise<number>
  /** Those of these recipients who have said 收到. */
  acknowledgedBy(announcement: string, recipients: readonly string[]): Promise<string[]>
  /** Whether an announcement that asks for a word went to this group. */
  waitsIn(group: Chat, now: Instant): Promise<boolean>
  /** What these recipients got: what went out last comes first. */
  received(
    recipients: readonly string[],
    query: { readonly id?: string; readonly limit: number },
  ): Promise<Announcement[]>
}

export interface AnnouncementRepositories {
  readonly announcements: Announcements
  readonly deliveries: Deliveries
}
