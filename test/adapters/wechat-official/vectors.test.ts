/** Signature and encryption against examples that nobody here made. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createCipher } from '../../../adapters/wechat-official/cipher.ts'
import { isRecent, isSigned } from '../../../adapters/wechat-official/signature.ts'
import { readXml } from '../../../adapters/wechat-official/xml.ts'
import { corpus } from '../../support/corpora.ts'

interface Signed {
  readonly msgSignature: string
  readonly timestamp: string
  readonly nonce: string
}

interface Vectors {
  readonly token: string
  readonly encodingAesKey: string
  readonly appId: string
  readonly verifyUrl: Signed & { readonly echostr: string }
  readonly message: Signed & {
    readonly encrypt: string
    readonly content: string
    readonly fromUserName: string
  }
}

const path = corpus('wechat-callback-vectors.json')

describe.skipIf(!path)('the vectors of another project', () => {
  const vectors = JSON.parse(path ? readFileSync(path, 'utf8') : '{}') as Vectors
  const { token, encodingAesKey: aesKey, appId, verifyUrl, message } = vectors
  const cipher = () => createCipher({ aesKey, appId, random: randomBytes })

  it('are signed as we sign', () => {
    const { msgSignature, timestamp, nonce } = verifyUrl
    expect(isSigned(msgSignature, token, timestamp, nonce, verifyUrl.echostr)).toBe(true)
    expect(
      isSigned(message.msgSignature, token, message.timestamp, message.nonce, message.encrypt),
    ).toBe(true)
    expect(isSigned(msgSignature.toUpperCase(), token, timestamp, nonce, verifyUrl.echostr)).toBe(
      false,
    )
  })

  it('decrypt to what was said', () => {
    expect(cipher().decrypt(verifyUrl.echostr)).toMatch(/^\d+$/)
    const fields = readXml(cipher().decrypt(message.encrypt) ?? '')
    expect(fields?.get('Content')).toBe(message.content)
    expect(fields?.get('FromUserName')).toBe(message.fromUserName)
  })

  it('do not decrypt for another app, or with another key', () => {
    const other = createCipher({ aesKey, appId: 'wx1', random: randomBytes })
    expect(other.decrypt(message.encrypt)).toBeUndefined()
    const turned = createCipher({ aesKey: `A${aesKey.slice(1)}`, appId, random: randomBytes })
    expect(turned.decrypt(message.encrypt)).toBeUndefined()
  })

  it('are over by years', () => {
    expect(isRecent(message.timestamp, Date.UTC(2026, 10, 23))).toBe(false)
    expect(isRecent(message.timestamp, Number(message.timestamp) * 1000 + 299_000)).toBe(true)
    expect(isRecent(message.timestamp, Number(message.timestamp) * 1000 + 301_000)).toBe(false)
  })
})

describe('the cipher', () => {
  const options = { aesKey: 'A'.repeat(43), appId: 'wx1', random: randomBytes }

  it('opens what it closed, of any length', () => {
    const { encrypt, decrypt } = createCipher(options)
    for (let length = 0; length < 100; length++) {
      const text = '票'.repeat(length)
      expect(decrypt(encrypt(text))).toBe(text)
    }
  })

  it('takes no rubbish', () => {
    const { decrypt } = createCipher(options)
    for (const text of ['', '=', 'AAAA', 'A'.repeat(43), 'A'.repeat(64), '中文']) {
      expect(decrypt(text)).toBeUndefined()
    }
  })
})

describe('the XML of callbacks', () => {
  it('is read, with texts in CDATA, escaped, and one level down', () => {
    const fields = readXml(
      '<?xml version="1.0" encoding="UTF-8"?>\n<xml><A><![CDATA[a < b & <!DOCTYPE x>]]></A><B>1 &lt; 2</B><S><R><![CDATA[r]]></R></S><E></E></xml>',
    )
    expect(Object.fromEntries(fields ?? [])).toEqual({
      ...{ A: 'a < b & <!DOCTYPE x>', B: '1 < 2', 'S.R': 'r', E: '' },
    })
  })

  it.each([
    ['a definition', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>'],
    ['a definition behind a comment', '<!-- <![CDATA[ --><!DOCTYPE xml><!-- ]]> --><xml></xml>'],
    ['a foreign entity', '<xml><A>&a;</A></xml>'],
    ['a numbered entity', '<xml><A>&#65;</A></xml>'],
    ['an instruction', '<xml><?php x ?><A>a</A></xml>'],
    ['what does not end', '<xml><A>a</xml>'],
    ['another element', '<html><A>a</A></html>'],
    ['no XML at all', '{"a":1}'],
    ['nothing', ''],
    ['too many elements', `<xml>${'<A></A>'.repeat(300)}</xml>`],
    ['too deep a nest', `<xml>${'<A>'.repeat(20)}${'</A>'.repeat(20)}</xml>`],
  ])('with %s is refused', (_what, xml) => {
    expect(readXml(xml)).toBeUndefined()
  })

  it('leaves out what is given twice', () => {
    expect(readXml('<xml><A>1</A><A>2</A><B>3</B></xml>')).toEqual(new Map([['B', '3']]))
  })
})
