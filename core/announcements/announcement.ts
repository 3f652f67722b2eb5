/** An announcement: what is said, to whom, when, and how far it is. Its moves are one table. */
import { createHash } from 'node:crypto'
import type { Instant } from '../message.ts'
import type { Attachment } from './attachment.ts'
import type { Aim } from './audience.ts'

export const announcementStates = [
  'draft',
  'approved',
  'scheduled',
  /** Its time was missed: a person decides. */
  'late',
  'sending',
  'paused',
  'done',
  'cancelled',
] as const
export type AnnouncementState = (typeof announcementStates)[number]

interface Move {
  readonly from: readonly AnnouncementState[]
  readonly to: AnnouncementState
}

export const announcementMoves = {
  /** Whatever is written anew is approved anew. */
  edit: { from: ['draft', 'approved', 'scheduled', 'late'], to: 'draft' },
  approve: { from: ['draft'], to: 'approved' },
  schedule: { from: ['approved'], to: 'scheduled' },
  miss: { from: ['scheduled'], to: 'late' },
  send: { from: ['approved', 'scheduled', 'late'], to: 'sending' },
  pause: { from: ['sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'sending' },
  cancel: {
    from: ['draft', 'approved', 'scheduled', 'late', 'sending', 'paused'],
    to: 'cancelled',
  },
  finish: { from: ['sending'], to: 'done' },
  /** What is unknown or failed is sent again, on a person's word. */
  again: { from: ['done', 'paused'], to: 'sending' },
} as const satisfies Readonly<Record<string, Move>>
export type AnnouncementMove = keyof typeof announcementMoves

export function afterAnnouncementMove(
  state: AnnouncementState,
  move: AnnouncementMove,
): AnnouncementState | undefined {
  const { from, to }: Move = announcementMoves[move]
  return from.includes(state) ? to : undefined
}

export const followKinds = ['correction', 'recall', 'reminder'] as const
/**
 * What is said about an earlier announcement to those who got it. A reminder goes to who has not said 收到; it says
 * nothing new and leaves at once, under the approval of what it reminds of.
 */
export type FollowKind = (typeof followKinds)[number]

/** What is approved: exactly this. */
export interface Content {
  /** One plain line: see `title.ts`. */
  readonly title: string
  /** With the marks of `formatting.ts`. */
  readonly text: string
  /** At most five. */
  readonly files?: readonly Attachment[]
  readonly audience: Aim
  /** 收到 is asked for, until then. */
  readonly acknowledge?: { readonly until: Instant }
  readonly emergency: boolean
  /** May not be unsubscribed from. */
  readonly mandatory: boolean
  readonly sendAt?: Instant
  /** Then the audience is that of the earlier one. */
  readonly follows?: { readonly id: string; readonly kind: FollowKind }
}

export interface Announcement extends Content {
  /** `A-000001`. */
  readonly id: string
  readonly state: AnnouncementState
  readonly version: number
  /** Ids of people; never the same two. */
  readonly writer: string
  readonly approver?: string
  readonly contentHash: string
  /** The correction or recall that went out after it. */
  readonly replacedBy?: string
  readonly at: Instant
  readonly since: Instant
}

/** Characters. */
export const LONGEST_TITLE = 100
export const LONGEST_TEXT = 3000

export function announcementId(number: number): string {
  return `A-${String(number).padStart(6, '0')}`
}

/** Whatever is written or attached, or to whom: another hash. */
export function contentHashOf(content: Content): string {
  const { title, text, audience, acknowledge, emergency, mandatory, sendAt, follows } = content
  const { files = [] } = content
  const parts = [
    ...[title, text, sorted(audience), acknowledge?.until, emergency, mandatory, sendAt],
    sorted(follows),
  ]
  const attached = files.map(({ name, hash }) => [name, hash])
  const all = attached.length > 0 ? [...parts, attached] : parts
  return createHash('sha256')
    .update(JSON.stringify(all.map((part) => part ?? null)))
    .digest('hex')
}

/** The same expression has the same text, in whatever order its keys came. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
