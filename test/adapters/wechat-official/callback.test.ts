/** What may come in by the callback: only what WeChat signed just now, in the mode that was configured. */
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../../adapters/wechat-official/signature.ts'
import { readXml } from '../../../adapters/wechat-official/xml.ts'
import {
  type Account,
  AES_KEY,
  type Call,
  callOf,
  cipher,
  encryptedCall,
  headers,
  openAccount,
  signedQuery,
  TOKEN,
  urlOf,
  xmlOf,
} from './opened.ts'

const taken = async ({ office }: Account) => {
  const { pending } = await office.store.inbox.count()
  return pending + office.sent.length
}

describe('confirming the address', () => {
  const get = async (query: Record<string, string>, account?: Account) => {
    const { app } = account ?? (await openAccount())
    return app.inject({ url: urlOf(query) })
  }

  it('repeats what WeChat sent, as text', async () => {
    const response = await get({ ...signedQuery(), echostr: '<b>5981' })
    expect(response.statusCode).toBe(200)
    expect(response.body).toBe('<b>5981')
    expect(response.headers['content-type']).toMatch(/^text\/plain/)
  })

  it('repeats nothing that was not signed, or long ago', async () => {
    const account = await openAccount()
    const { timestamp, nonce, signature } = signedQuery()
    const wrong = signatureOf('another token', timestamp, nonce)
    const asked = [
      { timestamp, nonce, signature: wrong, echostr: '1' },
      { timestamp, nonce, signature: signature.toUpperCase(), echostr: '1' },
      { timestamp, nonce, echostr: '1' },
      { timestamp, nonce, signature },
      { ...signedQuery(Date.now() - 301_000), echostr: '1' },
      { ...signedQuery(Date.now() + 302_000), echostr: '1' },
      {},
    ]
    for (const query of asked) {
      const response = await get(query as Record<string, string>, account)
      expect([response.statusCode, response.body]).toEqual([401, ''])
    }
  })
})

describe('posts', () => {
  it('that are not XML, or define something, are 400', async () => {
    const { post } = await openAccount()
    const url = () => urlOf(signedQuery())
    const doctype = `<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xmlOf({})}`
    for (const payload of ['', '{}', '<xml>', doctype]) {
      expect((await post({ url: url(), payload, headers })).status).toBe(400)
    }
    const json = { 'content-type': 'application/json' }
    expect((await post({ ...callOf({}), headers: json })).status).toBe(200)
  })

  it('that are too large are refused', async () => {
    const { post } = await openAccount()
    expect((await post(callOf({ text: 'x'.repeat(70_000) }))).status).toBe(413)
  })

  it('that cannot be kept are 503, so that WeChat sends them again', async () => {
    const { says, channel } = await openAccount()
    await channel.stop()
    expect((await says({ text: '你好' })).status).toBe(503)
  })

  it('that are signed with another token, or too old, are not taken', async () => {
    const account = await openAccount()
    const payload = xmlOf({})
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), '1']
    const wrong = urlOf({ timestamp, nonce, signature: signatureOf('other', timestamp, nonce) })
    const old = urlOf(signedQuery(Date.now() - 400_000))
    for (const url of [wrong, old, urlOf({ timestamp, nonce }), urlOf({})]) {
      expect((await account.post({ url, payload, headers })).status).toBe(401)
    }
    expect(await taken(account)).toBe(0)
  })
})

describe('the modes', () => {
  it('plain takes plain posts only', async () => {
    const { post } = await openAccount({ mode: 'plain' })
    expect((await post(callOf({ text: '帮助' }))).text).toContain('鄂票通')
    expect((await post(encryptedCall({ text: '帮助' }))).status).toBe(401)
  })

  it('encrypted takes encrypted posts only, and answers in kind', async () => {
    const { post } = await openAccount({ mode: 'encrypted' })
    const answer = await post(encryptedCall({ text: '帮助' }))
    expect(answer.text).toContain('鄂票通')
    const outer = readXml(answer.body)
    expect([...(outer?.keys() ?? [])]).toEqual(['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'])
    const [time = '', nonce = ''] = [outer?.get('TimeStamp'), outer?.get('Nonce')]
    const signature = signatureOf(TOKEN, time, nonce, outer?.get('Encrypt') ?? '')
    expect(outer?.get('MsgSignature')).toBe(signature)
    expect((await post(callOf({ text: '帮助' }))).status).toBe(401)
  })

  it('compatible takes both, and of a post with both only what is encrypted', async () => {
    const { post } = await openAccount({ mode: 'compatible' })
    expect((await post(callOf({ text: '帮助' }))).text).toContain('鄂票通')
    const both = encryptedCall({ text: '隐私' }, { alsoPlain: true })
    const changed = { ...both, payload: both.payload.replace('隐私', '取消') }
    const answer = await post(changed)
    expect(answer.text).toContain('最多保留 7 天')
    expect(readXml(answer.body)?.has('Encrypt')).toBe(true)
  })

  it('take nothing that was encrypted for another app', async () => {
    const account = await openAccount({ mode: 'encrypted' })
    const { createCipher } = await import('../../../adapters/wechat-official/cipher.ts')
    const other = createCipher({ aesKey: AES_KEY, appId: 'wx1', random: () => Buffer.alloc(16) })
    const call = encryptedCall({})
    const ciphertext = other.encrypt(xmlOf({}))
    const query = new URLSearchParams(call.url.split('?')[1])
    const [time = '', nonce = ''] = [query.get('timestamp') ?? '', query.get('nonce') ?? '']
    query.set('msg_signature', signatureOf(TOKEN, time, nonce, ciphertext))
    const payload = `<xml><Encrypt>${ciphertext}</Encrypt></xml>`
    const url = `${call.url.split('?')[0]}?${query}`
    expect((await account.post({ url, payload, headers })).status).toBe(401)
  })
})

/** Each of the five parts gets another byte, somewhere. */
function withOneByteChanged(call: Call, random: () => number): Call {
  const [path, queryText] = call.url.split('?')
  const query = new URLSearchParams(queryText)
  const parts = ['signature', 'msg_signature', 'timestamp', 'nonce', 'ciphertext'] as const
  const part = parts[Math.floor(random() * parts.length)] ?? 'nonce'
  if (part !== 'ciphertext') {
    query.set(part, changed(query.get(part) ?? '', random))
    return { ...call, url: `${path}?${query}` }
  }
  const ciphertext = readXml(call.payload)?.get('Encrypt') ?? ''
  return { ...call, payload: call.payload.replace(ciphertext, () => changed(ciphertext, random)) }
}

function changed(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length)
  const old = text.charCodeAt(at)
  const next = (old + 1 + Math.floor(random() * 126)) % 128
  return text.slice(0, at) + String.fromCharCode(next === old ? old + 1 : next) + text.slice(at + 1)
}

/** The same numbers in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('one changed byte', () => {
  it('in 10,000 posts: none is taken', async () => {
    const account = await openAccount({ mode: 'encrypted' })
    const random = seeded(42)
    for (let index = 0; index < 10_000; index++) {
      const call = withOneByteChanged(encryptedCall({}), random)
      const { status } = await account.post(call)
      if (status < 400) throw new Error(`taken: ${call.url} ${call.payload}`)
    }
    expect(await taken(account)).toBe(0)
    expect((await account.post(encryptedCall({ text: '取消' }))).text).toBeDefined()
  })

  it('in a ciphertext is noticed by the cipher or the signature, never an exception', () => {
    const random = seeded(7)
    const ciphertext = cipher.encrypt('票'.repeat(40))
    for (let index = 0; index < 2000; index++) {
      expect(() => cipher.decrypt(changed(ciphertext, random))).not.toThrow()
    }
  })
})
