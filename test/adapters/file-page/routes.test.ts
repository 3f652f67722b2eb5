/** One-time links to files, and what becomes of files whose purpose is over. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { registerFilePage } from '../../../adapters/file-page/routes.ts'
import { createServer } from '../../../adapters/http/server.ts'
import { createMetrics } from '../../../adapters/metrics/prometheus.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { FILE_LINK_LIFE_MS, type KeptFile } from '../../../core/files/file.ts'
import { sweepFiles } from '../../../core/files/sweep.ts'
import { hashToken } from '../../../core/keys.ts'
import { PNG } from '../../contracts/files.ts'
import { fakeClock, HOUR } from '../../support/clock.ts'
import { chunks, createMemoryFiles } from '../../support/memory-files.ts'
import { temporaryDatabase } from '../../support/temporary.ts'

async function serving() {
  const store = await openStore(temporaryDatabase())
  const clock = fakeClock()
  const files = createMemoryFiles(clock.now)
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const app = await createServer({
    store,
    metrics: createMetrics(store),
    logger: quiet,
    channels: [],
  })
  registerFilePage(app, { store, files, clock: clock.now, randomness: randomBytes, secure: false })
  onTestFinished(async () => {
    await app.close()
    await store.close()
  })
  const keep = async (purpose: string) => {
    const kept = await files.keep(chunks(PNG))
    if (kept.kind !== 'kept') throw new Error(kept.reason)
    const { id, type, size } = kept
    const file: KeptFile = {
      ...{ id, type, size },
      purpose,
      owner: 'o',
      name: '收据.png',
      at: clock.now(),
    }
    const token = randomBytes(24).toString('base64url')
    await store.transaction(async (tx) => {
      await tx.files.add(file)
      await tx.files.addLink(hashToken(token), file.id, clock.now() + FILE_LINK_LIFE_MS)
    })
    return { file, url: `/f/${token}` }
  }
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
  return { store, files, clock, app, keep, get }
}

describe('a one-time link to a file', () => {
  it('saves it in the first browser, for ten minutes, and nowhere else', async () => {
    const { keep, get, clock } = await serving()
    const { url } = await keep('void:1')
    const first = await get(url)
    expect(first.rawPayload).toEqual(PNG)
    expect(first.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="__.png"; filename*=UTF-8''${encodeURIComponent('收据.png')}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? ''
    expect((await get(url, { cookie })).statusCode).toBe(200)
    expect((await get(url)).statusCode).toBe(410)
    clock.advance(FILE_LINK_LIFE_MS)
    expect((await get(url, { cookie })).statusCode).toBe(410)
  })

  it('says nothing to previewers and HEAD, which consume nothing', async () => {
    const { keep, get, app } = await serving()
    const { url } = await keep('void:1')
    const seen = await get(url, { 'user-agent': 'TelegramBot (like TwitterBot)' })
    expect(seen.rawPayload.includes(PNG)).toBe(false)
    expect((await app.inject({ method: 'HEAD', url })).statusCode).toBe(200)
    expect((await get(url)).rawPayload).toEqual(PNG)
    expect((await get('/f/unknown')).statusCode).toBe(410)
  })

  it('goes with its purpose, and so does the file', async () => {
    const { keep, get, store, files, clock } = await serving()
    const [gone, stays] = [await keep('void:1'), await keep('void:2')]
    expect(await store.files.of('void:1')).toEqual([gone.file])
    expect(await store.transaction((tx) => tx.files.removePurpose('void:1'))).toBe(1)
    expect((await get(gone.url)).statusCode).toBe(410)
    clock.advance(HOUR + 1)
    const orphan = await files.keep(chunks(PNG))
    expect(await sweepFiles(store, files, clock.now())).toBe(1)
    expect(await files.read(gone.file.id)).toBeUndefined()
    expect(await files.read(stays.file.id)).toBeDefined()
    expect(orphan.kind === 'kept' && (await files.read(orphan.id))).toBeTruthy()
  })
})
