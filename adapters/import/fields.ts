/** The fields of a receipt as they come, from CSV or XML, to a receipt or to what is wrong with each. */
import { parseFen } from '../../core/receipts/amount.ts'
import { calendarDate, compactDate } from '../../core/receipts/date.ts'
import { decisionNumber } from '../../core/receipts/decision.ts'
import type { Payer, Receipt, ReceiptItem, ReceiptKey } from '../../core/receipts/receipt.ts'
import { importWords as words } from '../../core/wording/import-words.ts'

export const columns = [
  'EInvoiceCode',
  'EInvoiceNumber',
  'RandomNumber',
  'EInvoiceName',
  'IssueDate',
  'IssueTime',
  'TotalAmount',
  'InvoicingPartyCode',
  'InvoicingPartyName',
  'PayerPartyName',
  'PayerPartyCode',
  'PayerPhone',
  'DecisionNumber',
  'PayCode',
  'SupervisorAreaCode',
  'RelatedInvoiceCode',
  'RelatedInvoiceNumber',
  'Remark',
] as const
export type Column = (typeof columns)[number]

/** Without these there is no receipt. */
export const requiredColumns: readonly Column[] = [
  'EInvoiceCode',
  'EInvoiceNumber',
  'RandomNumber',
  'EInvoiceName',
  'IssueDate',
  'TotalAmount',
  'InvoicingPartyName',
]

export type Fields = Readonly<Partial<Record<Column, string>>>

/** What only the XML has. */
export interface Extras {
  readonly items: readonly ReceiptItem[]
  readonly handler?: string
  readonly checker?: string
}

export interface Fault {
  readonly column?: string
  readonly why: string
}

const CODE = /^\d{8}$/
const NUMBER = /^\d{10}$/
const CHECK = /^[0-9A-Za-z]{6}$/
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/
const PAY_CODE = /^\d{20}$/
const LONGEST_NAME = 200
const LONGEST_ID = 60
const LONGEST_REMARK = 2000

/** What is read from, and where faults go: functions of their own for each row would cost more than the reading. */
interface Row {
  readonly fields: Fields
  readonly faults: Fault[]
}

/** Every fault is named, so that a file is mended in one go; no fault repeats a value. */
export function readFields(fields: Fields, extras: Extras): Receipt | readonly Fault[] {
  const row: Row = { fields, faults: [] }
  const original = readOriginal(row)
  const code = shaped(row, 'EInvoiceCode', CODE, words.code)
  const number = shaped(row, 'EInvoiceNumber', NUMBER, words.number)
  const issuedAt = shapedIfAny(row, 'IssueTime', TIME, words.time)
  const payCode = shapedIfAny(row, 'PayCode', PAY_CODE, words.payCode)
  const decision = text(row, 'DecisionNumber', LONGEST_ID)
  const region = text(row, 'SupervisorAreaCode', LONGEST_ID)
  const remark = text(row, 'Remark', LONGEST_REMARK)
  const issuerCode = text(row, 'InvoicingPartyCode', LONGEST_ID)
  if (original && original.code === code && original.number === number) {
    fault(row, 'RelatedInvoiceNumber', words.ownOriginal)
  }
  const receipt: Receipt = {
    code,
    number,
    check: shaped(row, 'RandomNumber', CHECK, words.check),
    name: name(row, 'EInvoiceName'),
    issuedOn: date(row, 'IssueDate'),
    ...(issuedAt && { issuedAt }),
    amountFen: amount(row, 'TotalAmount', original !== undefined),
    issuer: {
      name: name(row, 'InvoicingPartyName'),
      ...(issuerCode && { code: issuerCode }),
    },
    payer: readPayer(row),
    ...(region && { region }),
    ...(decision && { decisionNumber: decisionNumber(decision) }),
    ...(payCode && { payCode }),
    ...(remark && { remark }),
    ...extras,
    ...(original && { original }),
    flags: {},
    checks: 0,
  }
  return row.faults.length > 0 ? row.faults : receipt
}

function readPayer(row: Row): Payer {
  const code = text(row, 'PayerPartyCode', LONGEST_ID)
  const phone = text(row, 'PayerPhone', LONGEST_ID)
  return {
    name: text(row, 'PayerPartyName', LONGEST_NAME),
    ...(code && { code }),
    ...(phone && { phone }),
  }
}

function fault({ faults }: Row, column: Column, why: string): string {
  faults.push({ column, why })
  return ''
}

function text(row: Row, column: Column, longest: number): string {
  const raw = row.fields[column]
  if (!raw) return ''
  const value = column === 'Remark' ? cleanText(raw) : cleanLine(raw)
  if (value.length > longest) return fault(row, column, words.tooLong(longest))
  return value.includes('\ufffd') ? fault(row, column, words.broken) : value
}

function shapedIfAny(row: Row, column: Column, shape: RegExp, why: string): string {
  const value = (row.fields[column] ?? '').trim()
  return value === '' || shape.test(value) ? value : fault(row, column, why)
}

/** The required ones: an empty one is said to be missing rather than wrong. */
function isGiven(row: Row, column: Column): boolean {
  if (cleanText(row.fields[column] ?? '') !== '') return true
  fault(row, column, words.empty)
  return false
}

function shaped(row: Row, column: Column, shape: RegExp, why: string): string {
  return isGiven(row, column) ? shapedIfAny(row, column, shape, why) : ''
}

function name(row: Row, column: Column): string {
  return isGiven(row, column) ? text(row, column, LONGEST_NAME) : ''
}

function date(row: Row, column: Column): string {
  if (!isGiven(row, column)) return ''
  return readDate(row.fields[column] ?? '') ?? fault(row, column, words.date)
}

function amount(row: Row, column: Column, red: boolean): number {
  if (!isGiven(row, column)) return 0
  const fen = parseFen(row.fields[column] ?? '')
  if (fen === undefined) fault(row, column, words.amount)
  else if (fen < 0 && !red) fault(row, column, words.negative)
  return fen ?? 0
}

function readOriginal(row: Row): ReceiptKey | undefined {
  const code = (row.fields.RelatedInvoiceCode ?? '').trim()
  const number = (row.fields.RelatedInvoiceNumber ?? '').trim()
  if (code === '' && number === '') return undefined
  if (!CODE.test(code)) fault(row, 'RelatedInvoiceCode', words.original)
  if (!NUMBER.test(number)) fault(row, 'RelatedInvoiceNumber', words.original)
  return { code, number }
}

function readDate(text: string): string | undefined {
  const value = text.trim()
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []
  return year ? calendarDate(year, month, day) : compactDate(value)
}

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/u
const ALL_CONTROL = new RegExp(CONTROL, 'gu')

/** Text as it may be kept: no control characters but tab and line feed, no half characters, trimmed. */
export function cleanText(text: string): string {
  const plain = CONTROL.test(text) ? text.replace(ALL_CONTROL, '') : text
  return (plain.includes('\r') ? plain.replace(/\r\n?/g, '\n') : plain).trim()
}

/** The same in one line: a name must not write lines of its own into a card. */
export function cleanLine(text: string): string {
  const plain = cleanText(text)
  return /[\n\t\u2028\u2029]/.test(plain) ? plain.replace(/[\n\t\u2028\u2029]+/g, ' ') : plain
}
