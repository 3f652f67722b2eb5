/** Files that visitors of the browser chat send. */
import { describe, expect, it } from 'vitest'
import { LARGEST_FILE } from '../../../core/files/file.ts'
import { openChat, visitor } from './chat-server.ts'

const PDF = Buffer.from('%PDF-1.7 of nobody')

interface Uploaded {
  readonly ref: string
}

describe('a file', () => {
  it('is kept, named in a message, and read by it', async () => {
    const chat = await openChat()
    const { post, upload } = await visitor(chat)
    const uploaded = await upload(PDF)
    expect(uploaded.statusCode).toBe(201)
    const { ref } = uploaded.json<Uploaded>()
    const files = [{ ref, name: '决定书.pdf' }]
    expect((await post({ id: 'message-1', files })).statusCode).toBe(202)
    const [file] = chat.heard[0]?.files ?? []
    expect(chat.heard[0]).toMatchObject({ text: '' })
    expect(file).toMatchObject({ name: '决定书.pdf', type: 'application/pdf' })
    if (!file) throw new Error('no file came')
    const parts: Uint8Array[] = []
    for await (const part of (await chat.channel.fetch?.(file)) ?? []) parts.push(part)
    expect(Buffer.concat(parts)).toEqual(PDF)
    await chat.files.remove(file.ref)
    await expect(chat.channel.fetch?.(file)).rejects.toMatchObject({ kind: 'refused' })
  })

  it('may come with words, and stands in the log without its name', async () => {
    const chat = await openChat()
    const { post, upload, log } = await visitor(chat)
    const { ref } = (await upload(PDF)).json<Uploaded>()
    await post({ id: 'message-1', text: '这是证明', files: [{ ref, name: '张三.pdf' }] })
    await post({ id: 'message-2', files: [{ ref, name: '张三.pdf' }] })
    const mine = (await log()).filter(({ from }) => from === 'person')
    expect(mine).toMatchObject([
      { text: '这是证明', withFiles: true },
      { text: '', withFiles: true },
    ])
    expect(JSON.stringify(mine)).not.toContain('张三')
  })

  it('of one visitor is not another’s to name, nor is one that nobody uploaded', async () => {
    const chat = await openChat()
    const [one, other] = [await visitor(chat), await visitor(chat)]
    const { ref } = (await one.upload(PDF)).json<Uploaded>()
    const [id = '', type = '', seal = ''] = ref.split('.')
    const named = (name: string) => ({ id: 'message-1', files: [{ ref: name, name: 'x.pdf' }] })
    expect((await other.post(named(ref))).json()).toMatchObject({ status: 422, field: 'files' })
    for (const wrong of [id, `${id}.png.${seal}`, `file9.${type}.${seal}`, '', '../../etc/passwd'])
      expect((await one.post(named(wrong))).statusCode).toBe(422)
    expect(chat.heard).toEqual([])
    expect((await one.post(named(ref))).statusCode).toBe(202)
  })

  it('is judged by its content and its size', async () => {
    const { upload } = await visitor(await openChat())
    const large = Buffer.concat([PDF, Buffer.alloc(LARGEST_FILE - PDF.length)])
    expect((await upload(large)).statusCode).toBe(201)
    expect((await upload(Buffer.concat([large, PDF]))).statusCode).toBe(413)
    expect((await upload(Buffer.from('MZ a program'))).statusCode).toBe(415)
    expect((await upload(Buffer.alloc(0))).statusCode).toBe(422)
    const json = { 'content-type': 'application/json' }
    expect((await upload(Buffer.from('{"a":'), json)).statusCode).toBe(415)
    expect((await upload(PDF, json)).statusCode).toBe(201)
  })

  it('is taken from our own page and a visitor we know only', async () => {
    const chat = await openChat()
    const { upload } = await visitor(chat)
    expect((await upload(PDF, { origin: 'https://elsewhere.example' })).statusCode).toBe(403)
    const strange = { method: 'POST', url: '/chat/files', body: PDF } as const
    const headers = { 'content-type': 'application/pdf' }
    expect((await chat.app.inject({ ...strange, headers })).statusCode).toBe(401)
    expect(await chat.files.list(Infinity)).toEqual([])
  })

  it('is one of twenty in ten minutes, from one address', async () => {
    const { upload } = await visitor(await openChat())
    const statuses: number[] = []
    for (let nth = 1; nth <= 21; nth++) statuses.push((await upload(PDF)).statusCode)
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 201))
    expect(statuses[20]).toBe(429)
  })
})
