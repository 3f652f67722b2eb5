/** What is kept of void requests and of payers' wishes, as repositories of the store. */
import type { AccountKey } from '../../people/kept.ts'
import type { Instant } from '../../message.ts'
import type { Page } from '../../ports.ts'
import type { ReceiptKey } from '../receipt.ts'
import type { VoidMove, VoidReason, VoidRequest, VoidState } from '../void.ts'

/** What may change with a move, or while a request waits. Undefined takes a value away. */
export type VoidChanges = {
  readonly [Field in Changing]?: VoidRequest[Field] | undefined
}
type Changing =
  | 'approver'
  | 'confirmer'
  | 'urgent'
  | 'level'
  | 'reminded'
  | 'deadline'
  | 'nextAt'
  | 'calledAt'
  | 'asks'
  | 'nothings'
  | 'red'
  | 'note'

/** One line of a request's history. */
export interface VoidStep {
  readonly move: VoidMove
  readonly at: Instant
  /** Who made it; absent when the program did. */
  readonly by?: string
  readonly note?: string
}

export interface VoidQuery {
  readonly asker?: string
  readonly units?: readonly string[]
  /** Codes of the regions in which the units lie. */
  readonly regions?: readonly string[]
  readonly states?: readonly VoidState[]
  /** Asked for before this instant. */
  readonly before?: Instant
  /** Part of the unit's name. */
  readonly unitName?: string
  /** Approved, and the officer's word that the rules want is missing. */
  readonly toConfirm?: boolean
  /** Those on which a word is due: an approver's of the unit, or an officer's. */
  readonly waitsFor?: 'unit' | 'officer'
  /** Instead of newest first. */
  readonly oldestFirst?: boolean
}

export interface VoidRequests {
  /** As `requested`. False, and nothing is kept, when the receipt has one that is open or done. */
  add(request: VoidRequest): Promise<boolean>
  find(id: string): Promise<VoidRequest | undefined>
  /** The request of this receipt that is open or done. */
  of(receipt: ReceiptKey): Promise<VoidRequest | undefined>
  /**
   * Makes the move on the request as it was read, and writes it into its history. Undefined when it stands otherwise
   * by now, or when the table of moves has no such move from there.
   */
  move(
    request: VoidRequest,
    made: VoidStep,
    changes?: VoidChanges,
  ): Promise<VoidRequest | undefined>
  /** Changes what is noted without moving. Undefined when the request stands otherwise by now. */
  note(request: VoidRequest, changes: VoidChanges): Promise<VoidRequest | undefined>
  /** The history, oldest first. */
  steps(id: string): Promise<VoidStep[]>
  /** What the program is to look at by now, the longest due first. */
  due(now: Instant, limit: number): Promise<VoidRequest[]>
  /** Newest first, unless the query says otherwise. */
  list(query: VoidQuery, page: Page): Promise<VoidRequest[]>
  count(query: VoidQuery): Promise<number>
  /**
   * Forgets files of requests that ended before the first instant, reasons and notes in free text of those that ended
   * before the second, and files that were sent for a draft, or written for one reader, before the third.
   * Resolves to how many records went.
   */
  forget(files: Instant, texts: Instant, drafts: Instant): Promise<number>
}

/** A payer asks the unit that issued a receipt to reverse it. */
export interface VoidWish {
  readonly id: string
  readonly receipt: ReceiptKey
  /** Of the receipt. */
  readonly name: string
  readonly unit: string
  readonly reason: VoidReason
  readonly at: Instant
  /** The account that wished, and where it is told what became of it. */
  readonly account: AccountKey & { readonly conversation: string }
  readonly state: 'open' | 'taken' | 'declined' | 'over'
  /** The request that took it up. */
  readonly request?: string
}

export interface VoidWishes {
  /** Open, or taken up by a request that is under way. False when this account has one about this receipt that is not over. */
  add(wish: VoidWish): Promise<boolean>
  find(id: string): Promise<VoidWish | undefined>
  ofAccount(account: AccountKey, limit: number): Promise<VoidWish[]>
  /** Those that wait for the unit, oldest first. */
  open(unit: string, limit: number): Promise<VoidWish[]>
  /** Those that wait about this receipt. */
  openAbout(receipt: ReceiptKey): Promise<VoidWish[]>
  ofRequest(request: string): Promise<VoidWish[]>
  /** False when it was not in that state any more. */
  settle(
    id: string,
    from: VoidWish['state'],
    to: VoidWish['state'],
    request?: string,
  ): Promise<boolean>
  /** Forgets wishes that were sent before the instant. */
  forget(before: Instant): Promise<number>
}

export interface VoidRepositories {
  readonly voids: VoidRequests
  readonly wishes: VoidWishes
}
