/** One receipt out of an XML of the unified format, version 1.1.0. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { parseFen } from '../../core/receipts/amount.ts'
import type { ReceiptItem } from '../../core/receipts/receipt.ts'
import { importWords as words } from '../../core/wording/import-words.ts'
import { decodeXml } from './encoding.ts'
import { cleanLine, type Extras, type Fault, type Fields, readFields } from './fields.ts'
import { isFaults, type ReadItem } from './receipts-csv.ts'
import { ImportRefusal } from './refusal.ts'

/** A receipt with the seals, the signatures and a long itemised list stays well below. */
export const LARGEST_XML = 1024 * 1024
const DEEPEST = 16
/** A parsed element takes a hundred times its characters. */
const MOST_TAGS = 50_000
const LONGEST_ITEM_TEXT = 500

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  maxNestedTags: DEEPEST,
})

type Node = { readonly [name: string]: unknown }

const NOT_ALLOWED = /<!(?:DOCTYPE|ENTITY)/i
const FOREIGN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos);)[#\w][\w.:-]{0,60};/

/** Throws `ImportRefusal` for what is no receipt, or nothing to be read safely. */
export function readReceiptXml(bytes: Uint8Array): ReadItem {
  const data = child(child(parse(decodeXml(bytes)), 'EInvoice'), 'EInvoiceData')
  const main = child(data, 'Main')
  if (!main || !data) throw new ImportRefusal(words.xmlNoReceipt)
  const faults: Fault[] = []
  const read = readFields(fieldsOf(main), extrasOf(main, data, faults))
  const all = isFaults(read) ? [...read, ...faults] : faults
  return isFaults(read) || all.length > 0 ? { faults: all, whole: 'file' } : { receipt: read }
}

/** Definitions are refused before anything is parsed: a limit on their effect has been got round before. */
function parse(text: string): Node {
  if (NOT_ALLOWED.test(text)) throw new ImportRefusal(words.xmlDoctype)
  if (FOREIGN_ENTITY.test(text)) throw new ImportRefusal(words.xmlEntity)
  if (text.split('<', MOST_TAGS + 1).length > MOST_TAGS) throw new ImportRefusal(words.xmlTooBig)
  try {
    if (XMLValidator.validate(text) !== true) throw new ImportRefusal(words.xmlBroken)
    return parser.parse(text) as Node
  } catch {
    throw new ImportRefusal(words.xmlBroken)
  }
}

function fieldsOf(main: Node): Fields {
  const issuer = child(main, 'InvoicingParty')
  const payer = child(main, 'PayerParty')
  const ext = child(main, 'MainExt')
  return {
    EInvoiceCode: textOf(main, 'EInvoiceCode'),
    EInvoiceNumber: textOf(main, 'EInvoiceNumber'),
    RandomNumber: textOf(main, 'RandomNumber'),
    EInvoiceName: textOf(main, 'EInvoiceName'),
    IssueDate: textOf(main, 'IssueDate'),
    IssueTime: textOf(main, 'IssueTime'),
    TotalAmount: textOf(main, 'TotalAmount'),
    InvoicingPartyCode: textOf(issuer, 'InvoicingPartyCode'),
    InvoicingPartyName: textOf(issuer, 'InvoicingPartyName'),
    PayerPartyName: textOf(payer, 'PayerPartyName'),
    PayerPartyCode: textOf(payer, 'PayerPartyCode'),
    PayerPhone: textOf(ext, 'PayerPhone'),
    DecisionNumber: textOf(ext, 'DecisionNumber'),
    PayCode: textOf(ext, 'PayCode'),
    SupervisorAreaCode: textOf(main, 'SupervisorAreaCode'),
    RelatedInvoiceCode: textOf(ext, 'RelatedInvoiceCode'),
    RelatedInvoiceNumber: textOf(ext, 'RelatedInvoiceNumber'),
    Remark: textOf(main, 'Remark'),
  }
}

function extrasOf(main: Node, data: Node, faults: Fault[]): Extras {
  const handler = itemText(main, 'HandlingPerson', faults)
  const checker = itemText(main, 'Checker', faults)
  const items = children(child(data, 'Details'), 'Item')
  const auxItems = children(child(data, 'AuxDetails'), 'AuxItem')
  return {
    items: [
      ...items.map((item) => readItem(item, 'Item', faults)),
      ...auxItems.map((item) => readItem(item, 'AuxItem', faults)),
    ],
    ...(handler && { handler }),
    ...(checker && { checker }),
  }
}

function readItem(node: Node, prefix: 'Item' | 'AuxItem', faults: Fault[]): ReceiptItem {
  const text = (name: string) => itemText(node, `${prefix}${name}`, faults)
  const name = text('Name')
  const [quantity, unit, standard, remark] = [
    text('Quantity'),
    text('Unit'),
    text('Std'),
    text('Remark'),
  ]
  const amountFen = parseFen(textOf(node, `${prefix}Amount`))
  if (name === '') faults.push({ column: `${prefix}Name`, why: words.empty })
  if (amountFen === undefined) faults.push({ column: `${prefix}Amount`, why: words.amount })
  return {
    name,
    ...(quantity && { quantity }),
    ...(unit && { unit }),
    ...(standard && { standard }),
    amountFen: amountFen ?? 0,
    ...(remark && { remark }),
  }
}

function itemText(node: Node, name: string, faults: Fault[]): string {
  const text = cleanLine(textOf(node, name))
  if (text.length > LONGEST_ITEM_TEXT) {
    faults.push({ column: name, why: words.tooLong(LONGEST_ITEM_TEXT) })
  }
  if (text.includes('\ufffd')) faults.push({ column: name, why: words.broken })
  return text
}

function child(node: Node | undefined, name: string): Node | undefined {
  const value = node && Object.hasOwn(node, name) ? node[name] : undefined
  return isNode(value) ? value : undefined
}

function children(node: Node | undefined, name: string): readonly Node[] {
  const value = node && Object.hasOwn(node, name) ? node[name] : undefined
  return (Array.isArray(value) ? value : [value]).filter(isNode)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An element given twice, or with elements in it, reads as if it were not there. */
function textOf(node: Node | undefined, name: string): string {
  const value = node && Object.hasOwn(node, name) ? node[name] : undefined
  if (typeof value === 'string') return decodeFive(value)
  if (!isNode(value)) return ''
  const { '#text': text = '', '#cdata': cdata = '' } = value
  return decodeFive(String(text)) + (Array.isArray(cdata) ? cdata.join('') : String(cdata))
}

const FIVE: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
}

function decodeFive(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => FIVE[entity] ?? entity)
}
