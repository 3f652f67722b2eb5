/** The folder of FAQ entries: what is in its files, and what is wrong with them. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { type FaqEntry, parseEntry } from '../../core/faq/entry.ts'
import { faqWords } from '../../core/wording/faq-words.ts'

/** A fault of a file, as an editor is told. */
export interface FileProblem {
  /** Path within the folder. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly why: string
}

export interface Folder {
  readonly entries: readonly FaqEntry[]
  readonly problems: readonly FileProblem[]
}

/** What was made of a file, and by what it is known to be the same file still. */
interface Kept {
  readonly stamp: string
  /** The last good version. */
  readonly entry?: FaqEntry
  readonly problems: readonly FileProblem[]
}

/** Reads the folder again and again, each time only what changed; of a broken file the last good version stays. */
export function createFolderReader(folder: string): () => Promise<Folder> {
  let kept = new Map<string, Kept>()
  return async () => {
    const files = await entryFiles(folder)
    const read = await Promise.all(
      files.map(async (file) => [file, await refresh(folder, file, kept.get(file))] as const),
    )
    kept = new Map(read.flatMap(([file, one]) => (one ? [[file, one]] : [])))
    return gather(kept)
  }
}

/** Paths within the folder, sorted; README.md explains the folder and is no entry. Throws when there is no folder. */
async function entryFiles(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  return all
    .filter((one) => one.isFile() && one.name.endsWith('.md') && one.name !== 'README.md')
    .map((one) => relative(folder, join(one.parentPath, one.name)))
    .sort()
}

/** Undefined for a file that went away meanwhile. */
async function refresh(
  folder: string,
  file: string,
  before: Kept | undefined,
): Promise<Kept | undefined> {
  try {
    const path = join(folder, file)
    const { mtimeMs, size, ino } = await stat(path)
    const stamp = `${mtimeMs}:${size}:${ino}`
    if (before?.stamp === stamp) return before
    return parsed(await readFile(path, 'utf8'), file, stamp, before)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parsed(text: string, file: string, stamp: string, before: Kept | undefined): Kept {
  const result = parseEntry(text, basename(file))
  if (result.ok) return { stamp, entry: result.entry, problems: [] }
  const problems = result.problems.map((problem) => ({ file, ...problem }))
  return { stamp, problems, ...(before?.entry && { entry: before.entry }) }
}

/** Of two files with one id the first counts. */
function gather(kept: ReadonlyMap<string, Kept>): Folder {
  const owner = new Map<string, string>()
  const entries: FaqEntry[] = []
  const problems: FileProblem[] = []
  for (const [file, one] of kept) {
    problems.push(...one.problems)
    if (!one.entry) continue
    const first = owner.get(one.entry.id)
    if (first === undefined) {
      owner.set(one.entry.id, file)
      entries.push(one.entry)
    } else problems.push({ file, line: 1, why: faqWords.twice(one.entry.id, first) })
  }
  return { entries, problems }
}
