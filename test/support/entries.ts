/** Entries of the FAQ for tests: a file's text from a question and an answer. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

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
