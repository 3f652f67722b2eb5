/** A fiscal electronic receipt and what may be said about it. Fields follow the unified XML format, version 1.1.0. */

/** The three values on the face that open a receipt. Always text: leading zeros and case count. */
export interface Reference {
  readonly code: string
  readonly number: string
  readonly check: string
}

/** Which receipt, without the right to open it. */
export type ReceiptKey = Pick<Reference, 'code' | 'number'>

export interface ReceiptItem {
  readonly name: string
  readonly quantity?: string
  readonly unit?: string
  readonly standard?: string
  readonly amountFen: number
  readonly remark?: string
}

export interface Party {
  readonly name: string
  readonly code?: string
}

export interface Payer extends Party {
  readonly phone?: string
}

/** What happened to a receipt after it was issued. The receipt itself is never edited or deleted. */
export interface ReceiptFlags {
  readonly reversed?: ReceiptKey & { readonly date: string; readonly reason?: string }
  readonly paper?: ReceiptKey
  readonly booked?: { readonly unit: string; readonly date: string; readonly amountFen: number }
}

/** `amountFen` is in fen (分), negative on a red receipt; `issuedOn` is yyyy-MM-dd, `issuedAt` HH:mm:ss. */
export interface Receipt extends Reference {
  readonly name: string
  readonly issuedOn: string
  readonly issuedAt?: string
  readonly amountFen: number
  readonly issuer: Party
  readonly payer: Payer
  readonly region?: string
  readonly decisionNumber?: string
  readonly payCode?: string
  readonly remark?: string
  readonly handler?: string
  readonly checker?: string
  readonly items: readonly ReceiptItem[]
  /** On a red receipt: the original that it reverses. */
  readonly original?: ReceiptKey
  readonly flags: ReceiptFlags
  /** How often it has been verified so far. */
  readonly checks: number
}

export type ReceiptState = 'normal' | 'reversed' | 'red' | 'paper' | 'booked'

/** The states a person is told, the gravest first; never empty. */
export function statesOf(receipt: Receipt): readonly [ReceiptState, ...ReceiptState[]] {
  const states: ReceiptState[] = []
  if (receipt.original) states.push('red')
  if (receipt.flags.reversed) states.push('reversed')
  if (receipt.flags.paper) states.push('paper')
  if (receipt.flags.booked) states.push('booked')
  const [first = 'normal', ...rest] = states
  return [first, ...rest]
}

/** Whether the code is of Hubei (region 42). Another province is a note to the person, not an error. */
export function isHubei(code: string): boolean {
  return code.startsWith('42')
}

/** `EInvoiceID` of the unified format. */
export function receiptId({ code, number }: ReceiptKey): string {
  return `${reverse(number)}-${reverse(code)}`
}

function reverse(text: string): string {
  return [...text].reverse().join('')
}
