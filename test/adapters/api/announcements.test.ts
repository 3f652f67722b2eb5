/** Announcements over HTTP, as a program of the bureau calls them. */
import { describe, expect, it } from 'vitest'
import { HOUR } from '../../support/clock.ts'
import { CLINIC, COUNTY } from '../../support/people.ts'
import { api, NOTICE } from './opened.ts'

/** An audience in so many others. */
function nested(levels: number): object {
  let audience: object = { region: '420000' }
  for (let level = 0; level < levels; level += 1) audience = { any: [audience] }
  return audience
}

describe('writing', () => {
  it('counts first: units, people, by channel, who cannot be reached and why, and how long it takes', async () => {
    const { call, token } = await api()
    const { status, body } = await call(await token('writer某'), '/announcements', NOTICE)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...{ id: 'A-000001', state: 'draft' },
      audience: {
        ...{ units: 3, people: 3, byChannel: { telegram: 4 } },
        unreachable: { 'nobody-bound': 2 },
      },
      plan: { byChannel: { telegram: { messages: 4, perSecond: 30 } } },
    })
    expect(body['contentHash']).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    [{ title: '' }, 'title'],
    [{ title: '两\n行' }, 'title'],
    [{ title: '响\u0007铃' }, 'title'],
    [{ title: '****' + '长'.repeat(101) }, 'title'],
    [{ text: undefined }, 'text'],
    [{ audience: { region: '110000' } }, 'audience'],
    [{ audience: { any: [] } }, 'audience'],
    [{ audience: nested(9) }, 'audience'],
    [{ audience: nested(1000) }, 'audience'],
    [{ sendAt: '2020-01-01T00:00:00Z' }, 'sendAt'],
    [{ surprise: 1 }, ''],
  ])('is refused by its field (%#)', async (change, field) => {
    const { call, token } = await api()
    const answer = await call(await token('writer某'), '/announcements', { ...NOTICE, ...change })
    expect(answer.status).toBe(422)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(String(answer.body['field'])).toContain(field)
  })

  it('takes an audience that is eight levels deep', async () => {
    const { call, token } = await api()
    const content = { ...NOTICE, audience: nested(8) }
    expect((await call(await token('writer某'), '/announcements', content)).status).toBe(201)
  })

  it('takes marks of bold off a title, which is plain everywhere', async () => {
    const { call, token } = await api()
    const bearer = await token('writer某')
    await call(bearer, '/announcements', { ...NOTICE, title: ' **系统**维护 ' })
    const { body } = await call(bearer, '/announcements/A-000001')
    expect(body['title']).toBe('系统维护')
    for (const channel of ['telegram', 'wechat']) {
      const preview = await call(bearer, '/announcements/A-000001/preview', { channel })
      expect(preview.body['text']).toMatch(/^【通知】系统维护\n/)
    }
  })

  it('once for one key, however often and however many at once; another content with it is refused', async () => {
    const { call, token, store } = await api()
    const bearer = await token('writer某')
    const key = { 'idempotency-key': 'k-1' }
    const many = await Promise.all(
      Array.from({ length: 50 }, () => call(bearer, '/announcements', NOTICE, key)),
    )
    expect(new Set(many.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(
      1,
    )
    expect((await call(bearer, '/announcements', NOTICE, key)).body['id']).toBe('A-000001')
    const other = await call(bearer, '/announcements', { ...NOTICE, title: '别的' }, key)
    expect(other.status).toBe(409)
    expect(await store.announcements.list(99)).toHaveLength(1)
  })
})

describe('who may', () => {
  it('is asked for a token, its scope, the role and the region', async () => {
    const { call, token, clock } = await api()
    expect((await call('nobody-nobody-nobody-nobody', '/announcements', NOTICE)).status).toBe(401)
    const reader = await token('writer某', ['announcements:read'])
    expect((await call(reader, '/announcements', NOTICE)).status).toBe(403)
    expect((await call(await token('clerk某'), '/announcements', NOTICE)).status).toBe(403)
    const wuhan = await token('wuhan某')
    expect((await call(wuhan, '/announcements', NOTICE)).status).toBe(403)
    const own = { ...NOTICE, audience: { region: '420100' } }
    expect((await call(wuhan, '/announcements', own)).status).toBe(201)
    await call(await token('writer某'), '/announcements', NOTICE)
    expect((await call(wuhan, '/announcements/A-000002')).status).toBe(404)
    expect((await call(wuhan, '/announcements/A-000001')).status).toBe(200)
    clock.advance(25 * HOUR)
    expect((await call(wuhan, '/announcements/A-000001')).status).toBe(401)
  })

  it('approves what another wrote, and exactly that, after reading it', async () => {
    const { call, token } = await api()
    const [writer, approver] = [await token('writer某'), await token('approver某')]
    const audience = {
      every: [{ region: '420000' }, { any: [{ kind: '医院' }, { units: [CLINIC.code] }] }],
    }
    const { body } = await call(writer, '/announcements', { ...NOTICE, audience })
    const read = await call(approver, '/announcements/A-000001')
    expect(read.body).toMatchObject({ title: NOTICE.title, text: NOTICE.text })
    expect(read.body['audience']).toEqual(audience)
    const hash = { contentHash: body['contentHash'] }
    expect((await call(writer, '/announcements/A-000001/approve', hash)).status).toBe(403)
    const wrong = { contentHash: '0'.repeat(64) }
    expect((await call(approver, '/announcements/A-000001/approve', wrong)).status).toBe(409)
    expect((await call(writer, '/announcements/A-000001/send', {})).status).toBe(409)
    expect((await call(approver, '/announcements/A-000001/approve', hash)).body).toMatchObject({
      state: 'approved',
    })
    expect((await call(approver, '/announcements/A-000001/approve', hash)).status).toBe(409)
  })
})

describe('sending', () => {
  it('goes on, pauses, resumes and is cancelled, and the counts add up at each step', async () => {
    const { call, token } = await api()
    const [writer, approver] = [await token('writer某'), await token('approver某')]
    const { body } = await call(writer, '/announcements', NOTICE)
    const at = '/announcements/A-000001'
    const total = async () => {
      const { body: now } = await call(writer, at)
      const counts = now['counts'] as Record<string, number>
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(now['total'])
      return { state: now['state'] as string, counts, total: now['total'] as number }
    }
    expect(await total()).toMatchObject({ total: 6, counts: { pending: 4, skipped: 2 } })
    await call(approver, `${at}/approve`, { contentHash: body['contentHash'] })
    for (const [move, state] of [
      ['send', 'sending'],
      ['pause', 'paused'],
      ['resume', 'sending'],
      ['cancel', 'cancelled'],
    ]) {
      expect((await call(writer, `${at}/${move}`, {})).body).toMatchObject({ state })
      expect(await total()).toMatchObject({ state, total: 6 })
    }
    expect((await total()).counts).toMatchObject({ skipped: 6 })
    expect((await call(writer, `${at}/send`, {})).status).toBe(409)
    const list = await call(writer, `${at}/deliveries?state=skipped&limit=4`)
    expect(list.body['items']).toHaveLength(4)
    expect(list.body).toHaveProperty('next')
    const preview = await call(writer, `${at}/preview`, { channel: 'wechat' })
    expect(preview.body['text']).toContain('【通知】系统维护')
  })

  it('called again before its time has no further effect', async () => {
    const { call, token, clock } = await api()
    const [writer, approver] = [await token('writer某'), await token('approver某')]
    const sendAt = new Date(clock.now() + HOUR).toISOString()
    const { body } = await call(writer, '/announcements', { ...NOTICE, sendAt })
    const at = '/announcements/A-000001'
    await call(approver, `${at}/approve`, { contentHash: body['contentHash'] })
    for (const _time of [1, 2]) {
      const answer = await call(writer, `${at}/send`, {})
      expect([answer.status, answer.body['state']]).toEqual([200, 'scheduled'])
    }
  })

  it('after the time to say 收到 is over is a conflict, not a wrong field', async () => {
    const { call, token, clock } = await api()
    const [writer, approver] = [await token('writer某'), await token('approver某')]
    const acknowledge = { until: new Date(clock.now() + HOUR).toISOString() }
    const { body } = await call(writer, '/announcements', { ...NOTICE, acknowledge })
    const at = '/announcements/A-000001'
    await call(approver, `${at}/approve`, { contentHash: body['contentHash'] })
    clock.advance(HOUR)
    const late = await call(writer, `${at}/send`, {})
    expect(late).toMatchObject({ status: 409, body: { detail: 'no-time-to-read' } })
    expect(late.body).not.toHaveProperty('field')
    const anew = await call(writer, at, { ...NOTICE, acknowledge }, {}, 'PUT')
    expect(anew).toMatchObject({ status: 422, body: { field: 'acknowledge.until' } })
  })

  it('reaches a unit once, and combines audiences', async () => {
    const { call, token, store } = await api()
    const writer = await token('writer某')
    const aimed = async (audience: object) => {
      const { body } = await call(writer, '/announcements', { ...NOTICE, audience })
      const rows = await store.deliveries.list(String(body['id']), { after: 0, limit: 99 })
      return rows.map(({ recipient }) => recipient.replace(/^unit:/, '')).toSorted()
    }
    expect(await aimed({ units: [CLINIC.code, COUNTY.code] })).toEqual([CLINIC.code, COUNTY.code])
    const not = { not: { units: [CLINIC.code] } }
    expect(await aimed({ every: [{ region: '420100' }, { kind: '医院' }] })).toEqual([CLINIC.code])
    expect(await aimed({ every: [{ region: '420000' }, { kind: '医院' }, not] })).toHaveLength(2)
    expect(await aimed({ every: [{ region: '420000' }, { role: 'clerk' }] })).toEqual([CLINIC.code])
    expect(await aimed({ every: [{ region: '420000' }, { role: 'officer' }] })).toHaveLength(3)
    expect(await aimed({ any: [{ region: '420100' }, { region: '420600' }] })).toHaveLength(3)
  })
})

describe('codes that no listed unit has', () => {
  const nobodys = Array.from({ length: 9 }, (_, at) => `1242010042990002${at}X`)
  const [first = ''] = nobodys

  it('are named, in the language of the caller, and nothing is written', async () => {
    const { call, token } = await api()
    const bearer = await token('writer某')
    const write = (units: readonly string[], language?: string) =>
      call(
        bearer,
        ...([
          '/announcements',
          { ...NOTICE, audience: { units: [CLINIC.code, ...units] } },
        ] as const),
        { 'accept-language': language ?? 'en', 'idempotency-key': 'once' },
      )
    const told = await write([first])
    expect(told).toMatchObject({ status: 422, body: { field: 'audience' } })
    expect(told.body['detail']).toBe(
      `audience names units that are not listed in your region: ${first}.`,
    )
    const most = await write(nobodys, 'zh')
    expect(most.headers['content-language']).toBe('zh')
    expect(most.body['detail']).toContain(`${nobodys.slice(0, 8).join('、')} 等 9 个。`)
    expect((await call(bearer, '/announcements')).body['items']).toEqual([])
    expect((await write([])).status).toBe(201)
  })

  it('are named where one is written anew as well; within the regions of who writes', async () => {
    const { call, token } = await api()
    const bearer = await token('wuhan某')
    const within = (...units: string[]) => ({
      ...NOTICE,
      audience: { every: [{ region: '420100' }, { not: { units } }] },
    })
    expect((await call(bearer, '/announcements', within(CLINIC.code))).status).toBe(201)
    const anew = within(COUNTY.code)
    const told = await call(bearer, '/announcements/A-000001', anew, {}, 'PUT')
    expect(told.status).toBe(422)
    expect(told.body['detail']).toContain(COUNTY.code)
    const other = await call(bearer, '/announcements', { ...NOTICE, audience: { units: [first] } })
    expect(other.status).toBe(403)
  })

  it('are not looked for where what is written anew is not there, or another’s', async () => {
    const { call, token } = await api()
    await call(await token('writer某'), '/announcements', NOTICE)
    const anew = { ...NOTICE, audience: { every: [{ region: '420100' }, { units: [first] }] } }
    const put = async (as: string, id: string) =>
      (await call(await token(as), `/announcements/${id}`, anew, {}, 'PUT')).status
    expect(await put('writer某', 'A-000002')).toBe(404)
    expect(await put('wuhan某', 'A-000001')).toBe(404)
    expect(await put('approver某', 'A-000001')).toBe(403)
    expect(await put('writer某', 'A-000001')).toBe(422)
  })
})

describe('a call', () => {
  const unfit: [object, string, string, string][] = [
    [
      { audience: '秘密' },
      'audience',
      'audience takes e.g. {"region":"420100"}',
      'audience：应为通知的对象，如 {"region":"420100"}',
    ],
    [
      { audience: { region: '110000' } },
      'audience.region',
      'audience.region is not a region of Hubei.',
      'audience.region：不是湖北省的行政区划代码。',
    ],
    [
      { audience: { group: '秘密' } },
      'audience.group',
      'audience.group is not the audience of a group',
      'audience.group：不是群的对象',
    ],
    [
      { audience: nested(9) },
      'audience',
      'audience is nested too deep: eight levels at most.',
      'audience：嵌套太深，最多八层。',
    ],
    [
      { follows: { id: 'A-000001', kind: 'recall' } },
      'audience',
      'audience or follows must be given, and not both.',
      'audience：与 follows 须写一项，且只写一项。',
    ],
    [
      { sendAt: '秘密' },
      'sendAt',
      'sendAt takes a time with its zone, e.g. 2026-11-23T09:00:00+08:00.',
      'sendAt：应为带时区的时间，如 2026-11-23T09:00:00+08:00。',
    ],
    [
      { title: undefined, text: '' },
      'title',
      'title is missing; text must not be empty.',
      'title：没有填写；text：不能为空。',
    ],
    [
      { title: '秘\n密' },
      'title',
      'title takes one line without control characters.',
      'title：只能写一行，不能有控制字符。',
    ],
    [
      { text: '秘密'.repeat(1501) },
      'text',
      'text takes at most 3000 characters.',
      'text：最多 3000 个字。',
    ],
    [
      { emergency: '秘密', mandatory: 1 },
      'emergency',
      'emergency takes true or false; mandatory takes true or false.',
      'emergency：应为 true 或 false；mandatory：应为 true 或 false。',
    ],
    [
      { audience: undefined, follows: { id: '秘密', kind: '秘密' } },
      'follows.id',
      'follows.id takes the id of an announcement, e.g. A-000001; follows.kind takes one of: correction, recall.',
      'follows.id：应为通知编号，如 A-000001；follows.kind：只能是 correction、recall 之一。',
    ],
    [{ colour: '秘密' }, 'body', 'body has unknown fields: colour.', 'body：没有这些项：colour。'],
  ]

  it.each(unfit)(
    'that does not fit is told where and what is taken, and nothing of what it sent: %j',
    async (wrong, field, english, chinese) => {
      const { call, token } = await api()
      const writer = await token('writer某')
      for (const [accepted, detail] of [
        [undefined, english],
        ['en-GB, zh;q=0.4', english],
        ['zh-CN,zh;q=0.9,en;q=0.8', chinese],
      ]) {
        const headers = accepted === undefined ? undefined : { 'accept-language': accepted }
        const answer = await call(writer, '/announcements', { ...NOTICE, ...wrong }, headers)
        expect(answer.status).toBe(422)
        expect(answer.body).toMatchObject({ field, detail: expect.stringContaining(detail ?? '') })
        expect(JSON.stringify(answer.body)).not.toContain('秘密')
        expect(answer.headers['content-language']).toBe(detail === chinese ? 'zh' : 'en')
      }
    },
  )

  it('with no body, and a query that does not fit, is told so as well', async () => {
    const { app, call, token } = await api()
    const headers = { authorization: `Bearer ${await token('writer某')}` }
    const empty = await app.inject({ method: 'POST', url: '/api/announcements', headers })
    expect(empty.json()).toMatchObject({ field: 'body', detail: 'body is missing.' })
    const chinese = { 'accept-language': 'fr, zh;q=0.2, en;q=0' }
    const query = async (said: string) =>
      (await call(await token('writer某'), `/announcements?${said}`, undefined, chinese)).body
    expect(await query('limit=0&after=x')).toMatchObject({
      field: 'after',
      detail: 'after：应为通知编号，如 A-000001；limit：最小是 1。',
    })
    expect(await query('limit=many')).toMatchObject({ detail: 'limit：应为数字。' })
    expect(await query('limit=101')).toMatchObject({ detail: 'limit：最大是 100。' })
  })
})
