/** Files in memory, for tests that need none on a disk. */
import { createHash } from 'node:crypto'
import { LARGEST_FILE } from '../../core/files/file.ts'
import { fileTypeOf } from '../../core/files/file-type.ts'
import type { Clock, Files } from '../../core/ports.ts'

export function createMemoryFiles(clock: Clock): Files {
  const kept = new Map<string, { bytes: Buffer; at: number }>()
  let count = 0
  return {
    async keep(content) {
      const parts: Uint8Array[] = []
      for await (const part of content) parts.push(part)
      const bytes = Buffer.concat(parts)
      if (bytes.length === 0) return { kind: 'refused', reason: 'empty' }
      if (bytes.length > LARGEST_FILE) return { kind: 'refused', reason: 'too-large' }
      const type = fileTypeOf(bytes)
      if (!type) return { kind: 'refused', reason: 'unknown-type' }
      const id = `file${++count}`
      kept.set(id, { bytes, at: clock() })
      const hash = createHash('sha256').update(bytes).digest('hex')
      return { kind: 'kept', id, type, size: bytes.length, hash }
    },
    read: (id) => Promise.resolve(contentOf(kept.get(id)?.bytes)),
    remove: (id) => Promise.resolve(void kept.delete(id)),
    list: (before) =>
      Promise.resolve([...kept].filter(([, { at }]) => at < before).map(([id]) => id)),
  }
}

function contentOf(bytes: Buffer | undefined): AsyncIterable<Uint8Array> | undefined {
  return bytes && chunks(bytes)
}

export async function* chunks(bytes: Buffer, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
