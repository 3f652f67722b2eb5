/** The files in a zip, unpacked as a stream with the limits checked on what really comes out. */
import type { FileHandle } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib'
import { importWords as words } from '../../core/wording/import-words.ts'
import { ImportRefusal } from './refusal.ts'
import { dataStart, readZipDirectory, type ZipEntry } from './zip-directory.ts'

/** A file in the zip: its bytes, or why it is not read. */
export type ZipFile =
  | { readonly name: string; read(): AsyncGenerator<Uint8Array> }
  | { readonly name: string; readonly refused: string }

export interface ZipLimits {
  /** Of one file and of all together, unpacked. */
  readonly bytes: number
  /** Of what came out to what went in so far. Tables of receipts are packed to a tenth. */
  readonly ratio: number
  /** So many bytes of one file may come out before the ratio counts, and a hundred times as many of all. */
  readonly freeBytes: number
}

const usual: ZipLimits = { bytes: 8 * 1024 ** 3, ratio: 100, freeBytes: 128 * 1024 }
const PACKED_CHUNK = 64 * 1024
const UNPACKED_CHUNK = 16 * 1024

/** Throws `ImportRefusal` when the zip as a whole is no good; reading a file throws it when that file is not. */
export async function* zipFiles(
  handle: FileHandle,
  limits: ZipLimits = usual,
): AsyncGenerator<ZipFile> {
  const total = { packed: 0, unpacked: 0 }
  for (const entry of await readZipDirectory(handle)) {
    const { name } = entry
    const refused = refusalOf(entry)
    if (refused) yield { name, refused }
    else if (!entry.isFolder) yield { name, read: () => unpack(handle, entry, limits, total) }
  }
}

function refusalOf(entry: ZipEntry): string | undefined {
  if (isUnsafe(entry.name)) return words.zipPath
  if (entry.isLink) return words.link
  return entry.isForeign ? words.zipUnsupported : undefined
}

/** Nothing is written anywhere, yet a zip with such names was made by somebody who means harm. */
function isUnsafe(name: string): boolean {
  return (
    name === '' ||
    name.includes('\0') ||
    /^[\\/]|^[A-Za-z]:/.test(name) ||
    name.split(/[\\/]/).includes('..')
  )
}

async function* unpack(
  handle: FileHandle,
  entry: ZipEntry,
  limits: ZipLimits,
  total: { packed: number; unpacked: number },
): AsyncGenerator<Uint8Array> {
  const packed = packedBytes(handle, entry)
  const inflater = entry.isStored ? undefined : createInflateRaw({ chunkSize: UNPACKED_CHUNK })
  total.packed += entry.packedSize
  let crc = 0
  let size = 0
  for await (const chunk of inflater ? inflate(packed, inflater) : packed) {
    size += chunk.length
    total.unpacked += chunk.length
    refuseBomb(size, inflater?.bytesWritten ?? size, limits.freeBytes, limits)
    refuseBomb(total.unpacked, total.packed, limits.freeBytes * 100, limits)
    crc = crc32(chunk, crc)
    yield chunk
  }
  if (crc !== entry.crc) throw new ImportRefusal(words.zipBroken)
}

function refuseBomb(unpacked: number, packed: number, free: number, limits: ZipLimits): void {
  const bulges = unpacked > free && unpacked > packed * limits.ratio
  if (bulges || unpacked > limits.bytes) throw new ImportRefusal(words.zipBomb)
}

async function* packedBytes(handle: FileHandle, entry: ZipEntry) {
  let at = await dataStart(handle, entry)
  const end = at + entry.packedSize
  while (at < end) {
    const buffer = Buffer.allocUnsafe(Math.min(PACKED_CHUNK, end - at))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) throw new ImportRefusal(words.zipBroken)
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Never more than a chunk or two wait, however much what comes in holds. */
async function* inflate(
  packed: AsyncIterable<Uint8Array>,
  inflater: InflateRaw,
): AsyncGenerator<Uint8Array> {
  const stream = pipeline(Readable.from(packed, { objectMode: false }), inflater, () => undefined)
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } catch (error) {
    throw error instanceof ImportRefusal ? error : new ImportRefusal(words.zipBroken)
  }
}
