/** The little that a text can be formatted with: `**bold**` within a line, and lines that begin with `- `. */

export interface Run {
  readonly text: string
  readonly bold?: true
}

/** Where bold letters are, in UTF-16 units. */
export interface Span {
  readonly offset: number
  readonly length: number
}

const LIST_MARK = /^([ \t]*)-[ \t]+/gm
/** What is not closed in its line, or holds nothing, stays as it was typed. */
const BOLD = /\*\*(?=[^\s*])([^\n]*?[^\s*])\*\*/g
/** A line up to the last mark that can close: behind it each opening would look in vain to the end of the line. */
const CLOSED = /(?<![^\n])[^\n]*[^\s*]\*\*/g

/** Never longer than the text, and never empty runs. Addresses stay letters: no words hide one. */
export function runsOf(text: string): Run[] {
  const listed = text.replace(LIST_MARK, '$1· ')
  const runs: Run[] = []
  let end = 0
  for (const { marked, inner, at } of boldIn(listed)) {
    if (at > end) runs.push({ text: listed.slice(end, at) })
    runs.push({ text: inner, bold: true })
    end = at + marked.length
  }
  if (end < listed.length) runs.push({ text: listed.slice(end) })
  return runs
}

function* boldIn(text: string) {
  for (const { 0: closed, index: start } of text.matchAll(CLOSED)) {
    for (const { 0: marked, 1: inner = '', index } of closed.matchAll(BOLD)) {
      yield { marked, inner, at: start + index }
    }
  }
}

/** Without the marks of bold, also of those that come together when others go: one more pass for each layer of them. */
export function withoutBold(text: string): string {
  const plain = text.replace(CLOSED, (closed) => closed.replace(BOLD, '$1'))
  return plain === text ? text : withoutBold(plain)
}

/** For where nothing can be bold. What is not formatted stays as it is. */
export function unmarked(text: string, formatted: true | undefined): string {
  return formatted ? joined(runsOf(text)) : text
}

export function withSpans(
  text: string,
  formatted: true | undefined,
): { readonly text: string; readonly bold: readonly Span[] } {
  if (!formatted) return { text, bold: [] }
  const runs = runsOf(text)
  const bold: Span[] = []
  let offset = 0
  for (const { text: run, bold: isBold } of runs) {
    if (isBold) bold.push({ offset, length: run.length })
    offset += run.length
  }
  return { text: joined(runs), bold }
}

function joined(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('')
}
