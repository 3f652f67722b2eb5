/** Files in a folder: the contract, and what only a folder must promise. */
import { randomBytes } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFolderFiles } from '../../../adapters/files/folder.ts'
import { filesContract, PNG } from '../../contracts/files.ts'
import { chunks, createMemoryFiles } from '../../support/memory-files.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const inFolder = () => join(temporaryFolder(), 'files')

filesContract('a folder', () => ({
  files: createFolderFiles(inFolder(), randomBytes),
  now: () => Date.now(),
}))
filesContract('memory', () => ({ files: createMemoryFiles(() => 1000), now: () => 1000 }))

describe('a folder of files', () => {
  it('is its owner’s alone, and tells nothing by its names', async () => {
    const folder = inFolder()
    await createFolderFiles(folder, randomBytes).keep(chunks(PNG))
    const [name = ''] = readdirSync(folder)
    expect(name).toMatch(/^[\w-]{32}$/)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  })

  it('never gives a content that was not written to its end, and sweeps it', async () => {
    const folder = inFolder()
    const files = createFolderFiles(folder, randomBytes)
    await files.keep(chunks(PNG))
    const id = 'a'.repeat(32)
    writeFileSync(join(folder, `${id}.part`), 'half')
    expect(await files.read(id)).toBeUndefined()
    expect(await files.list(Date.now() + 1e6)).toContain(id)
    await files.remove(id)
    expect(readdirSync(folder)).toHaveLength(1)
  })
})
