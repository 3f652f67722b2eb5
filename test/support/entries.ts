/** Entries of the FAQ for tests: a file's text from a question and an answer. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beginBook } from '../../core/faq/book.ts'
import { parseEntry } from '../../core/faq/entry.ts'
import { WEIGHTS } from '../../core/faq/weights.ts'
import type { Faq } from '../../core/ports.ts'

export interface WrittenEntry {
  readonly question: string
  readonly answer: string
  readonly similar?: readonly string[]
  /** Further lines of front matter. */
  readonly more?: readonly string[]
  readonly english?: { readonly question: string; readonly answer: string }
}

export function entryText(id: string, entry: WrittenEntry): string {
  const { question, answer, similar = [], more = [], english } = entry
  return [
    ...[
      '---',
      `id: ${id}`,
      'group: test',
      'audience: [payer]',
      'basis: 示例文件',
      'effective: 2026-01-31',
    ],
    ...['reviewed: true', ...more, `similar: ${JSON.stringify(similar)}`],
    ...(english ? ['en:', `  question: ${JSON.stringify(english.question)}`] : []),
    ...['---', '', `# ${question}`, '', answer, ''],
    ...(english ? ['## English', '', english.answer, ''] : []),
  ].join('\n')
}

/** Writes `<folder>/<path>`, whose name is the id and `.md`; the folders above are made. */
export function writeEntry(folder: string, path: string, entry: WrittenEntry): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, entryText(/([^/]+)\.md$/.exec(path)?.[1] ?? '', entry))
}

/** A book of these entries, by id. */
export function bookOf(entries: Readonly<Record<string, WrittenEntry>>): Faq {
  const parsed = Object.entries(entries).map(([id, entry]) => {
    const one = parseEntry(entryText(id, entry), `${id}.md`)
    if (!one.ok) throw new Error(one.problems[0]?.why)
    return one.entry
  })
  return beginBook(parsed, WEIGHTS).finish()
}

/** A book that is never sure: whatever is asked, it suggests all its entries. */
export function unsureBook(): Faq {
  const book = bookOf({
    parking: { question: '停车场在哪里？', answer: '在东门。' },
    canteen: { question: '食堂几点开饭？', answer: '中午。' },
    room: { question: '会议室怎么订？', answer: '打电话。' },
  })
  return { ...book, find: () => ({ kind: 'suggest', ids: ['parking', 'canteen', 'room'] }) }
}
