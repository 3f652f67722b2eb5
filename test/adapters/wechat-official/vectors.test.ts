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

/** None beside the project, with a printed reason; under CI that throws. */
function vectors(): readonly Vectors[] {
  const path = corpus('wechat-callback-vectors.json')
  return path ? [JSON.parse(readFileSync(path, 'utf8')) as Vectors] : []
}

const cipherOf = ({ appId, encodingAesKey: aesKey }: Vectors) =>
  createCipher({ appId, aesKey, random: randomBytes })

describe('the vectors of another project', () => {
  it('are signed as we sign', () => {
    for (const { token, verifyUrl, message } of vectors()) {
      const { msgSignature, timestamp, nonce, echostr } = verifyUrl
      expect(isSigned(msgSignature, token, timestamp, nonce, echostr)).toBe(true)
      expect(isSigned(msgSignature.toUpperCase(), token, timestamp, nonce, echostr)).toBe(false)
      const parts = [message.timestamp, message.nonce, message.encrypt]
      expect(isSigned(message.msgSignature, token, ...parts)).toBe(true)
    }
  })

  it('decrypt to what was said', () => {
    for (const one of vectors()) {
      expect(cipherOf(one).decrypt(one.verifyUrl.echostr)).toMatch(/^\d+$/)
      const fields = readXml(cipherOf(one).decrypt(one.message.encrypt) ?? '')
      expect(fields?.get('Content')).toBe(one.message.content)
      expect(fields?.get('FromUserName')).toBe(one.message.fromUserName)
    }
  })

  it('do not decrypt for another app, or with another key', () => {
    for (const one of vectors()) {
      const turned = `A${one.encodingAesKey.slice(1)}`
      expect(cipherOf({ ...one, appId: 'wx1' }).decrypt(one.message.encrypt)).toBeUndefined()
      const other = cipherOf({ ...one, encodingAesKey: turned })
      expect(other.decrypt(one.message.encrypt)).toBeUndefined()
    }
  })

  it('are over by years', () => {
    for (const { message } of vectors()) {
      const signed = Number(message.timestamp) * 1000
      expect(isRecent(message.timestamp, Date.UTC(2026, 10, 23))).toBe(false)
      expect(isRecent(message.timestamp, signed + 299_000)).toBe(true)
      expect(isRecent(message.timestamp, signed + 301_000)).toBe(false)
    }
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
