/** What lies under a path: one file, a folder of files, or a zip of them, each told by its content. */
import { constants, type Dirent } from 'node:fs'
import { type FileHandle, lstat, open, opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { importWords as words } from '../../core/wording/import-words.ts'
import { ImportRefusal } from './refusal.ts'
import { LARGEST_XML, readReceiptXml } from './receipt-xml.ts'
import { type ReadItem, readReceiptsCsv } from './receipts-csv.ts'
import { zipFiles } from './zip.ts'

const CHUNK = 64 * 1024
const DEEPEST_FOLDER = 32
/** What systems leave lying about in folders and zips. */
const IGNORED = /(?:^|[\\/])(?:\.[^\\/]*|__MACOSX(?:[\\/].*)?|Thumbs\.db|desktop\.ini)$/i

type Batches = AsyncGenerator<readonly ReadItem[]>

/**
 * All receipts under the path, in batches, and what is wrong. A file that cannot be read is an item with
 * `whole`; without `file` it is the path itself. Throws nothing that the path's content could cause.
 */
export async function* readReceipts(path: string): Batches {
  const stats = await stat(path).catch(() => undefined)
  if (!stats) {
    const known = await lstat(path).catch(() => undefined)
    yield [refusal(known ? words.unreadable : words.notFound, 'path')]
  } else if (stats.isDirectory()) yield* guarded(readFolder(path, 0))
  else if (stats.isFile()) yield* readFile(path, constants.O_RDONLY)
  else yield [refusal(words.notAFile, 'path')]
}

/** What the operator names may be a link; what lies beneath may not, wherever it leads. */
async function* readFolder(folder: string, depth: number): Batches {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name)
    if (IGNORED.test(entry.name)) continue
    yield* named(entry.name, readEntry(entry, path, depth))
  }
}

async function* readEntry(entry: Dirent, path: string, depth: number): Batches {
  if (entry.isFile()) yield* readFile(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  else if (!entry.isDirectory()) {
    yield [refusal(entry.isSymbolicLink() ? words.link : words.notAFile)]
  } else if (depth >= DEEPEST_FOLDER) yield [refusal(words.tooDeep)]
  else yield* guarded(readFolder(path, depth + 1))
}

async function* readFile(path: string, flags: number): Batches {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, flags)
    const head = await readHead(handle)
    if (isZip(head)) yield* readZip(handle)
    else yield* readContent(bytesOf(handle))
  } catch (error) {
    yield [refusal(whyOf(error))]
  } finally {
    await handle?.close()
  }
}

async function* readZip(handle: FileHandle): Batches {
  for await (const entry of zipFiles(handle)) {
    if (IGNORED.test(entry.name)) continue
    if ('refused' in entry) yield [{ ...refusal(entry.refused), file: safeName(entry.name) }]
    else yield* named(entry.name, guarded(readContent(entry.read())))
  }
}

/** By its first bytes. */
async function* readContent(chunks: AsyncGenerator<Uint8Array>): Batches {
  const first = await chunks.next()
  if (first.done) throw new ImportRefusal(words.emptyFile)
  if (isZip(first.value)) {
    await chunks.return(undefined)
    throw new ImportRefusal(words.zipNested)
  }
  const all = chain(first.value, chunks)
  const start = Buffer.from(first.value.subarray(0, 1024)).toString('latin1')
  if (/^(?:\xef\xbb\xbf)?\s*</.test(start)) yield [await readXml(all)]
  else if (isForeign(start)) {
    await chunks.return(undefined)
    throw new ImportRefusal(words.unknownKind)
  } else yield* readReceiptsCsv(all)
}

async function readXml(chunks: AsyncIterable<Uint8Array>): Promise<ReadItem> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > LARGEST_XML) throw new ImportRefusal(words.xmlTooBig)
    parts.push(chunk)
  }
  return readReceiptXml(Buffer.concat(parts))
}

/** UTF-16 has zero bytes too, but its mark is known, and has words of its own. */
function isForeign(start: string): boolean {
  return (
    /^(?:%PDF|\x89PNG|\xff\xd8\xff|\xd0\xcf\x11\xe0)/.test(start) ||
    /^(?!\xff\xfe|\xfe\xff)[^]*\0/.test(start)
  )
}

function isZip(bytes: Uint8Array): boolean {
  const [p, k, three, four] = bytes
  return p === 0x50 && k === 0x4b && ((three === 3 && four === 4) || (three === 5 && four === 6))
}

async function readHead(handle: FileHandle): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
  return buffer.subarray(0, bytesRead)
}

async function* bytesOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function* chain(first: Uint8Array, rest: AsyncGenerator<Uint8Array>) {
  yield first
  yield* rest
}

/** Trouble in one file is said of that file, and the next is read. */
async function* guarded(batches: Batches): Batches {
  try {
    yield* batches
  } catch (error) {
    yield [refusal(whyOf(error))]
  }
}

/** Names are put together from the inside out: a file in a zip in a folder. */
async function* named(name: string, batches: Batches): Batches {
  const safe = safeName(name)
  for await (const items of batches) {
    yield items.map((item) => ({
      ...item,
      file: item.file === undefined ? safe : `${safe}/${item.file}`,
    }))
  }
}

function refusal(why: string, whole: 'path' | 'file' = 'file'): ReadItem {
  return { faults: [{ why }], whole }
}

function whyOf(error: unknown): string {
  return error instanceof ImportRefusal ? error.message : words.unreadable
}

/** A name may have been chosen to paint the terminal. */
function safeName(name: string): string {
  return name
    .replace(/[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '?')
    .slice(0, 300)
}
