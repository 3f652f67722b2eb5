/** What follows an announcement, over HTTP: written anew, corrected, recalled, chased. */
import { describe, expect, it } from 'vitest'
import { sender } from '../../support/announcing.ts'
import { COUNTY } from '../../support/people.ts'
import { api, NOTICE } from './opened.ts'

const UNTIL = '2026-11-30T18:00:00+08:00'

type Api = Awaited<ReturnType<typeof api>>

/** Written by one officer, approved by another, and gone out to all. */
async function sent({ office, call, token }: Api, content: object): Promise<string> {
  const [writer, approver] = [await token('writer某'), await token('approver某')]
  const { body } = await call(writer, '/announcements', content)
  const id = String(body['id'])
  await call(approver, `/announcements/${id}/approve`, { contentHash: body['contentHash'] })
  await call(writer, `/announcements/${id}/send`, {})
  await sender(office).run()
  return id
}

describe('an announcement that is written anew', () => {
  it('has another hash, is approved anew, and only its writer writes it', async () => {
    const opened = await api()
    const { call, token } = opened
    const [writer, approver] = [await token('writer某'), await token('approver某')]
    const { body } = await call(writer, '/announcements', NOTICE)
    const url = `/announcements/${String(body['id'])}`
    const { contentHash } = body
    await call(approver, `${url}/approve`, { contentHash })
    const changed = { ...NOTICE, text: '本周日维护。' }
    expect((await call(approver, url, changed, {}, 'PUT')).status).toBe(403)
    const anew = await call(writer, url, changed, {}, 'PUT')
    expect(anew.status).toBe(200)
    expect(anew.body).toMatchObject({ state: 'draft', audience: { units: 3 } })
    expect(anew.body['contentHash']).not.toBe(contentHash)
    expect((await call(writer, `${url}/send`, {})).status).toBe(409)
    expect((await call(approver, `${url}/approve`, { contentHash })).status).toBe(409)
    const { contentHash: next } = anew.body
    expect((await call(approver, `${url}/approve`, { contentHash: next })).status).toBe(200)
    expect((await call(writer, `${url}/send`, {})).status).toBe(200)
    expect((await call(writer, url, changed, {}, 'PUT')).status).toBe(409)
  })
})

describe('a correction', () => {
  it('has its audience from what it corrects, and needs that somebody got it', async () => {
    const opened = await api()
    const { call, token } = opened
    const writer = await token('writer某')
    const { body } = await call(writer, '/announcements', NOTICE)
    const early = { title: '更正', text: '周日。', follows: { id: body['id'], kind: 'correction' } }
    expect((await call(writer, '/announcements', early)).status).toBe(409)
    const first = await sent(opened, NOTICE)
    const follows = { id: first, kind: 'correction' }
    const wrong = await call(writer, '/announcements', { ...NOTICE, follows })
    expect([wrong.status, wrong.body['field']]).toEqual([422, 'audience'])
    const neither = await call(writer, '/announcements', { title: 'x', text: 'y' })
    expect([neither.status, neither.body['field']]).toEqual([422, 'audience'])
    const second = await sent(opened, { title: '更正', text: '周日。', follows })
    const { body: status } = await call(writer, `/announcements/${second}`)
    expect(status).toMatchObject({ state: 'sending', counts: { sent: 4 }, total: 4 })
    expect(status['byChannel']).toMatchObject({ telegram: { sent: 4 } })
    const unknown = { title: 'x', text: 'y', follows: { id: 'A-999999', kind: 'recall' } }
    expect((await call(writer, '/announcements', unknown)).status).toBe(404)
  })
})

describe('chasing', () => {
  it('goes to who has not said so in the own region, once in a while, and once for a key', async () => {
    const opened = await api()
    const { call, token, office } = opened
    const writer = await token('writer某')
    const wuhan = await token('wuhan某')
    const id = await sent(opened, { ...NOTICE, acknowledge: { until: UNTIL } })
    const url = `/announcements/${id}/remind`
    const key = { 'idempotency-key': 'again' }
    const many = await Promise.all(Array.from({ length: 10 }, () => call(wuhan, url, {}, key)))
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(many.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(many[0]?.body).toMatchObject({ count: 2, state: 'sending' })
    expect((await call(wuhan, `/announcements/${id}/pause`, {}, key)).status).toBe(404)
    const again = await call(wuhan, url, {})
    expect([again.status, again.body['detail']]).toEqual([409, 'too-soon'])
    const { sent: reminded, run } = sender(office)
    await run()
    expect(reminded.map(({ to }) => to).toSorted()).toEqual(['clerk', 'wuhan'])
    const open = await call(writer, `/announcements/${id}/deliveries?acknowledged=false`)
    const items = open.body['items'] as { region: string }[]
    expect(items).toHaveLength(4)
    expect(items.map(({ region }) => region)).not.toContain(COUNTY.region)
    expect((await call(await token('clerk某'), url, {})).status).toBe(404)
  })
})
