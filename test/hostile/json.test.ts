/** Every text of the JSON test suite, posted to every route: whatever it is, the server's answer is not its own failure. */
import { describe, expect, it } from 'vitest'
import { createServer } from '../../adapters/http/server.ts'
import { registerReceiptPage } from '../../adapters/receipt-page/routes.ts'
import { createTelegramChannel } from '../../adapters/telegram/channel.ts'
import { registerTelegramWebhook } from '../../adapters/telegram/webhook.ts'
import { createWebChannel } from '../../adapters/web/channel.ts'
import { registerChat } from '../../adapters/web/routes.ts'
import { createKeys } from '../../core/keys.ts'
import { startBotApi, TOKEN } from '../support/bot-api.ts'
import { jsonTexts } from '../support/corpora.ts'
import { openOffice } from '../support/office.ts'

const SECRET = 'webhook-secret'
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

describe('the JSON test suite', () => {
  it('brings no route to a failure of its own', async () => {
    const office = await openOffice()
    const api = await startBotApi()
    const { store, clock, platform } = office
    const web = createWebChannel({ clock: clock.now, files: office.files })
    const telegram = createTelegramChannel({
      ...{ token: TOKEN, apiRoot: api.root, transport: 'webhook', webhookSecret: SECRET },
      ...{
        crossBorderApproved: false,
        clock: clock.now,
        logger: silent,
        publicUrl: () => 'http://127.0.0.1:1',
      },
    })
    const metrics = { contentType: 'text/plain', text: () => Promise.resolve('') }
    const app = await createServer({ logger: silent, store, channels: [web, telegram], metrics })
    const randomness = (bytes: number) => Buffer.alloc(bytes, 7)
    const sendableOf = () => ({ id: 1, text: '', personal: false })
    registerChat(app, {
      ...{ channel: web, store, sendableOf, randomness, secure: false },
      ...{ files: office.files, keys: createKeys('a secret for tests only'), clock: clock.now },
    })
    registerReceiptPage(app, {
      store,
      platform: platform.current,
      clock: clock.now,
      randomness,
      secure: false,
    })
    registerTelegramWebhook(app, { secret: SECRET, handleUpdate: telegram.handleUpdate })
    await web.start(office.receive)
    await telegram.start(office.receive)
    await api.waitFor(({ webhook }) => webhook !== undefined)

    const cookie = String((await app.inject('/')).headers['set-cookie']).split(';')[0] ?? ''
    const headers = {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': SECRET,
      cookie,
    }
    const urls = [
      '/telegram/webhook',
      '/chat/messages',
      '/chat/files',
      '/chat/log',
      '/r/token',
      '/health',
      '/metrics',
      '/',
    ]
    for (const [name, payload] of jsonTexts()) {
      for (const url of urls) {
        const { statusCode } = await app.inject({ method: 'POST', url, headers, payload })
        expect(statusCode, `${name} to ${url}`).toBeLessThan(500)
      }
      const { statusCode } = await app.inject({
        method: 'POST',
        url: '/telegram/webhook',
        headers,
        payload,
      })
      const isObject = isJsonObject(payload)
      expect([name, statusCode]).toEqual([name, isObject ? 200 : 400])
    }
    await telegram.stop()
    await app.close()
    await api.close()
  })
})

function isJsonObject(payload: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(payload.toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
