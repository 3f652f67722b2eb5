/** Reads the FAQ's folder, and the files of questions that it is measured with. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type EntryFile, searchable } from '../core/faq/check.ts'
import type { Searchable } from '../core/faq/corpus.ts'
import { ELSEWHERE } from '../core/faq/elsewhere/elsewhere.ts'
import { parseEntry } from '../core/faq/entry.ts'
import type { Asked } from '../core/faq/examples.ts'

const corpusLine = z.object({
  id: z.string().min(1),
  q: z.string(),
  similar: z.array(z.string()).optional(),
})
const queryLine = z.object({
  q: z.string(),
  id: z.string().nullable(),
  also: z.array(z.string()).optional(),
  kind: z.enum(['near', 'far']).optional(),
})

/** Every Markdown file below the folder but the READMEs, in the order of their names. */
export function readEntries(folder: string): EntryFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && basename(name) !== 'README.md')
    .sort()
    .map((name) => {
      const file = join(folder, name)
      const source = readFileSync(file, 'utf8')
      return { file, source, parsed: parseEntry(source, file) }
    })
}

/** What the assistant searches: the entries that can be read, and what is answered elsewhere. */
export function readFaq(folder: string): Searchable[] {
  const entries = readEntries(folder).flatMap(({ parsed }) => (parsed.ok ? [parsed.entry] : []))
  return [...entries.map(searchable), ...ELSEWHERE]
}

/** A corpus as JSON Lines. Throws with file and line where one is not as it should be. */
export function readCorpusFile(file: string): Searchable[] {
  return readLines(file, corpusLine).map(({ id, q, similar = [] }) => ({
    id,
    wordings: [q, ...similar],
  }))
}

/** Questions as JSON Lines. Throws like `readCorpusFile`. */
export function readQueryFile(file: string): Asked[] {
  return readLines(file, queryLine)
}

function readLines<T>(file: string, shape: z.ZodType<T>): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return []
      const read = shape.safeParse(asJson(line))
      if (!read.success) throw new Error(`${file}:${index + 1}: 这一行不是要求的 JSON`)
      return [read.data]
    })
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
