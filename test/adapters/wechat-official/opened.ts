/** The official account on the real assistant and the real HTTP server, and WeChat's side of it. */
import { randomBytes } from 'node:crypto'
import fastify from 'fastify'
import { onTestFinished } from 'vitest'
import { createOfficialChannel } from '../../../adapters/wechat-official/channel.ts'
import { type Cipher, createCipher } from '../../../adapters/wechat-official/cipher.ts'
import {
  CALLBACK_PATH,
  type OfficialMode,
  registerOfficialCallback,
} from '../../../adapters/wechat-official/routes.ts'
import { signatureOf } from '../../../adapters/wechat-official/signature.ts'
import { readXml, writeXml } from '../../../adapters/wechat-official/xml.ts'
import { openOffice } from '../../support/office.ts'
import { APP_ID, APP_SECRET, startWechatApi } from '../../support/wechat-api.ts'

export const TOKEN = 'a callback token of nobody'
export const AES_KEY = 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR'
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

export interface AccountOptions {
  readonly mode?: OfficialMode
  readonly appSecret?: string
  readonly clock?: () => number
  readonly onQuotaSpent?: () => void
}

export async function openAccount(options: AccountOptions = {}) {
  const { mode = 'plain', appSecret = APP_SECRET, clock = Date.now, onQuotaSpent } = options
  const api = await startWechatApi()
  const channel = createOfficialChannel({
    ...{ appId: APP_ID, appSecret, apiRoot: api.root, clock, logger: silent },
    ...(onQuotaSpent && { onQuotaSpent }),
  })
  const app = fastify()
  registerOfficialCallback(app, {
    ...{ channel, token: TOKEN, appId: APP_ID, mode, clock: Date.now, logger: silent },
    random: randomBytes,
    ...(mode !== 'plain' && { aesKey: AES_KEY }),
  })
  const office = await openOffice({ channels: [], connected: channel })
  onTestFinished(async () => {
    await channel.stop()
    await app.close()
    await api.close()
  })
  /** WeChat's server posts: what it is answered, with the text of a passive answer opened. */
  const post = async (call: Call) => {
    const response = await app.inject({ method: 'POST', ...call })
    return { status: response.statusCode, body: response.body, text: textIn(response.body) }
  }
  return { app, api, channel, office, post, says: (said: Said) => post(callOf(said)) }
}

export type Account = Awaited<ReturnType<typeof openAccount>>

export const cipher: Cipher = createCipher({ aesKey: AES_KEY, appId: APP_ID, random: randomBytes })

export interface Said {
  readonly user?: string
  readonly text?: string
  readonly id?: string
  /** Seconds. */
  readonly time?: number
  /** Other fields, or other values for them. */
  readonly fields?: Readonly<Record<string, string | number>>
}

export interface Call {
  readonly url: string
  readonly payload: string
  readonly headers: Readonly<Record<string, string>>
}

let ids = 23_000_000_000

export function xmlOf({ user = 'o-user-1', text = '你好', id, time, fields }: Said): string {
  return writeXml({
    ...{ ToUserName: 'gh_nobody', FromUserName: user },
    CreateTime: time ?? Math.floor(Date.now() / 1000),
    ...{ MsgType: 'text', Content: text, MsgId: id ?? String(++ids), ...fields },
  })
}

export const headers = { 'content-type': 'text/xml' }

export function callOf(said: Said): Call {
  return { url: urlOf(signedQuery()), payload: xmlOf(said), headers }
}

export function encryptedCall(said: Said, { alsoPlain = false } = {}): Call {
  const ciphertext = cipher.encrypt(xmlOf(said))
  const { timestamp, nonce, signature } = signedQuery()
  const query = {
    ...{ signature, timestamp, nonce, encrypt_type: 'aes' },
    msg_signature: signatureOf(TOKEN, timestamp, nonce, ciphertext),
  }
  const plain = alsoPlain ? xmlOf(said).slice('<xml>'.length, -'</xml>'.length) : ''
  const outer = writeXml({ ToUserName: 'gh_nobody', Encrypt: ciphertext })
  return { url: urlOf(query), payload: outer.replace('<xml>', `<xml>${plain}`), headers }
}

export function signedQuery(at = Date.now()) {
  const [timestamp, nonce] = [String(Math.floor(at / 1000)), String(100_000 + (++ids % 900_000))]
  return { timestamp, nonce, signature: signatureOf(TOKEN, timestamp, nonce) }
}

export function urlOf(query: Readonly<Record<string, string>>): string {
  return `${CALLBACK_PATH}?${new URLSearchParams(query)}`
}

function textIn(body: string): string | undefined {
  const outer = readXml(body)
  const encrypted = outer?.get('Encrypt')
  if (encrypted === undefined) return outer?.get('Content')
  return readXml(cipher.decrypt(encrypted) ?? '')?.get('Content')
}
