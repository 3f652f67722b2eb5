/** What holds for every route of the API: who may call it and how often, and that it is described. */
import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../core/announcements/access.ts'
import { api } from './opened.ts'

/** Each route, and the scope that it takes. A route that is missing here fails the first test. */
const scopes: Readonly<Record<string, Scope>> = {
  'GET /api/announcements': 'announcements:read',
  'POST /api/announcements': 'announcements:write',
  'GET /api/announcements/:id': 'announcements:read',
  'PUT /api/announcements/:id': 'announcements:write',
  'GET /api/announcements/:id/deliveries': 'announcements:read',
  'POST /api/announcements/:id/approve': 'announcements:approve',
  'POST /api/announcements/:id/cancel': 'announcements:write',
  'POST /api/announcements/:id/pause': 'announcements:write',
  'POST /api/announcements/:id/preview': 'announcements:write',
  'POST /api/announcements/:id/remind': 'announcements:write',
  'POST /api/announcements/:id/resend': 'announcements:write',
  'POST /api/announcements/:id/resume': 'announcements:write',
  'POST /api/announcements/:id/send': 'announcements:write',
}
const OPEN = 'GET /api/openapi.json'
const all: readonly Scope[] = ['announcements:write', 'announcements:approve', 'announcements:read']
const PER_MINUTE = 1200

/** The call that a route stands for; its body is never right. */
function callOf(route: string) {
  const [method, url = ''] = route.split(' ')
  const sent = { payload: '{"title": "x', headers: { 'content-type': 'application/json' } }
  return {
    ...{ method: method as 'GET', url: url.replace(':id', 'A-000001') },
    ...(method === 'GET' ? { headers: {} } : sent),
  }
}

it('every route is in the table of this file', async () => {
  const { routes } = await api()
  const own = routes.filter((route) => !route.startsWith('HEAD ') && route !== OPEN)
  expect(own.toSorted()).toEqual(Object.keys(scopes).toSorted())
})

describe.each(Object.entries(scopes))('%s', (route, scope) => {
  it('asks for a token and its scope before a body is read, and counts the calls', async () => {
    const { app, token } = await api()
    const { headers, ...call } = callOf(route)
    const answered = async (authorization?: string) => {
      const all = { ...headers, ...(authorization && { authorization }) }
      const answer = await app.inject({ ...call, headers: all })
      return [answer.statusCode, answer.headers['x-ratelimit-limit']]
    }
    const limit = String(PER_MINUTE)
    expect(await answered()).toEqual([401, limit])
    expect(await answered(`Bearer ${'x'.repeat(30)}`)).toEqual([401, limit])
    const others = all.filter((one) => one !== scope)
    expect(await answered(`Bearer ${await token('writer某', others)}`)).toEqual([403, limit])
    const [status] = await answered(`Bearer ${await token('writer某', [scope])}`)
    expect([401, 403]).not.toContain(status)
  })
})

it.each(['GET /api/announcements', 'POST /api/announcements/:id/preview', OPEN])(
  '%s is refused from the 1,201st call of a minute on',
  async (route) => {
    const { app } = await api()
    const last = { status: 0 }
    for (let count = 0; count < PER_MINUTE; count += 1) {
      last.status = (await app.inject(callOf(route))).statusCode
    }
    expect(last.status).not.toBe(429)
    const refused = await app.inject(callOf(route))
    expect(refused.statusCode).toBe(429)
    expect(refused.headers['content-type']).toContain('application/problem+json')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  },
)

describe('the OpenAPI document', () => {
  interface Operation {
    readonly responses: Readonly<Record<string, unknown>>
    readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  }
  interface Document {
    readonly openapi: string
    readonly info: object
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
    readonly components: object
  }
  const described = async () => {
    const { app } = await api()
    const answer = await app.inject(callOf(OPEN))
    expect(answer.statusCode).toBe(200)
    return { document: answer.json<Document>(), text: answer.payload }
  }

  it('is 3.1 and describes every route with its answers', async () => {
    const { document } = await described()
    expect(document.openapi).toMatch(/^3\.1/)
    expect(document.info).toMatchObject({ title: 'Epiaotong', version: '1' })
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => {
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403']))
        return `${method.toUpperCase()} ${path.replace('{id}', ':id')}`
      }),
    )
    expect(operations.toSorted()).toEqual(Object.keys(scopes).toSorted())
  })

  it('has `Idempotency-Key` where a call may be repeated, beside the parameters of the path', async () => {
    const { document } = await described()
    const taking = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { parameters = [] }]) =>
        parameters.some(({ name }) => name === 'Idempotency-Key') ? [`${method} ${path}`] : [],
      ),
    )
    expect(taking).toEqual(['post /api/announcements', 'post /api/announcements/{id}/remind'])
    const { parameters } = document.paths['/api/announcements/{id}/remind']?.['post'] ?? {}
    expect(parameters?.map((one) => [one.in, one.name])).toEqual([
      ['path', 'id'],
      ['header', 'Idempotency-Key'],
    ])
  })

  it('refers to nothing that is not there, and an audience to itself', async () => {
    const { document, text } = await described()
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
    expect(references).toContain('components/schemas/AudienceInput')
    for (const reference of new Set(references)) {
      const found = reference
        .split('/')
        .reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], document)
      expect(found, reference).toBeTypeOf('object')
      expect(JSON.stringify(found)).toContain('"$ref"')
    }
    // Written out on every level it would have megabytes.
    expect(text.length).toBeLessThan(100_000)
  })
})

describe('the list of announcements', () => {
  it('is the newest first, in pages, of those that the caller may see', async () => {
    const { call, token, clock } = await api()
    const [writer, wuhan] = [await token('writer某'), await token('wuhan某')]
    for (const [index, region] of ['420000', '420100', '420000', '420100', '420600'].entries()) {
      const content = { title: `第${index}条`, text: '正文', audience: { region } }
      expect((await call(writer, '/announcements', content)).status).toBe(201)
      if (index % 2) clock.advance(1000)
    }
    const page = async (bearer: string, query = '') => {
      const { status, body } = await call(bearer, `/announcements${query}`)
      expect(status).toBe(200)
      const items = body['items'] as { readonly id: string; readonly title: string }[]
      return { ids: items.map(({ id }) => Number(id.slice(2))), next: body['next'], items }
    }
    expect((await page(writer)).ids).toEqual([5, 4, 3, 2, 1])
    const first = await page(writer, '?limit=2')
    expect(first).toMatchObject({ ids: [5, 4], next: 'A-000004' })
    expect(first.items[0]).toMatchObject({ title: '第4条', state: 'draft', emergency: false })
    expect(await page(writer, '?limit=2&after=A-000004')).toMatchObject({ ids: [3, 2] })
    expect(await page(writer, '?limit=2&after=A-000002')).toMatchObject({
      ids: [1],
      next: undefined,
    })
    expect((await page(wuhan)).ids).toEqual([4, 2])
    expect((await page(wuhan, '?limit=1&after=A-000004')).ids).toEqual([2])
    expect((await page(await token('clerk某'))).ids).toEqual([])
  })

  it.each(['limit=0', 'limit=101', 'after=x'])('refuses ?%s', async (query) => {
    const { call, token } = await api()
    const { status, body } = await call(await token('writer某'), `/announcements?${query}`)
    expect([status, body['field']]).toEqual([422, query.split('=')[0]])
  })
})
