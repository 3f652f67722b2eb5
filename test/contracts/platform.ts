/** What every receipt platform promises of reversals: the sandbox, and the same behind a connection. */
import { describe, expect, it } from 'vitest'
import type { ReceiptPlatform } from '../../core/ports.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'

export interface TestPlatform {
  readonly platform: ReceiptPlatform
}

/** `open` gives a platform that holds these receipts. */
export function platformContract(
  name: string,
  open: (receipts: readonly Receipt[]) => Promise<TestPlatform>,
  receipts: readonly [Receipt, ...Receipt[]],
): void {
  const [original] = receipts
  describe(`reversals on ${name}`, () => {
    it('makes one red receipt of its own number, check code and negative amount, and marks the original', async () => {
      const { platform } = await open(receipts)
      expect(await platform.reversalStatus(original)).toEqual({ kind: 'none' })
      const answer = await platform.requestReversal(original, 'VR-2026-000001', '退费')
      expect(answer.kind).toBe('done')
      if (answer.kind !== 'done') return
      const { red } = answer
      expect(await platform.reversalStatus(original)).toEqual(answer)
      const issued = await platform.find(red)
      expect(issued).toMatchObject({
        amountFen: -original.amountFen,
        original: { code: original.code, number: original.number },
        issuer: original.issuer,
        payer: { name: original.payer.name },
        issuedOn: red.issuedOn,
      })
      expect(red.number).toMatch(/^\d{10}$/)
      expect(red.check).toMatch(/^[0-9A-Za-z]{6}$/)
      expect([red.number, red.check]).not.toContain(original.number)
      const { code, number } = red
      expect((await platform.find(original))?.flags.reversed).toMatchObject({ code, number })
    })

    it('refuses what is reversed, what is red, and what there is not', async () => {
      const { platform } = await open(receipts)
      const first = await platform.requestReversal(original, 'VR-2026-000001', '退费')
      const again = await platform.requestReversal(original, 'VR-2026-000001', '退费')
      expect(again.kind).toBe('refused')
      expect(await platform.reversalStatus(original)).toEqual(first)
      if (first.kind !== 'done') throw new Error('not done')
      expect((await platform.requestReversal(first.red, 'x', '退费')).kind).toBe('refused')
      const nothing = { code: '42990126', number: '0000099999' }
      expect((await platform.requestReversal(nothing, 'x', '退费')).kind).toBe('refused')
      expect(await platform.reversalStatus(nothing)).toEqual({ kind: 'none' })
    })

    it('reverses once of many that ask at once, each receipt with a number of its own', async () => {
      const { platform } = await open(receipts)
      const asked = receipts.flatMap((receipt) => [receipt, receipt])
      const answers = await Promise.all(
        asked.map((receipt) => platform.requestReversal(receipt, 'x', '退费')),
      )
      const done = answers.flatMap((answer) => (answer.kind === 'done' ? [answer.red.number] : []))
      expect(new Set(done).size).toBe(receipts.length)
      expect(done).toHaveLength(receipts.length)
    })
  })
}
