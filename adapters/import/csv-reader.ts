/**
 * Splits the text of a CSV (RFC 4180, any line break) into records, in constant memory and with physical line numbers.
 * Written here rather than taken: a quote that is never closed costs its own line only, not the rest of the file.
 */

/** `line` is where the record starts, from 1. `fault`: this line could not be split, and reading goes on with the next. */
export interface CsvRecord {
  readonly line: number
  readonly fields: readonly string[]
  readonly fault?: 'quotes'
}

/** A record longer than the limit: nothing after it can be trusted. */
export class RecordTooLong extends Error {
  override readonly name = 'RecordTooLong'
  readonly line: number
  constructor(line: number) {
    super('record too long')
    this.line = line
  }
}

export interface CsvReader {
  /** The records that are complete with this text; what is left waits for the next. Throws `RecordTooLong`. */
  push(text: string): CsvRecord[]
  /** The last records. */
  end(): CsvRecord[]
}

type Split = { readonly fields: string[]; readonly next: number } | 'more' | 'fault'

const LINE_BREAK = /\r\n|\n|\r/g

/** `longest` in UTF-16 units. Blank lines are counted and left out. */
export function createCsvReader(longest: number): CsvReader {
  let text = ''
  let at = 0
  let line = 1

  function read(final: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    while (at < text.length) {
      let split = splitRecord(text, at, final)
      if (split === 'more') {
        if (text.length - at <= longest) break
        split = 'fault'
      }
      const next = split === 'fault' ? afterLine(text, at, final) : split.next
      if (next === 'more' && text.length - at <= longest) break
      if (next === 'more' || next - at > longest) throw new RecordTooLong(line)
      if (split === 'fault') records.push({ line, fields: [], fault: 'quotes' })
      else if (split.fields.some((field) => field.trim() !== '')) {
        records.push({ line, fields: split.fields })
      }
      line += lineBreaks(text, at, next)
      at = next
    }
    text = text.slice(at)
    at = 0
    return records
  }

  return {
    push(more) {
      text += more
      return read(false)
    },
    end: () => read(true),
  }
}

/** Splits one record; `more` when its end is not in the text yet. */
function splitRecord(text: string, start: number, final: boolean): Split {
  const end = lineEnd(text, start)
  if (end < 0 && !final) return 'more'
  const plain = text.slice(start, end < 0 ? text.length : end)
  if (!plain.includes('"')) {
    const next = end < 0 ? text.length : breakEnd(text, end, final)
    return next === 'more' ? 'more' : { fields: plain.split(','), next }
  }
  return splitQuoted(text, start, final)
}

function splitQuoted(text: string, start: number, final: boolean): Split {
  const fields: string[] = []
  let at = start
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, at, final) : plainField(text, at, final)
    if (typeof field === 'string') return field
    fields.push(field.value)
    at = field.end
    if (text[at] === ',') at += 1
    else if (at >= text.length) return { fields, next: at }
    else {
      const next = breakEnd(text, at, final)
      return next === 'more' ? 'more' : { fields, next }
    }
  }
}

type Field = { readonly value: string; readonly end: number } | 'more' | 'fault'

/** A quote within a field that did not begin with one stands for itself. */
function plainField(text: string, start: number, final: boolean): Field {
  let end = start
  while (end < text.length && !isSeparator(text.charCodeAt(end))) end += 1
  if (end === text.length && !final) return 'more'
  return { value: text.slice(start, end), end }
}

function quotedField(text: string, start: number, final: boolean): Field {
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return final ? 'fault' : 'more'
    if (quote + 1 === text.length && !final) return 'more'
    if (text[quote + 1] === '"') {
      from = quote + 2
      continue
    }
    const end = quote + 1
    if (end < text.length && !isSeparator(text.charCodeAt(end))) return 'fault'
    return { value: text.slice(start + 1, quote).replaceAll('""', '"'), end }
  }
}

function isSeparator(unit: number): boolean {
  return unit === 0x2c || unit === 0x0a || unit === 0x0d
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0x0a || unit === 0x0d) return at
  }
  return -1
}

/** Past the line break at `at`; `more` when a `\r` is last and may be half of one. */
function breakEnd(text: string, at: number, final: boolean): number | 'more' {
  if (text[at] !== '\r') return at + 1
  if (at + 1 === text.length && !final) return 'more'
  return text[at + 1] === '\n' ? at + 2 : at + 1
}

/** Where the next physical line starts. */
function afterLine(text: string, from: number, final: boolean): number | 'more' {
  const end = lineEnd(text, from)
  if (end >= 0) return breakEnd(text, end, final)
  return final ? text.length : 'more'
}

function lineBreaks(text: string, from: number, to: number): number {
  return text.slice(from, to).match(LINE_BREAK)?.length ?? 0
}
