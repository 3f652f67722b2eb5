/** The central directory of a zip: the only place that tells links from files, so it is read first and trusted with nothing else. */
import { isUtf8 } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import { importWords as words } from '../../core/wording/import-words.ts'
import { ImportRefusal } from './refusal.ts'

export interface ZipEntry {
  readonly name: string
  readonly isFolder: boolean
  readonly isLink: boolean
  /** Encrypted, or packed by a method other than stored and deflated. */
  readonly isForeign: boolean
  readonly isStored: boolean
  readonly packedSize: number
  readonly crc: number
  /** Of its local header. */
  readonly offset: number
}

export const MOST_ENTRIES = 100_000
const LARGEST_DIRECTORY = 64 * 1024 * 1024
const END_RECORD = 22
const END_SIGNATURE = 0x06054b50
const ENTRY_RECORD = 46
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_RECORD = 30
const LINK_MODE = 0o120000
const MODE_MASK = 0o170000

/** Throws `ImportRefusal` for a directory that is broken, too large, or whose entries overlap. */
export async function readZipDirectory(handle: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await handle.stat()
  const end = await readEnd(handle, size)
  const [entries, length, offset] = [
    end.readUInt16LE(10),
    end.readUInt32LE(12),
    end.readUInt32LE(16),
  ]
  const split = end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0
  if (split || entries === 0xffff || length === 0xffffffff || offset === 0xffffffff) {
    throw new ImportRefusal(words.zipUnsupported)
  }
  if (entries > MOST_ENTRIES) throw new ImportRefusal(words.zipTooMany(MOST_ENTRIES))
  if (offset + length > size || length > LARGEST_DIRECTORY) throw broken()
  const found = parseEntries(await readExactly(handle, offset, length), entries)
  refuseOverlaps(found, offset)
  return found
}

/** Where the packed bytes of an entry begin. */
export async function dataStart(handle: FileHandle, entry: ZipEntry): Promise<number> {
  const local = await readExactly(handle, entry.offset, LOCAL_RECORD)
  if (local.readUInt32LE(0) !== 0x04034b50) throw broken()
  return entry.offset + LOCAL_RECORD + local.readUInt16LE(26) + local.readUInt16LE(28)
}

async function readEnd(handle: FileHandle, size: number): Promise<Buffer> {
  const length = Math.min(size, END_RECORD + 0xffff)
  const tail = await readExactly(handle, size - length, length)
  for (let at = length - END_RECORD; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_SIGNATURE) return tail.subarray(at)
  }
  throw broken()
}

function parseEntries(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_RECORD > directory.length) throw broken()
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) throw broken()
    const nameEnd = at + ENTRY_RECORD + directory.readUInt16LE(at + 28)
    const next = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    if (next > directory.length) throw broken()
    entries.push(
      parseEntry(
        directory.subarray(at, at + ENTRY_RECORD),
        directory.subarray(at + ENTRY_RECORD, nameEnd),
      ),
    )
    at = next
  }
  return entries
}

function parseEntry(record: Buffer, nameBytes: Buffer): ZipEntry {
  const [flags, method] = [record.readUInt16LE(8), record.readUInt16LE(10)]
  const packedSize = record.readUInt32LE(20)
  const offset = record.readUInt32LE(42)
  const name = new TextDecoder(isUtf8(nameBytes) ? 'utf-8' : 'gb18030').decode(nameBytes)
  return {
    name,
    isFolder: name.endsWith('/') || name.endsWith('\\'),
    isLink: ((record.readUInt32LE(38) >>> 16) & MODE_MASK) === LINK_MODE,
    isForeign: (flags & 1) === 1 || (method !== 0 && method !== 8),
    isStored: method === 0,
    packedSize,
    crc: record.readUInt32LE(16),
    offset,
  }
}

/** Entries that share their bytes make a small zip unpack to anything. */
function refuseOverlaps(entries: readonly ZipEntry[], directoryStart: number): void {
  let end = 0
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < end) throw new ImportRefusal(words.zipOverlap)
    end = entry.offset + LOCAL_RECORD + entry.packedSize
  }
  if (end > directoryStart) throw broken()
}

async function readExactly(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, from)
  if (bytesRead !== length) throw broken()
  return buffer
}

function broken(): ImportRefusal {
  return new ImportRefusal(words.zipBroken)
}
