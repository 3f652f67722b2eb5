/** The face of a receipt as the unified format shows it, as a page of HTML; everything in it is escaped. */
import { capitalFen, formatFen } from '../../core/receipts/amount.ts'
import { stateNotes, stateWords } from '../../core/receipts/card.ts'
import { clockTime } from '../../core/receipts/date.ts'
import { maskIdentity } from '../../core/receipts/mask.ts'
import type { Receipt, ReceiptItem, ReceiptKey } from '../../core/receipts/receipt.ts'
import type { Instant } from '../../core/message.ts'
import type { Locale } from '../../core/session.ts'
import { visible } from '../../core/visible.ts'
import { type Wording, wordingFor } from '../../core/wording/wording.ts'

/** The whole receipt; identity numbers are masked here too, and the phone is not on the face. */
export function facePage(
  receipt: Receipt,
  expiresAt: Instant,
  now: Instant,
  locale?: Locale,
): string {
  const wording = wordingFor(locale)
  const { page } = wording
  return shell(
    receipt.name,
    `<article class="receipt">
<h1 lang="zh-CN">${escape(receipt.name)}</h1>
${stateOf(receipt, wording)}
<dl class="head">
${headTerms(receipt, wording)}
</dl>
${itemTable(receipt.items, wording)}
<dl class="total">
${term(page.total, capitalFen(receipt.amountFen))}
${term(page.figures, formatFen(receipt.amountFen))}
</dl>
<dl class="foot">
${footTerms(receipt, wording)}
</dl>
</article>
<p class="note">${escape(page.notice)}<br>${escape(page.expiresAt(clockTime(expiresAt, now)))}</p>
<button type="button" id="print">${escape(page.print)}</button>`,
    locale,
  )
}

/** A page without a receipt: the link is over, is being looked at by a program, or the platform is away. */
export function notePage(kind: 'gone' | 'preview' | 'unavailable', locale?: Locale): string {
  const { page } = wordingFor(locale)
  const [title, hint] = {
    gone: [page.gone, page.goneHint],
    preview: [page.preview, page.previewHint],
    unavailable: [page.unavailable, ''],
  }[kind] as [string, string]
  return shell(
    title,
    `<main class="message"><h1>${escape(title)}</h1><p>${escape(hint)}</p></main>`,
    locale,
  )
}

function shell(title: string, body: string, locale: Locale = 'zh-CN'): string {
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escape(title)}</title>
<link rel="stylesheet" href="/page/receipt.css"><script src="/page/receipt.js" defer></script></head>
<body>${body}</body></html>`
}

/** The state, and below it what it means for who holds the receipt. */
function stateOf(receipt: Receipt, wording: Wording): string {
  const state = wording.card.line(wording.card.state, stateWords(receipt, wording))
  const notes = stateNotes(receipt, wording).split('\n').filter(Boolean)
  return `<p class="state">${[state, ...notes].map(escape).join('<br>')}</p>`
}

function headTerms(receipt: Receipt, { card, page }: Wording): string {
  const date = [receipt.issuedOn, receipt.issuedAt].filter(Boolean).join(' ')
  return [
    term(card.code, receipt.code) + term(card.number, receipt.number),
    term(page.check, receipt.check) + term(card.date, date),
    term(card.payer, receipt.payer.name) + term(page.payerCode, payerCode(receipt)),
  ].join('\n')
}

function footTerms(receipt: Receipt, { card, page }: Wording): string {
  const { flags, original, issuer, checker, handler, remark } = receipt
  return [
    keyTerm(card.red, flags.reversed) + keyTerm(card.original, original),
    keyTerm(card.paper, flags.paper) + term(page.remark, remark),
    term(card.issuer, issuer.name) + term(page.checker, checker) + term(page.handler, handler),
  ].join('\n')
}

function itemTable(items: readonly ReceiptItem[], { page }: Wording): string {
  if (items.length === 0) return ''
  const heads = [page.items, page.standard, page.quantity, page.unit, page.amount, page.itemRemark]
  const rows = items.map(({ name, standard, quantity, unit, amountFen, remark }) =>
    [name, standard, quantity, unit, formatFen(amountFen), remark]
      .map((cell, index) => `<td data-label="${heads[index]}">${escape(cell ?? '')}</td>`)
      .join(''),
  )
  const head = heads.map((label) => `<th scope="col">${label}</th>`).join('')
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => `<tr>${row}</tr>`).join('')}</tbody></table>`
}

/** A person's code is an identity number; a unit's is public. */
function payerCode({ payer }: Receipt): string | undefined {
  if (payer.code === undefined) return undefined
  return /^\d{17}[\dX]$/i.test(payer.code) ? maskIdentity(payer.code) : payer.code
}

function keyTerm(label: string, key: ReceiptKey | undefined): string {
  return key ? term(label, `${key.code} ${key.number}`) : ''
}

function term(label: string, value: string | undefined): string {
  return value ? `<div><dt>${escape(label)}</dt><dd>${escape(value)}</dd></div>` : ''
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}
