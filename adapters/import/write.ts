/** Receipts as the files that the import reads: CSV rows and XML documents. */
import { formatFen } from '../../core/receipts/amount.ts'
import { type Receipt, receiptId, type ReceiptItem } from '../../core/receipts/receipt.ts'
import { type Column, columns } from './fields.ts'

export const csvHeader = `${columns.join(',')}\r\n`

/** A row of the CSV; flags, items, handler and checker have no column. */
export function csvRow(receipt: Receipt): string {
  const fields = fieldsOf(receipt)
  let row = ''
  for (const column of columns) row += (row && ',') + quoted(fields[column] ?? '')
  return `${row}\r\n`
}

function fieldsOf(receipt: Receipt): Partial<Record<Column, string | undefined>> {
  return {
    EInvoiceCode: receipt.code,
    EInvoiceNumber: receipt.number,
    RandomNumber: receipt.check,
    EInvoiceName: receipt.name,
    IssueDate: receipt.issuedOn,
    IssueTime: receipt.issuedAt,
    TotalAmount: formatFen(receipt.amountFen),
    InvoicingPartyCode: receipt.issuer.code,
    InvoicingPartyName: receipt.issuer.name,
    PayerPartyName: receipt.payer.name,
    PayerPartyCode: receipt.payer.code,
    PayerPhone: receipt.payer.phone,
    DecisionNumber: receipt.decisionNumber,
    PayCode: receipt.payCode,
    SupervisorAreaCode: receipt.region,
    RelatedInvoiceCode: receipt.original?.code,
    RelatedInvoiceNumber: receipt.original?.number,
    Remark: receipt.remark,
  }
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** A document without seals and signatures: a sample is signed by nobody. */
export function receiptXml(receipt: Receipt): string {
  const fields = fieldsOf(receipt)
  const take = (...names: readonly Column[]) =>
    names.map((name) => element(name, fields[name])).join('')
  const main = [
    take('EInvoiceName', 'EInvoiceCode', 'EInvoiceNumber', 'RandomNumber', 'SupervisorAreaCode'),
    take('TotalAmount'),
    element('IssueDate', receipt.issuedOn.replaceAll('-', '')),
    take('IssueTime'),
    `<InvoicingParty>${take('InvoicingPartyCode', 'InvoicingPartyName')}</InvoicingParty>`,
    `<PayerParty>${take('PayerPartyCode', 'PayerPartyName')}</PayerParty>`,
    take('Remark'),
    element('HandlingPerson', receipt.handler),
    element('Checker', receipt.checker),
    `<MainExt>${take('PayCode', 'DecisionNumber', 'PayerPhone', 'RelatedInvoiceCode', 'RelatedInvoiceNumber')}</MainExt>`,
  ].join('')
  const header = `<Header><EInvoiceID>${receiptId(receipt)}</EInvoiceID><EInvoiceTag>CZ-EI-42</EInvoiceTag><Version>1.1.0</Version></Header>`
  const details = `<Details>${receipt.items.map(itemXml).join('')}</Details>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<EInvoice>${header}<EInvoiceData><Main>${main}</Main>${details}</EInvoiceData></EInvoice>\n`
}

function itemXml({ name, quantity, unit, standard, amountFen, remark }: ReceiptItem): string {
  const parts = [
    element('ItemName', name),
    element('ItemQuantity', quantity),
    element('ItemUnit', unit),
    element('ItemStd', standard),
    element('ItemAmount', formatFen(amountFen)),
    element('ItemRemark', remark),
  ]
  return `<Item>${parts.join('')}</Item>`
}

function element(name: string, text: string | undefined): string {
  return text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
