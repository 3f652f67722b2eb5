/** UTF-8 and GB18030 told apart by content, wherever a stream happens to be cut. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText, decodeXml } from '../../../adapters/import/encoding.ts'
import { ImportRefusal } from '../../../adapters/import/refusal.ts'

async function decode(bytes: Uint8Array, size: number): Promise<string> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  let text = ''
  for await (const part of decodeText(chunks())) text += part
  return text
}

/** Node writes no GB18030: the characters here are given by their bytes. */
const CHINESE = Buffer.from('bab1b1b1caa1d2bdc1c6c3c5d5efcad5b7d1c6b1bedd', 'hex')
const FOUR_BYTES = Buffer.from('8139ef30', 'hex')

describe('the encoding of a file', () => {
  it('is UTF-8 also where the sample ends within a character', async () => {
    const text = `${'a'.repeat(65_535)}汉字，${'票据'.repeat(40_000)}`
    for (const size of [1000, 65_535, 65_536, 65_537]) {
      expect(await decode(Buffer.from(text), size)).toBe(text)
    }
  })

  it('is UTF-8 also where the sample has few characters beyond ASCII and ends within one', async () => {
    const text = `汉${'a'.repeat(65_536 - 4)}字${'a'.repeat(100)}`
    expect(await decode(Buffer.from(text), 65_536)).toBe(text)
  })

  it('is UTF-8 without its BOM', async () => {
    expect(await decode(Buffer.from('\ufeffcode,名称'), 5)).toBe('code,名称')
  })

  it('is UTF-8 with a scratch rather than something else', async () => {
    const bytes = Buffer.concat([Buffer.from('湖北省财政电子票据'), Buffer.from([0xff, 0x2c])])
    expect(await decode(bytes, 7)).toBe('湖北省财政电子票据\ufffd,')
  })

  it('is GB18030 where that fits, after any length of ASCII, for characters of two and four bytes', async () => {
    const whole = new TextDecoder('gb18030').decode(Buffer.concat([CHINESE, FOUR_BYTES]))
    expect(whole).not.toContain('\ufffd')
    const head = Buffer.from('x'.repeat(70_001))
    for (const size of [1, 3, 64, 65_536]) {
      const bytes = Buffer.concat([size === 1 ? Buffer.from('x') : head, CHINESE, FOUR_BYTES])
      expect((await decode(bytes, size)).replace(/^x+/, '')).toBe(whole)
    }
  })

  it('is refused where it is UTF-16', async () => {
    await expect(decode(Buffer.from('\ufeffcode', 'utf16le'), 64)).rejects.toThrow(ImportRefusal)
  })

  it('never fails on bytes of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 9 }),
        async (bytes, size) => {
          await decode(bytes, size).catch((error: unknown) => {
            expect(error).toBeInstanceOf(ImportRefusal)
          })
        },
      ),
    )
  })

  it('of an XML follows the declaration where both fit, and the bytes otherwise', () => {
    const declared = (name: string) => Buffer.from(`<?xml version="1.0" encoding="${name}"?>`)
    const chinese = new TextDecoder('gb18030').decode(CHINESE)
    expect(decodeXml(Buffer.concat([declared('GB18030'), CHINESE]))).toContain(chinese)
    expect(decodeXml(Buffer.concat([declared('UTF-8'), CHINESE]))).toContain(chinese)
    expect(decodeXml(Buffer.concat([declared('gbk'), Buffer.from('湖北省财政票')]))).toContain(
      '湖北',
    )
    const both = Buffer.from('c1aacda8', 'hex')
    expect(decodeXml(Buffer.concat([declared('GB2312'), both]))).toContain('联通')
  })
})
