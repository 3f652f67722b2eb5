/** What all routes share, and what operators ask. */
import { describe, expect, it } from 'vitest'
import { createServer } from '../../../adapters/http/server.ts'
import { createMetrics } from '../../../adapters/metrics/prometheus.ts'
import { ChannelError } from '../../../core/errors.ts'
import { bureau, published, sender } from '../../support/announcing.ts'
import { type Office, openOffice } from '../../support/office.ts'

const since = Date.UTC(2026, 0, 1)
const web = {
  name: 'web',
  traits: { crossBorder: false, choices: 'buttons' as const },
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  send: () => Promise.resolve(),
  state: () => ({ state: 'running' as const, since }),
}

async function openServer(given?: Office) {
  const office = given ?? (await openOffice())
  const lines: string[] = []
  const note = (event: string, fields?: object) =>
    void lines.push(JSON.stringify({ event, ...fields }))
  const logger = { info: note, warn: note, error: note }
  const metrics = createMetrics(office.store)
  const app = await createServer({ logger, store: office.store, channels: [web], metrics })
  return { office, app, lines, metrics }
}

describe('the HTTP server', () => {
  it('tells its health, its channels and what waits', async () => {
    const { app, office } = await openServer()
    const from = { channel: 'elsewhere', conversation: 'c', user: 'u', group: false }
    await office.receive({ id: '1', from, text: 'x', addressed: true, at: 0 })
    const health = await app.inject('/health')
    expect(health.statusCode).toBe(200)
    expect(health.json()).toEqual({
      status: 'ok',
      database: 'ok',
      channels: { web: { state: 'running', since: '2026-01-01T00:00:00.000Z' } },
      backlog: { inbox: 1, outbox: 0, unknown: 0, setAside: 0 },
    })
  })

  it('counts deliveries of announcements among what is unknown, also in the metrics', async () => {
    const { app, office } = await openServer(await bureau())
    await published(office)
    await sender(office, [new ChannelError('unknown', 'cut')]).run()
    const health = await app.inject('/health')
    expect(health.json()).toMatchObject({ backlog: { unknown: 1 } })
    expect((await app.inject('/metrics')).body).toContain('epiaotong_backlog{queue="unknown"} 1')
  })

  it('answers 503 when the database does not', async () => {
    const { app, office } = await openServer()
    await office.store.close()
    const health = await app.inject('/health')
    expect(health.statusCode).toBe(503)
    expect(health.json()).toMatchObject({ status: 'failing', database: 'failing' })
  })

  it('tells why a channel fails, only while it does, and nothing that is not declared', async () => {
    const { office, metrics } = await openServer()
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
    let state: 'running' | 'failing' = 'failing'
    const channel = {
      ...web,
      state: () => ({ state, since, reason: 'TOKEN: no', secret: '55e8a5' }),
    }
    const app = await createServer({ logger, store: office.store, channels: [channel], metrics })
    const told = async () => (await app.inject('/health')).json<{ channels: object }>().channels
    const at = '2026-01-01T00:00:00.000Z'
    expect(await told()).toEqual({ web: { state: 'failing', since: at, reason: 'TOKEN: no' } })
    state = 'running'
    expect(await told()).toEqual({ web: { state: 'running', since: at } })
    await app.close()
  })

  it('counts for Prometheus', async () => {
    const { app, metrics } = await openServer()
    metrics.count('sent', { channel: 'web', result: 'sent' })
    metrics.time('turn', 30)
    const { body, headers } = await app.inject('/metrics')
    expect(headers['content-type']).toContain('text/plain')
    expect(body).toContain('epiaotong_sent_total{channel="web",result="sent"} 1')
    expect(body).toContain('epiaotong_backlog{queue="inbox"} 0')
  })

  it('says what is wrong as problem+json, and repeats nothing', async () => {
    const { app } = await openServer()
    app.post('/thing', () => ({}))
    const missing = await app.inject('/no/such/secret-55e8a5')
    expect(missing.statusCode).toBe(404)
    expect(missing.headers['content-type']).toContain('application/problem+json')
    expect(missing.body).not.toContain('55e8a5')
    const headers = { 'content-type': 'application/json' }
    expect(
      (await app.inject({ method: 'POST', url: '/thing', headers, payload: '{"a' })).statusCode,
    ).toBe(400)
    expect(
      (
        await app.inject({
          method: 'POST',
          url: '/thing',
          headers,
          payload: `"${'x'.repeat(2 ** 20)}"`,
        })
      ).statusCode,
    ).toBe(413)
  })

  it('hides what an error says, and logs requests by route', async () => {
    const { app, lines } = await openServer()
    app.get('/r2/:token', () => Promise.reject(new Error('secret 55e8a5')))
    const failed = await app.inject('/r2/55e8a5')
    expect(failed.statusCode).toBe(500)
    expect(failed.body).not.toContain('55e8a5')
    expect(lines.join()).toContain('/r2/:token')
    expect(lines.join()).not.toContain('55e8a5')
  })
})

describe('the address of a visitor', () => {
  it.each([
    [false, '127.0.0.1'],
    [true, '203.0.113.9'],
  ])('is what a proxy says only behind one (%s)', async (behindProxy, expected) => {
    const { office, metrics } = await openServer()
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const options = { logger, store: office.store, channels: [], metrics, behindProxy }
    const app = await createServer(options)
    app.get('/ip', (request) => ({ ip: request.ip }))
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    expect((await app.inject({ url: '/ip', headers })).json()).toEqual({ ip: expected })
  })
})
