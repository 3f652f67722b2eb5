/** Planted personal data: it reaches no group, no log, no message to a chat, and no page but the one-time one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Receipt } from '../../core/receipts/receipt.ts'
import { openOffice } from '../support/office.ts'

const han = fc.stringMatching(/^[\u4e00-\u9fa5]{3,6}$/)
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const planted = fc.record({
  payer: han.map((name) => `钅${name}`),
  phone: digits(8).map((rest) => `199${rest}`),
  identity: digits(14).map((rest) => `4299${rest}`),
  check: fc.stringMatching(/^[0-9][0-9A-Za-z]{5}$/),
  number: digits(10),
  remark: han.map((text) => `备注${text}`),
  item: han.map((text) => `项目${text}`),
})
type Planted = typeof planted extends fc.Arbitrary<infer T> ? T : never

function receiptOf({ payer, phone, identity, check, number, remark, item }: Planted): Receipt {
  return {
    code: '42997726',
    number,
    check,
    name: '示例票据',
    issuedOn: '2026-01-02',
    amountFen: 4321,
    issuer: { name: '示例单位' },
    payer: { name: payer, phone, code: identity },
    decisionNumber: '4299777700001111',
    remark,
    items: [{ name: item, amountFen: 4321 }],
    flags: {},
    checks: 0,
  }
}

describe('personal data of a receipt', () => {
  it('stays out of groups, logs and chats, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        planted,
        fc.constantFrom('telegram', 'web', 'console'),
        async (secret, channel) => {
          const office = await openOffice()
          const receipt = receiptOf(secret)
          await office.store.transaction((tx) => tx.ledger.add([receipt]))
          const triple = `${receipt.code} ${receipt.number} ${receipt.check}`
          const group = office.chat({
            channel: 'telegram',
            conversation: '-1',
            group: true,
            user: 'g',
          })
          for (const text of [
            triple,
            `查验 ${triple} ${secret.payer}`,
            '处罚决定书号 4299777700001111',
            secret.payer,
          ]) {
            await group.says(text)
          }
          const chat = office.chat({ channel, user: 'p' })
          const card = await chat.says(triple)
          await chat.presses('查验', card)
          await chat.presses('完整票据', card)
          await chat.says(`查验 ${triple} 43.21 2026-01-02 缴款人：${secret.payer}`)
          await chat.says('处罚决定书号 4299777700001111')
          await chat.says(secret.payer)
          const said = JSON.stringify(office.sent.map(({ message }) => message))
          for (const value of Object.values(secret)) expect(said).not.toContain(value)
          expect(said).toContain('43.21')
          for (const value of Object.values(secret))
            expect(office.logged.join()).not.toContain(value)
          const inGroup = office.sent
            .filter(({ to }) => to.group)
            .map(({ message }) => message.text)
          expect(inGroup.join()).not.toMatch(/示例单位|43\.21|钅|7726/)
          const audit = JSON.stringify(await office.store.audit.read(0, 100))
          const metrics = await office.metrics()
          expect(metrics).toContain('epiaotong_answered_total')
          for (const value of Object.values(secret)) {
            expect(audit).not.toContain(value)
            expect(metrics).not.toContain(value)
          }
        },
      ),
      { numRuns: process.env['LONG'] ? 100 : 10 },
    )
  })
})
