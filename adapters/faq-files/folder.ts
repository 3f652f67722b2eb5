/** The entries in a folder, read again where a file changed; a file that cannot be read as one leaves its last good version. */
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Folder } from './watchers.ts'
import { type FaqEntry, parseEntry, type Problem } from '../../core/faq/entry.ts'

/** What is wrong with one file; `file` is its path within the folder. */
export interface Refusal {
  readonly file: string
  readonly problems: readonly Problem[]
}

export interface Reading {
  readonly entries: readonly FaqEntry[]
  /** Whether the entries are others than at the last reading. */
  readonly changed: boolean
  /** Files that were refused at this reading and not before with the same text. */
  readonly refused: readonly Refusal[]
  /** Every folder in which entries may appear, the folder itself first. */
  readonly folders: readonly Folder[]
}

export interface EntryFolder {
  /** Throws when the folder itself cannot be read. */
  read(): Promise<Reading>
}

interface Known {
  /** When it was changed and how long it is. */
  stamp: string
  hash: string
  entry?: FaqEntry
}

const LARGEST_BYTES = 256 * 1024
const MOST_AT_ONCE = 32

export function createEntryFolder(root: string): EntryFolder {
  const known = new Map<string, Known>()
  return {
    async read() {
      const { files, folders } = await listed(root)
      const before = [...known.values()].map(({ entry }) => entry)
      for (const file of known.keys()) if (!files.includes(file)) known.delete(file)
      const refused: Refusal[] = []
      for (let at = 0; at < files.length; at += MOST_AT_ONCE) {
        const some = files.slice(at, at + MOST_AT_ONCE)
        const read = await Promise.all(some.map((file) => readOne(root, file, known)))
        refused.push(...read.flatMap((one) => one ?? []))
      }
      const { entries, doubled } = unique(files, known)
      const after = [...known.values()].map(({ entry }) => entry)
      const changed = before.length !== after.length || after.some((one, at) => one !== before[at])
      return { entries, changed, refused: changed ? [...refused, ...doubled] : refused, folders }
    },
  }
}

/** Paths within the root, in order; hidden ones, what editors leave behind and READMEs are no entries. */
async function listed(root: string) {
  const found = await readdir(root, { recursive: true, withFileTypes: true })
  const inside = found.filter(({ parentPath, name }) =>
    relative(root, join(parentPath, name))
      .split(/[\\/]/)
      .every((part) => !part.startsWith('.')),
  )
  const files = inside
    .filter((one) => !one.isDirectory() && /\.md$/i.test(one.name) && one.name !== 'README.md')
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .sort()
  const folders = inside
    .filter((one) => one.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
  return { files, folders: await Promise.all([root, ...folders].map(marked)) }
}

async function marked(path: string): Promise<Folder> {
  const found = await stat(path).catch(() => undefined)
  return { path, mark: String(found?.ino ?? 'gone') }
}

async function readOne(
  root: string,
  file: string,
  known: Map<string, Known>,
): Promise<Refusal | undefined> {
  const before = known.get(file)
  const source = await sourceOf(join(root, file), before?.stamp)
  if (source === 'same') return undefined
  if (source === 'gone') return void known.delete(file)
  const { stamp, text } = source
  const hash = createHash('sha256')
    .update(text ?? '')
    .digest('hex')
  if (before?.hash === hash) return void Object.assign(before, { stamp })
  const parsed = text === undefined ? tooLarge : parseEntry(text, file)
  const entry = parsed.ok ? parsed.entry : before?.entry
  known.set(file, { stamp, hash, ...(entry && { entry }) })
  return parsed.ok ? undefined : { file, problems: parsed.problems }
}

const tooLarge = {
  ok: false,
  problems: [{ line: 1, why: '文件超过 256 KB，不像一个条目。' }],
} as const

/** No text when it is too large. A file may go, or be moved, between the list and the reading. */
async function sourceOf(path: string, stampBefore: string | undefined) {
  try {
    const { mtimeMs, size, ino } = await stat(path)
    const stamp = `${mtimeMs} ${size} ${ino}`
    if (stamp === stampBefore) return 'same'
    return size > LARGEST_BYTES ? { stamp } : { stamp, text: await readFile(path, 'utf8') }
  } catch {
    return 'gone'
  }
}

/** Of two files with the same id the first counts. */
function unique(files: readonly string[], known: ReadonlyMap<string, Known>) {
  const owners = new Map<string, string>()
  const entries: FaqEntry[] = []
  const doubled: Refusal[] = []
  for (const file of files) {
    const entry = known.get(file)?.entry
    if (!entry) continue
    const owner = owners.get(entry.id)
    if (owner === undefined) {
      owners.set(entry.id, file)
      entries.push(entry)
    } else {
      doubled.push({
        file,
        problems: [{ line: 2, why: `编号 ${entry.id} 已在 ${owner} 中使用。` }],
      })
    }
  }
  return { entries, doubled }
}
