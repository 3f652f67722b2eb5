/** What every `Files` promises: by content, up to 10 MB, under names of its own. */
import { createHash } from 'node:crypto'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { LARGEST_FILE } from '../../core/files/file.ts'
import type { Files } from '../../core/ports.ts'
import { chunks } from '../support/memory-files.ts'

export const PNG = Buffer.from('\x89PNG\r\n\x1a\n and a picture', 'latin1')
const text = (value: string) => new TextEncoder().encode(value)

export function filesContract(name: string, open: () => { files: Files; now: () => number }): void {
  describe(`files in ${name}`, () => {
    it('keep a content under a name of their own, and give it back as it was', async () => {
      const { files } = open()
      const large = Buffer.concat([PNG, Buffer.alloc(LARGEST_FILE - PNG.length, 7)])
      for (const bytes of [PNG, large]) {
        const kept = await files.keep(chunks(bytes))
        if (kept.kind !== 'kept') throw new Error(kept.reason)
        const hash = createHash('sha256').update(bytes).digest('hex')
        expect(kept).toMatchObject({ type: 'png', size: bytes.length, hash })
        expect((await contentOf(files, kept.id)).equals(bytes)).toBe(true)
      }
    })

    it('refuse what is empty, too large, or nothing they know', async () => {
      const { files, now } = open()
      const reason = async (bytes: Buffer) => {
        const kept = await files.keep(chunks(bytes))
        return kept.kind === 'refused' ? kept.reason : kept.type
      }
      expect(await reason(Buffer.alloc(0))).toBe('empty')
      expect(await reason(Buffer.concat([PNG, Buffer.alloc(LARGEST_FILE)]))).toBe('too-large')
      expect(await reason(Buffer.from('MZ\x90'))).toBe('unknown-type')
      expect(await reason(Buffer.from(zipSync({ '../x': text('x') })))).toBe('unknown-type')
      expect(await files.list(now() + 1e6)).toEqual([])
    })

    it('are gone when they are removed, also twice, and list what is old', async () => {
      const { files, now } = open()
      const kept = await files.keep(chunks(PNG))
      if (kept.kind !== 'kept') throw new Error(kept.reason)
      expect(await files.list(now() - 1e6)).toEqual([])
      expect(await files.list(now() + 1e6)).toEqual([kept.id])
      await files.remove(kept.id)
      await files.remove(kept.id)
      expect(await files.read(kept.id)).toBeUndefined()
      expect(await files.list(now() + 1e6)).toEqual([])
    })

    it('know nothing under names that are not theirs', async () => {
      const { files } = open()
      for (const id of ['', '..', '../../etc/passwd', '/etc/passwd', 'a'.repeat(32), '\0']) {
        expect(await files.read(id)).toBeUndefined()
        await files.remove(id)
      }
    })
  })
}

async function contentOf(files: Files, id: string): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of (await files.read(id)) ?? []) parts.push(part)
  return Buffer.concat(parts)
}
