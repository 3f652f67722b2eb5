/** Announcements with attachments over HTTP: forms, their limits, and what they look like. */
import type { AddressInfo } from 'node:net'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { attachedTo } from '../../../core/announcements/attachment.ts'
import { PNG } from '../../contracts/files.ts'
import { api, NOTICE } from './opened.ts'

const PDF = Buffer.from('%PDF-1.7 the timetable')
const TOO_LARGE = Buffer.concat([PDF, Buffer.alloc(11 * 1024 * 1024)])
interface Sent {
  readonly name: string
  readonly bytes: Buffer
}
const timetable: Sent = { name: '课程表.pdf', bytes: PDF }

/** As a browser or another program sends it. */
async function bodyOf(form: FormData) {
  const request = new Request('http://localhost', { method: 'POST', body: form })
  return {
    body: Buffer.from(await request.arrayBuffer()),
    type: request.headers.get('content-type') ?? '',
  }
}

function formOf(content: unknown, files: readonly Sent[], typed = false): FormData {
  const form = new FormData()
  const json = JSON.stringify(content)
  if (content !== undefined) {
    form.append('content', typed ? new Blob([json], { type: 'application/json' }) : json)
  }
  for (const { name, bytes } of files) form.append('files', new Blob([new Uint8Array(bytes)]), name)
  return form
}

async function opened() {
  const bureau = await api()
  const { app, token } = bureau
  const writer = await token('writer某')
  const post = async (
    form: FormData,
    { bearer = writer, headers = {} as Record<string, string>, to = '', method = 'POST' } = {},
  ) => {
    const { body, type } = await bodyOf(form)
    const answer = await app.inject({
      ...{ method: method as 'POST', url: `/api/announcements${to}`, payload: body },
      headers: { authorization: `Bearer ${bearer}`, 'content-type': type, ...headers },
    })
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }
  const contents = () => bureau.office.files.list(Number.MAX_SAFE_INTEGER)
  return { ...bureau, writer, post, contents }
}

describe('a form', () => {
  it.each([false, true])(
    'holds the content and its files (JSON with a type: %s)',
    async (typed) => {
      const { post, store, call, writer } = await opened()
      const files = [timetable, { name: '图.png', bytes: PNG }]
      const { status, body } = await post(formOf(NOTICE, files, typed))
      expect(status).toBe(201)
      const shown = [
        { name: '课程表.pdf', type: 'pdf', size: PDF.length },
        { name: '图.png', type: 'png', size: PNG.length },
      ]
      expect(body['attachments']).toMatchObject(shown)
      expect((await call(writer, '/announcements/A-000001')).body['attachments']).toMatchObject(
        shown,
      )
      const kept = await store.files.of(attachedTo('A-000001'))
      expect(kept.map(({ name }) => name).toSorted()).toEqual(['图.png', '课程表.pdf'].toSorted())
      expect(body['plan']).toMatchObject({ byChannel: { telegram: { messages: 12 } } })
    },
  )

  it('is approved with its files: other bytes, or another name, are another hash', async () => {
    const { post } = await opened()
    const hashes: unknown[] = []
    for (const file of [
      timetable,
      timetable,
      { ...timetable, name: '表.pdf' },
      { ...timetable, bytes: Buffer.from('%PDF-1.7 another') },
    ]) {
      hashes.push((await post(formOf(NOTICE, [file]))).body['contentHash'])
    }
    expect(new Set(hashes).size).toBe(3)
    expect(hashes[0]).toBe(hashes[1])
  })

  it('calls files by names that nothing can obey, whatever their sender says', async () => {
    const { post, contents } = await opened()
    const name = '../../etc/\u202e\u0007pass<wd>.exe'
    const { status, body } = await post(formOf(NOTICE, [{ name, bytes: PDF }]))
    expect(status).toBe(201)
    expect(body['attachments']).toMatchObject([{ name: 'passwd.pdf' }])
    expect((await contents()).every((id) => /^[\w-]+$/.test(id))).toBe(true)
  })

  const zip = Buffer.from(zipSync({ 'a.txt': new Uint8Array([1]) }))
  it.each<[string, unknown, readonly Sent[], string]>([
    ['another kind of file', NOTICE, [{ name: 'x.pdf', bytes: Buffer.from('MZ') }], 'files.0'],
    ['an archive', NOTICE, [timetable, { name: 'x.docx', bytes: zip }], 'files.1'],
    ['an empty file', NOTICE, [{ name: 'x.pdf', bytes: Buffer.alloc(0) }], 'files.0'],
    ['eleven megabytes', NOTICE, [timetable, { name: 'x.pdf', bytes: TOO_LARGE }], 'files.1'],
    ['six files', NOTICE, Array<Sent>(6).fill(timetable), 'files'],
    ['twenty files', NOTICE, Array<Sent>(20).fill(timetable), 'files'],
    ['no content', undefined, [timetable], 'content'],
    ['content without a title', { ...NOTICE, title: '' }, [timetable], 'title'],
    ['forged attachments', { ...NOTICE, files: [{ id: 'x' }] }, [timetable], 'body'],
  ])(
    'with %s is refused by the part, and nothing is kept',
    async (_what, content, files, field) => {
      const { post, contents, store } = await opened()
      const { status, body } = await post(formOf(content, files))
      expect([status, body['field']]).toEqual([422, field])
      expect(await store.announcements.list(9)).toEqual([])
      expect(await contents()).toEqual([])
    },
  )

  it.each([
    ['content that is no JSON', 'content', [['content', '{']]],
    [
      'two contents',
      'body',
      [
        ['content', '{}'],
        ['content', '{}'],
      ],
    ],
    ['another field', 'body', [['surprise', '1']]],
    ['a field that would be a prototype', 'body', [['__proto__', '1']]],
  ] as const)('with %s is refused', async (_what, field, fields) => {
    const { post } = await opened()
    const form = new FormData()
    for (const [name, value] of fields) form.append(name, value)
    const { status, body } = await post(form)
    expect([status, body['field']]).toEqual([422, field])
  })

  it.each([
    ['--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1.7'],
    [''],
    ['--y--'],
  ])('that is cut off or empty is refused (%#)', async (payload) => {
    const { app, writer, contents } = await opened()
    const answer = await app.inject({
      ...{ method: 'POST', url: '/api/announcements', payload },
      headers: {
        authorization: `Bearer ${writer}`,
        'content-type': 'multipart/form-data; boundary=x',
      },
    })
    expect(answer.statusCode).toBe(422)
    expect(await contents()).toEqual([])
  })

  it('is not read before it is known who sends it', async () => {
    const { post, token, contents } = await opened()
    const reader = await token('writer某', ['announcements:read'])
    for (const [bearer, status] of [
      ['nobody-nobody-nobody-nobody', 401],
      [reader, 403],
    ] as const) {
      expect((await post(formOf(NOTICE, [timetable]), { bearer })).status).toBe(status)
    }
    const clerk = await token('clerk某')
    expect((await post(formOf(NOTICE, [timetable]), { bearer: clerk })).status).toBe(403)
    expect(await contents()).toEqual([])
  })

  it('that is too large is answered over a real connection, too', async () => {
    const { app, writer, contents } = await opened()
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    const answer = await fetch(`http://127.0.0.1:${port}/api/announcements`, {
      method: 'POST',
      headers: { authorization: `Bearer ${writer}` },
      body: formOf(NOTICE, [{ name: 'x.pdf', bytes: TOO_LARGE }, timetable]),
    })
    expect(answer.status).toBe(422)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ field: 'files.0', detail: 'too-large' })
    expect(await contents()).toEqual([])
  })
})

describe('a form with a key', () => {
  const headers = { 'idempotency-key': 'k-1' }

  it('has one effect, however many are sent at once, and keeps its files once', async () => {
    const { post, store, contents } = await opened()
    const form = () => formOf(NOTICE, [timetable])
    const many = await Promise.all(Array.from({ length: 50 }, () => post(form(), { headers })))
    expect(new Set(many.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(
      1,
    )
    expect((await post(form(), { headers })).body['id']).toBe('A-000001')
    expect(await store.announcements.list(9)).toHaveLength(1)
    expect(await contents()).toHaveLength(1)
    expect(await store.files.of(attachedTo('A-000001'))).toHaveLength(1)
  })

  it('is refused with other bytes, another name, or without the file', async () => {
    const { post, contents } = await opened()
    expect((await post(formOf(NOTICE, [timetable]), { headers })).status).toBe(201)
    for (const files of [
      [{ ...timetable, bytes: Buffer.from('%PDF-1.7 another') }],
      [{ ...timetable, name: '表.pdf' }],
      [],
      [timetable, timetable],
    ]) {
      const { status, body } = await post(formOf(NOTICE, files), { headers })
      expect([status, body['detail']]).toEqual([409, 'key used for another call'])
    }
    expect(await contents()).toHaveLength(1)
  })
})

it('a draft that is written anew has the files of the new form only; one that is cancelled, none', async () => {
  const { post, call, store, writer } = await opened()
  await post(formOf(NOTICE, [timetable]))
  const other = { name: '新表.pdf', bytes: Buffer.from('%PDF-1.7 new') }
  const changed = await post(formOf(NOTICE, [other]), { to: '/A-000001', method: 'PUT' })
  expect(changed.status).toBe(200)
  expect(changed.body['attachments']).toMatchObject([{ name: '新表.pdf' }])
  const names = async () => (await store.files.of(attachedTo('A-000001'))).map((file) => file.name)
  expect(await names()).toEqual(['新表.pdf'])
  await call(writer, '/announcements/A-000001/cancel', {})
  expect(await names()).toEqual([])
})

it('a preview shows the text, the buttons and the files of a channel', async () => {
  const { post, call, writer } = await opened()
  const until = new Date(Date.UTC(2026, 11, 1)).toISOString()
  const content = { ...NOTICE, text: '**周六**维护。\n- 上午', acknowledge: { until } }
  await post(formOf(content, [timetable]))
  const shown = async (channel: string) =>
    (await call(writer, '/announcements/A-000001/preview', { channel })).body
  const telegram = await shown('telegram')
  expect(telegram).toMatchObject({
    choices: ['收到'],
    attachments: [{ name: '课程表.pdf', as: 'file' }],
  })
  const text = String(telegram['text'])
  expect(text).toContain('周六维护。\n· 上午')
  const [bold] = telegram['bold'] as { offset: number; length: number }[]
  expect(text.slice(bold?.offset, (bold?.offset ?? 0) + (bold?.length ?? 0))).toBe('周六')
  const wechat = await shown('wechat')
  expect(wechat).toMatchObject({ choices: [], bold: [], attachments: [{ as: 'file' }] })
  expect(wechat['text']).toContain('回复“收到”')
  const official = await shown('wechat-official')
  expect(official).toMatchObject({ attachments: [{ as: 'on-request' }] })
  expect(official['text']).toContain('附件：课程表.pdf。请发“通知 A-000001”取。')
  const wrong = await call(writer, '/announcements/A-000001/preview', { channel: 'pigeon' })
  expect([wrong.status, wrong.body['field']]).toEqual([422, 'channel'])
})

it('forms are described beside the JSON', async () => {
  const { call } = await opened()
  const { body } = await call('', '/openapi.json')
  const paths = body['paths'] as Record<string, Record<string, { requestBody: unknown }>>
  for (const [path, method] of [
    ['/api/announcements', 'post'],
    ['/api/announcements/{id}', 'put'],
  ] as const) {
    expect(paths[path]?.[method]?.requestBody).toMatchObject({
      content: {
        'application/json': { schema: { properties: { title: {} } } },
        'multipart/form-data': {
          schema: {
            required: ['content'],
            properties: { content: { properties: { title: {} } }, files: { maxItems: 5 } },
          },
        },
      },
    })
  }
})
