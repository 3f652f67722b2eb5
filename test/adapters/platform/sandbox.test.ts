/** The sandbox keeps the promises of a platform, in this process and behind a connection. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRemoteSandbox } from '../../../adapters/platform/remote-sandbox.ts'
import { createSandbox } from '../../../adapters/platform/sandbox.ts'
import { sampleReceipts } from '../../../adapters/platform/samples.ts'
import { openStore } from '../../../adapters/store/store.ts'
import type { Receipt } from '../../../core/receipts/receipt.ts'
import { platformContract } from '../../contracts/platform.ts'
import { type Fault, serveLedger } from '../../support/ledger-server.ts'
import { temporaryDatabase } from '../../support/temporary.ts'

const receipts = sampleReceipts.slice(0, 5) as [Receipt, ...Receipt[]]

async function inProcess(held: readonly Receipt[]) {
  const store = await openStore(temporaryDatabase())
  onTestFinished(() => store.close())
  await store.transaction((tx) => tx.ledger.add(held))
  return { platform: createSandbox(store) }
}

async function remote(held: readonly Receipt[], faultOf?: (method: string) => Fault) {
  const { platform } = await inProcess(held)
  const server = await serveLedger(platform, faultOf)
  onTestFinished(() => server.close())
  return { platform: createRemoteSandbox(server.url, 2000), inner: platform }
}

platformContract('the sandbox', inProcess, receipts)
platformContract('the sandbox behind a connection', (held) => remote(held), receipts)

describe('the sandbox', () => {
  it('dates a red receipt by its own day and time, not by those of the original', async () => {
    const store = await openStore(temporaryDatabase())
    onTestFinished(() => store.close())
    const original = { ...receipts[0], issuedOn: '2026-03-06', issuedAt: '00:56:06' }
    await store.transaction((tx) => tx.ledger.add([original]))
    const platform = createSandbox(store, { clock: () => Date.UTC(2026, 10, 23, 18, 0, 1) })
    const answer = await platform.requestReversal(original, 'VR-2026-000001', '退费')
    const red = answer.kind === 'done' ? await platform.find(answer.red) : undefined
    expect(red).toMatchObject({ issuedOn: '2026-11-24', issuedAt: '02:00:01' })
  })
})

describe('the sandbox behind a connection', () => {
  it('tells an answer that was lost from one that was given: what was done stands', async () => {
    const [original] = receipts
    const faultOf = (method: string) => (method === 'requestReversal' ? 'lost' : 'none')
    const { platform } = await remote(receipts, faultOf)
    await expect(platform.requestReversal(original, 'x', '退费')).rejects.toMatchObject({
      name: 'PlatformError',
    })
    expect((await platform.reversalStatus(original)).kind).toBe('done')
  })

  it('answers like the one in this process, also with nothing', async () => {
    const { platform, inner } = await remote(receipts)
    const [original] = receipts
    expect(await platform.find(original)).toEqual(await inner.find(original))
    expect(await platform.find({ ...original, check: 'xxxxxx' })).toBeUndefined()
    expect(await platform.findByPhone('13800000001', { skip: 0, limit: 5 })).toHaveLength(1)
  })
})
