/**
 * A void request (冲红申请) as one state machine: its states are one union, its moves one table. The store refuses
 * what the table does not list, and the database refuses it once more.
 */
import type { Instant } from '../message.ts'
import type { ReceiptKey, Reference } from './receipt.ts'

/** A draft is the dialog of who asks; it is kept as a request from `requested` on. */
export const voidStates = [
  'draft',
  'requested',
  'approved',
  'submitted',
  'done',
  'refused',
  'failed',
  'returned',
  'withdrawn',
  'expired',
] as const
export type VoidState = (typeof voidStates)[number]

interface Move {
  readonly from: readonly VoidState[]
  readonly to: VoidState | 'same'
}

export const moves = {
  /** The clerk asks. */
  request: { from: ['draft'], to: 'requested' },
  /** Somebody is waiting at the window: every approver is told. */
  urge: { from: ['requested'], to: 'same' },
  /** Time goes on: a reminder, then the next one up. */
  remind: { from: ['requested', 'approved'], to: 'same' },
  escalate: { from: ['requested', 'approved'], to: 'same' },
  /** By the unit's approver, never by who asked. */
  approve: { from: ['requested'], to: 'approved' },
  /** By an officer as well, where the rules want it: nothing is submitted before. */
  confirm: { from: ['approved'], to: 'same' },
  giveBack: { from: ['requested', 'approved'], to: 'returned' },
  withdraw: { from: ['requested', 'approved'], to: 'withdrawn' },
  expire: { from: ['requested', 'approved'], to: 'expired' },
  /** Kept before the call to the platform goes out. */
  submit: { from: ['approved'], to: 'submitted' },
  /** The platform said so. */
  finish: { from: ['approved', 'submitted', 'failed'], to: 'done' },
  refuse: { from: ['approved', 'submitted', 'failed'], to: 'refused' },
  /** Nobody knows what became of it, or the platform knows nothing of it: an officer decides. */
  fail: { from: ['submitted'], to: 'failed' },
  resubmit: { from: ['failed'], to: 'approved' },
  giveUp: { from: ['failed'], to: 'withdrawn' },
} as const satisfies Readonly<Record<string, Move>>

export type VoidMove = keyof typeof moves

/** Open: there may be one such request of a receipt. What is done stays the only one, too. */
export const openStates: readonly VoidState[] = ['requested', 'approved', 'submitted', 'failed']

/** Where this move leads from here; undefined when there is no such move. */
export function afterMove(state: VoidState, move: VoidMove): VoidState | undefined {
  const { from, to }: Move = moves[move]
  if (!from.includes(state)) return undefined
  return to === 'same' ? state : to
}

export const voidReasons = ['退费', '退号', '退卡', '开错', '结账作废', '其他'] as const
export type VoidReason = (typeof voidReasons)[number]

/**
 * Who is asked by now: the first approver of the unit, all of them, the officers of the nearest region,
 * everybody above.
 */
export type VoidLevel = 0 | 1 | 2 | 3
export const OFFICERS_LEVEL = 2
export const LAST_LEVEL = 3

/** The red receipt; its check code is for the one-time page only. */
export type RedReceipt = Reference & { readonly issuedOn: string }

export interface VoidRequest {
  /** `VR-2026-000001`. */
  readonly id: string
  readonly state: VoidState
  /** Counts the changes: a move is made on what was read, or not at all. */
  readonly version: number
  readonly receipt: ReceiptKey
  /** Of the receipt, as it was when it was asked for: its name, fen, yyyy-MM-dd. */
  readonly name: string
  readonly amountFen: number
  readonly issuedOn: string
  readonly unit: string
  /** Ids of people. */
  readonly asker: string
  readonly approver?: string
  readonly confirmer?: string
  readonly reason: VoidReason
  readonly reasonText?: string
  /** The number of the paper receipt that was taken back. */
  readonly paper?: string
  readonly urgent: boolean
  /** The rules want an officer's word, too. */
  readonly needsOfficer: boolean
  readonly level: VoidLevel
  readonly reminded: boolean
  readonly at: Instant
  /** When it came into its state. */
  readonly since: Instant
  /** When the one who is asked should have answered. */
  readonly deadline?: Instant
  /** When the program looks at it again; never when absent. */
  readonly nextAt?: Instant
  /** When the call to the platform was about to go out, the last time. */
  readonly calledAt?: Instant
  /** How often the platform was asked for the state since, and how often it knew nothing. */
  readonly asks: number
  readonly nothings: number
  readonly red?: RedReceipt
  /** Why it is where it is, in the words of who moved it there. */
  readonly note?: string
}

/** Approved, and confirmed where that is wanted. */
export function mayBeSubmitted({ state, needsOfficer, confirmer }: VoidRequest): boolean {
  return state === 'approved' && (!needsOfficer || confirmer !== undefined)
}

/** By who asked, while no call has gone out: after one, nobody knows yet that nothing comes of it. */
export function mayBeWithdrawn({ state, calledAt }: VoidRequest): boolean {
  return afterMove(state, 'withdraw') !== undefined && calledAt === undefined
}

/** Somebody's word is missing, and it can still be given back. */
export function waitsForWord(request: VoidRequest): boolean {
  return request.state === 'requested' || (request.state === 'approved' && !mayBeSubmitted(request))
}

export function isOver({ state }: Pick<VoidRequest, 'state'>): boolean {
  return !openStates.includes(state) && state !== 'draft'
}

/** `VR-` + year + `-` + six digits. */
export function voidId(year: string, number: number): string {
  return `VR-${year}-${String(number).padStart(6, '0')}`
}

/** The first id in a text, however it is written; undefined when there is none. */
export function voidIdIn(text: string): string | undefined {
  const [, year, number] = /(?:vr[\s-]*)?(20\d{2})[\s-]*(\d{6})(?!\d)/i.exec(text) ?? []
  return year && number ? `VR-${year}-${number}` : undefined
}
