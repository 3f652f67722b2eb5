/** What can be read out of a message about a receipt, and how a value is noted: the first one said stays. */
import type { PaymentNumber } from '../ports.ts'
import { parseFen } from './amount.ts'
import { decisionNumber } from './decision.ts'
import type { Reference } from './receipt.ts'

/** What was found. A value of which two readings were left is missing and named in `unclear`. */
export interface Reading {
  readonly code?: string
  readonly number?: string
  readonly check?: string
  /** yyyy-MM-dd */
  readonly date?: string
  readonly amountFen?: number
  /** A bare whole number: yuan, where an amount is awaited. */
  readonly looseFen?: number
  /** Only where it was labelled. */
  readonly payer?: string
  readonly payment?: PaymentNumber
  readonly unclear: readonly ReferenceField[]
  /** The words that are no value and no label: little is left of a mere reference, much of a question. */
  readonly words: string
  /** The same as it was written, with its signs and digits. */
  readonly rest: string
  /** Something that looks like a value and could not be read as one: a date or an amount written in another way. */
  readonly unread: boolean
}

export type ReferenceField = 'code' | 'number' | 'check'
export const referenceFields: readonly ReferenceField[] = ['code', 'number', 'check']

export type Found = { -readonly [K in keyof Reading]?: Reading[K] }

/** The three values when all are there. */
export function completeReference(reading: {
  readonly [K in keyof Reference]?: Reference[K] | undefined
}): Reference | undefined {
  const { code, number, check } = reading
  return code && number && check ? { code, number, check } : undefined
}

export function setOnce(found: Found, field: ReferenceField, value: string): void {
  found[field] ??= value
}

export function setPayment(found: Found, payment: PaymentNumber): void {
  found.payment ??= payment
}

/** Up to 25 characters; what follows 号 or a stop no longer belongs to it. */
export function setDecision(found: Found, value: string): void {
  const text = decisionNumber(/^[^号]*号?/u.exec(value)?.[0] ?? value)
  if (text.length >= 4 && text.length <= 25) setPayment(found, { kind: 'decision', value: text })
}

export function setAmount(found: Found, value: string | undefined): void {
  const fen = value === undefined ? undefined : parseFen(value)
  if (fen !== undefined) found.amountFen ??= fen
}

export function setDate(found: Found, date: string | undefined): void {
  if (date) found.date ??= date
}
