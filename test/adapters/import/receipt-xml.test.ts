/** The XML of one receipt: read whole, or refused before it can do anything. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ImportRefusal } from '../../../adapters/import/refusal.ts'
import { readReceiptXml } from '../../../adapters/import/receipt-xml.ts'
import { receiptXml } from '../../../adapters/import/write.ts'
import { importWords as words } from '../../../core/wording/import-words.ts'
import { sampleReceipt } from '../../../core/receipts/sample.ts'

const good = receiptXml(sampleReceipt(1, 0))
const read = (text: string) => readReceiptXml(Buffer.from(text))
const receiptOf = (text: string) => {
  const item = read(text)
  if (!('receipt' in item)) throw new Error(JSON.stringify(item))
  return item.receipt
}

describe('a receipt XML', () => {
  it('gives back every sample whole, but for its flags', () => {
    for (let index = 0; index < 300; index++) {
      const receipt = sampleReceipt(5, index)
      expect(receiptOf(receiptXml(receipt))).toEqual({ ...receipt, flags: {} })
    }
  })

  it('has its items, then the itemised ones, and a pay code', () => {
    const aux =
      '<AuxDetails><AuxItem><AuxItemName>阿莫西林&amp;胶囊</AuxItemName><AuxItemStd>0.25g*24</AuxItemStd><AuxItemAmount>12.50</AuxItemAmount></AuxItem></AuxDetails>'
    const text = good
      .replace('</Details>', `</Details>${aux}`)
      .replace(/<PayCode>.*<\/PayCode>|(?<=<MainExt>)/, '<PayCode>42990000000000000015</PayCode>')
    const receipt = receiptOf(text)
    expect(receipt.payCode).toBe('42990000000000000015')
    expect(receipt.items.at(-1)).toEqual({
      name: '阿莫西林&胶囊',
      standard: '0.25g*24',
      amountFen: 1250,
    })
  })

  it('takes character data as it stands', () => {
    const text = good.replace(/(?<=<Checker>)[^<]*/, '<![CDATA[甲 <b>&amp; 乙]]>')
    expect(receiptOf(text).checker).toBe('甲 <b>&amp; 乙')
  })

  it.each([
    ['a DOCTYPE', `<!DOCTYPE x>${good}`, words.xmlDoctype],
    ['a DOCTYPE in small letters', `<!doctype x>${good}`, words.xmlDoctype],
    [
      'the billion laughs',
      `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><EInvoice>&b;</EInvoice>`,
      words.xmlDoctype,
    ],
    [
      'an entity defined on its own',
      good.replace('<Main>', '<!ENTITY a "b"><Main>'),
      words.xmlDoctype,
    ],
    ['an entity of its own', good.replace(/(?<=<Checker>)/, '&xxe;'), words.xmlEntity],
    ['a numeric entity', good.replace(/(?<=<Checker>)/, '&#x41;'), words.xmlEntity],
    ['no receipt', '<html></html>', words.xmlNoReceipt],
    ['no end', good.slice(0, 500), words.xmlBroken],
    ['nothing', '<', words.xmlBroken],
    ['a thousand levels', `${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`, words.xmlBroken],
    ['a prototype', '<EInvoice><__proto__><x/></__proto__></EInvoice>', words.xmlBroken],
  ])('is refused in words when it has %s', (_what, text, why) => {
    expect(() => read(text)).toThrow(new ImportRefusal(why))
  })

  it('is refused by element where a value is wrong, and no value is repeated', () => {
    const item = read(
      good.replace(/(?<=<RandomNumber>)[^<]*/, '密码!').replace(/(?<=<ItemAmount>)[^<]*/, 'x1'),
    )
    expect(item).toEqual({
      whole: 'file',
      faults: [
        { column: 'RandomNumber', why: expect.any(String) as string },
        { column: 'ItemAmount', why: expect.any(String) as string },
      ],
    })
    expect(JSON.stringify(item)).not.toMatch(/密码|x1/)
  })

  it('is read or refused, and nothing else, whatever is changed in it', () => {
    fc.assert(
      fc.property(
        fc.nat(good.length),
        fc.nat(40),
        fc.string({ maxLength: 20 }),
        (at, cut, text) => {
          try {
            read(good.slice(0, at) + text + good.slice(at + cut))
          } catch (error) {
            expect(error).toBeInstanceOf(ImportRefusal)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
