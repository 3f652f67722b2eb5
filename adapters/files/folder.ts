/** Files in a folder of their own, under random names that say nothing of what is in them. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { LARGEST_FILE } from '../../core/files/file.ts'
import { fileTypeOf } from '../../core/files/file-type.ts'
import type { FileKept, Files, Randomness } from '../../core/ports.ts'

const ID = /^[A-Za-z0-9_-]{32}$/
const UNFINISHED = '.part'

/** Only the owner may look into it. A file is whole under its name, or not there. */
export function createFolderFiles(folder: string, random: Randomness): Files {
  const pathOf = (id: string) => (ID.test(id) ? join(folder, id) : undefined)
  return {
    async keep(content) {
      const bytes = await upTo(LARGEST_FILE, content)
      if (bytes === 'too-large') return { kind: 'refused', reason: bytes }
      const judged = judge(bytes)
      if ('reason' in judged) return judged
      const id = random(24).toString('base64url')
      await write(folder, id, bytes)
      const hash = createHash('sha256').update(bytes).digest('hex')
      return { kind: 'kept', id, type: judged.type, size: bytes.length, hash }
    },
    async read(id) {
      const path = pathOf(id)
      const known = path && (await stat(path).catch(() => undefined))
      return path && known ? createReadStream(path) : undefined
    },
    async remove(id) {
      const path = pathOf(id)
      if (!path) return
      await unlink(path).catch(ignoreMissing)
      await unlink(`${path}${UNFINISHED}`).catch(ignoreMissing)
    },
    async list(before) {
      const names = await readdir(folder).catch((error: unknown) => {
        ignoreMissing(error)
        return []
      })
      const found = await Promise.all(names.map((name) => modified(folder, name)))
      return found.flatMap(({ name, at }) => (at < before ? [name.replace(UNFINISHED, '')] : []))
    },
  }
}

/** Stops reading as soon as it is too much. */
async function upTo(
  most: number,
  content: AsyncIterable<Uint8Array>,
): Promise<Buffer | 'too-large'> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of content) {
    size += part.length
    if (size > most) return 'too-large'
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function judge(bytes: Buffer): Extract<FileKept, { kind: 'refused' }> | { readonly type: Type } {
  if (bytes.length === 0) return { kind: 'refused', reason: 'empty' }
  const type = fileTypeOf(bytes)
  return type ? { type } : { kind: 'refused', reason: 'unknown-type' }
}

type Type = Extract<FileKept, { kind: 'kept' }>['type']

async function write(folder: string, id: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const unfinished = join(folder, `${id}${UNFINISHED}`)
  const file = await open(unfinished, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, join(folder, id))
}

async function modified(folder: string, name: string): Promise<{ name: string; at: number }> {
  const found = await stat(join(folder, name)).catch(() => undefined)
  return { name, at: found?.mtimeMs ?? Infinity }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
