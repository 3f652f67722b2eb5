/** The codes that Telegram gets from the webhook. */
import fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { registerTelegramWebhook } from '../../../adapters/telegram/webhook.ts'

const SECRET = 'a-secret-of-nobody'

function openWebhook(secret = SECRET) {
  const app = fastify()
  onTestFinished(() => app.close())
  const taken: unknown[] = []
  const store = { broken: false }
  registerTelegramWebhook(app, {
    secret,
    handleUpdate(update) {
      if (store.broken) return Promise.reject(new Error('no store'))
      taken.push(update)
      return Promise.resolve()
    },
  })
  app.post('/echo', (request) => ({ body: request.body }))
  const post = async (payload?: string, headers: Record<string, string> = {}) => {
    const { statusCode } = await app.inject({
      ...{ method: 'POST', url: '/telegram/webhook' },
      ...(payload !== undefined && { payload }),
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': SECRET,
        ...headers,
      },
    })
    return statusCode
  }
  return { app, taken, store, post }
}

describe('the webhook', () => {
  it('answers 200 once the update is kept, also for a shape it does not know', async () => {
    const { post, taken } = openWebhook()
    expect(await post('{"update_id":1}')).toBe(200)
    expect(await post('{}')).toBe(200)
    expect(await post('{"__proto__":{"x":1},"update_id":2}')).toBe(200)
    expect(taken).toHaveLength(3)
  })

  it('answers 401 to whoever does not know the secret, whatever the body', async () => {
    const { post, taken, app } = openWebhook()
    const header = 'x-telegram-bot-api-secret-token'
    expect(await post('{}', { [header]: 'another' })).toBe(401)
    expect(await post('{}', { [header]: '' })).toBe(401)
    expect(await post('no json', { [header]: `${SECRET} ` + 'x' })).toBe(401)
    const bare = await app.inject({ method: 'POST', url: '/telegram/webhook', payload: {} })
    expect(bare.statusCode).toBe(401)
    expect(taken).toHaveLength(0)
  })

  it('lets nobody in when there is no secret', async () => {
    const { post } = openWebhook('')
    expect(await post('{}', { 'x-telegram-bot-api-secret-token': '' })).toBe(401)
  })

  it.each(['[]', '"x"', '1', 'null', 'no json', ''])('answers 400 to %j', async (payload) => {
    const { post, taken } = openWebhook()
    expect(await post(payload)).toBe(400)
    expect(taken).toHaveLength(0)
  })

  it('answers 400 also when it is not called JSON, or when there is no body', async () => {
    const { post } = openWebhook()
    expect(await post('x', { 'content-type': 'text/plain' })).toBe(400)
    expect(await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(400)
    expect(await post(undefined)).toBe(400)
  })

  it('answers 500 when the update could not be kept, so that Telegram sends it again', async () => {
    const { post, store } = openWebhook()
    store.broken = true
    expect(await post('{"update_id":1}')).toBe(500)
    store.broken = false
    expect(await post('{"update_id":1}')).toBe(200)
  })

  it('leaves the bodies of other routes alone', async () => {
    const { app } = openWebhook()
    const { body } = await app.inject({ method: 'POST', url: '/echo', payload: { a: 1 } })
    expect(body).toBe('{"body":{"a":1}}')
  })
})
