/** Tables on their way out: no cell is ever taken for a formula by the program that opens them. */

/** What a spreadsheet program might run; the full-width forms are normalised by some before they look. */
const FORMULA = /^[\s]*[=+\-@\t\r＝＋－＠]/u
/** Marks that change the direction of what is shown, and what no sheet may hold. */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g
/** A cell of a workbook holds no more characters. */
const LONGEST_CELL = 32_000

/** A text that may begin like a formula gets an apostrophe before it. Numbers stay numbers. */
export function safeCell(value: string | number): string | number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : ''
  const shown = value
    .replace(HIDDEN, '')
    .slice(0, LONGEST_CELL)
    .replace(/[\ud800-\udbff]$/, '')
  return FORMULA.test(shown) ? `'${shown}` : shown
}
