/** The browser chat over HTTP: who is let in, what is taken, and what the log shows. */
import { describe, expect, it } from 'vitest'
import { hashToken } from '../../../core/keys.ts'
import { openChat, repeat, visitor } from './chat-server.ts'

const id = (name: string) => name.padEnd(12, '0')

describe('the page', () => {
  it('is served with everything it loads, from here and with nothing inline', async () => {
    const { app } = await openChat()
    const page = await app.inject({ url: '/' })
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.body).toContain('湖北省财政电子票据助手')
    expect(page.body).not.toMatch(/\{\{|<style|\sstyle=|\son\w+=|<script(?![^>]*src=)|https?:\/\//)
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(loaded).toContain('/chat/chat.js')
    for (const url of [...loaded, '/chat/bubble.js', '/chat/language.js', '/chat/words.js']) {
      expect((await app.inject({ url })).statusCode, url).toBe(200)
    }
  })

  it('gives a cookie of 192 random bits for half a year, and the same one again', async () => {
    const chat = await openChat({ secure: true })
    const { cookie } = await visitor(chat)
    expect(cookie).toMatchObject({
      name: 'epiaotong_chat',
      value: expect.stringMatching(/^[\w-]{32}$/),
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
      maxAge: 180 * 24 * 60 * 60,
    })
    const cookies = { epiaotong_chat: cookie.value }
    const again = await chat.app.inject({ url: '/', cookies })
    expect(again.cookies[0]?.value).toBe(cookie.value)
    expect((await visitor(chat)).cookie.value).not.toBe(cookie.value)
    const short = await chat.app.inject({ url: '/', cookies: { epiaotong_chat: 'guess' } })
    expect(short.cookies[0]?.value).toMatch(/^[\w-]{32}$/)
  })

  it('leaves the cookie alone when the visit comes from another site, where the browser holds it back', async () => {
    const { app } = await openChat()
    const visit = (site: string) => app.inject({ url: '/', headers: { 'sec-fetch-site': site } })
    expect((await visit('cross-site')).cookies).toEqual([])
    expect((await visit('same-origin')).cookies).toHaveLength(1)
    expect((await visit('none')).cookies).toHaveLength(1)
  })
})

describe('a message', () => {
  it('is taken once it is durable, under the hash of the cookie', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const taken = await person.post({ id: id('one'), text: ' 帮助\n' })
    expect([taken.statusCode, taken.json()]).toEqual([202, {}])
    const conversation = hashToken(person.cookie.value)
    expect(chat.heard).toEqual([
      {
        id: `${conversation}:${id('one')}`,
        from: { channel: 'web', conversation, user: conversation, group: false, ip: '127.0.0.1' },
        text: '帮助',
        addressed: true,
        at: expect.any(Number),
      },
    ])
    expect(JSON.stringify(await chat.store.inbox.pending(['web'], 0, 9))).not.toContain(
      person.cookie.value,
    )
  })

  it('is not acknowledged before it is durable', async () => {
    const chat = await openChat({ started: false })
    const person = await visitor(chat)
    let durable = () => undefined as void
    const reached = new Promise<void>((entered) => {
      void chat.channel.start(() => {
        entered()
        return new Promise((resolve) => (durable = resolve))
      })
    })
    let answered = false
    const response = person.post({ id: id('one'), text: '帮助' }).then((response) => {
      answered = true
      return response
    })
    await reached
    await new Promise(setImmediate)
    expect(answered).toBe(false)
    durable()
    expect((await response).statusCode).toBe(202)
  })

  it('tells of the language that the browser is set to; a strange one is none', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const tags = ['zh-TW', 'en-US', 'x', 3, `en-${'a'.repeat(40)}`, undefined]
    for (const [index, language] of tags.entries()) {
      const posted = await person.post({ id: id(`tag${index}x`), text: 'A', language })
      expect(posted.statusCode).toBe(202)
    }
    const nothing = Array(4).fill(undefined)
    expect(chat.heard.map(({ locale }) => locale)).toEqual(['zh-CN', 'en', ...nothing])
  })

  it('that comes twice under one id has one effect, and is acknowledged twice', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const twice = [
      await person.post({ id: id('one'), text: 'A' }),
      await person.post({ id: id('one'), text: 'A' }),
    ]
    expect(twice.map(({ statusCode }) => statusCode)).toEqual([202, 202])
    expect((await person.log()).map(({ text }) => text)).toEqual(['A', '收到：A'])
  })

  it('of two people may have the same id', async () => {
    const chat = await openChat()
    const [one, other] = [await visitor(chat), await visitor(chat)]
    await one.post({ id: id('one'), text: 'A' })
    await other.post({ id: id('one'), text: 'B' })
    expect((await one.log()).map(({ text }) => text)).toEqual(['A', '收到：A'])
    expect((await other.log()).map(({ text }) => text)).toEqual(['B', '收到：B'])
  })

  it.each([
    [{ id: 'short', text: 'A' }, 'id'],
    [{ id: `${id('one')}/`, text: 'A' }, 'id'],
    [{ id: id('one') }, 'text'],
    [{ id: id('one'), text: '  ' }, 'text'],
    [{ id: id('one'), text: 'A'.repeat(4001) }, 'text'],
    [{ id: id('one'), text: 'A', choice: '<b>' }, 'choice'],
    ['A', 'body'],
  ])('%j is refused, naming what is wrong', async (body, field) => {
    const chat = await openChat()
    const refused = await (await visitor(chat)).post(body)
    expect(refused.headers['content-type']).toMatch('application/problem+json')
    expect([refused.statusCode, refused.json()]).toEqual([
      422,
      { type: 'about:blank', title: 'Not a message', status: 422, field },
    ])
    expect(chat.heard).toEqual([])
  })

  it('of 4,000 characters is taken, even when all of them are escaped', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const escaped = `{"id":"${id('one')}","text":"${'\\u7968'.repeat(4000)}"}`
    const taken = await chat.app.inject({
      ...{ method: 'POST', url: '/chat/messages', body: escaped },
      headers: { 'content-type': 'application/json', cookie: person.header },
    })
    expect(taken.statusCode).toBe(202)
    expect((await person.post({ id: id('two'), text: 'A'.repeat(40_000) })).statusCode).toBe(413)
  })

  it('that is no JSON is a problem, too', async () => {
    const { app } = await openChat()
    const headers = { 'content-type': 'application/json' }
    const refused = await app.inject({ method: 'POST', url: '/chat/messages', headers, body: '{' })
    expect(refused.statusCode).toBe(400)
    expect(refused.headers['content-type']).toMatch('application/problem+json')
  })

  it('without a cookie, or with one that is not ours, is nobody’s', async () => {
    const { app, heard } = await openChat()
    for (const cookies of [{}, { epiaotong_chat: 'guess' }]) {
      const body = { id: id('one'), text: 'A' }
      const post = await app.inject({ method: 'POST', url: '/chat/messages', cookies, body })
      const others = [
        await app.inject({ url: '/chat/log', cookies }),
        await app.inject({ url: '/chat/events', cookies }),
      ]
      for (const refused of [post, ...others]) {
        expect(refused.statusCode).toBe(401)
        expect(refused.headers['content-type']).toMatch('application/problem+json')
      }
    }
    expect(heard).toEqual([])
  })

  it('from another site’s page is refused', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const from = async (origin: string) =>
      (
        await person.post(
          { id: id(origin.replace(/\W/g, '')), text: 'A' },
          { origin, host: 'chat.test' },
        )
      ).statusCode
    expect(await from('https://evil.test')).toBe(403)
    expect(await from('https://chat.test.evil.test')).toBe(403)
    expect(await from('null')).toBe(403)
    expect(chat.heard).toEqual([])
    expect(await from('https://chat.test')).toBe(202)
  })

  it('is not acknowledged while nobody takes messages in', async () => {
    const chat = await openChat({ started: false })
    const person = await visitor(chat)
    expect((await person.post({ id: id('one'), text: 'A' })).statusCode).toBe(503)
    await chat.channel.start(chat.receive)
    expect((await person.post({ id: id('one'), text: 'A' })).statusCode).toBe(202)
    await chat.channel.stop()
    expect((await person.post({ id: id('two'), text: 'A' })).statusCode).toBe(503)
    expect(chat.heard).toHaveLength(1)
  })
})

describe('the log', () => {
  it('shows the card, the choices and the one-time link as they were sent', async () => {
    const card = { title: '医疗票据', lines: [{ label: '金额（元）', value: '236.21' }] }
    const choices = [{ label: '完整票据', data: '1.0' }]
    const link = { label: '打开', nonce: 'n1' }
    const chat = await openChat({
      answer: () => ({ text: '查到', card, choices, link, personal: true }),
    })
    const person = await visitor(chat)
    await person.post({ id: id('one'), text: '查票' })
    const [asked, answered] = await person.log()
    expect(asked).toEqual({ id: 'p1', from: 'person', text: '查票', at: expect.any(Number) })
    expect(answered).toEqual({
      ...{ id: 'a1', from: 'assistant', text: '查到', card, choices, at: expect.any(Number) },
      link: {
        label: '打开',
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/r\/[\w-]{32}$/),
      },
    })
  })

  it('tells what stands after a card apart from what introduces it', async () => {
    const card = { title: '医疗票据', lines: [] }
    const text = '查到这张票据：\n已冲红。\n请换票。'
    const chat = await openChat({ answer: () => ({ text, card, personal: true }) })
    const person = await visitor(chat)
    await person.post({ id: id('one'), text: '查票' })
    const [, answered] = await person.log()
    expect(answered).toMatchObject({ text: '查到这张票据：', notes: '已冲红。\n请换票。' })
  })

  it('shows a pressed choice by its label, whatever was posted with it', async () => {
    const choices = [
      { label: '完整票据', data: '1.0' },
      { label: '查验', data: '1.1' },
    ]
    const chat = await openChat({ answer: (message) => ({ ...repeat(message), choices }) })
    const person = await visitor(chat)
    await person.post({ id: id('one'), text: '查票' })
    await person.post({ id: id('two'), text: '另一句话', choice: '1.1' })
    await person.post({ id: id('three'), choice: '1.0' })
    await person.post({ id: id('four'), text: '早先的选项', choice: '0.7' })
    expect(chat.heard.map(({ choice }) => choice)).toEqual([undefined, '1.1', '1.0', '0.7'])
    const said = (await person.log()).filter(({ from }) => from === 'person')
    expect(said.map(({ text }) => text)).toEqual(['查票', '查验', '完整票据', '早先的选项'])
  })

  it('shows the last fifty messages, oldest first', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    for (let n = 0; n < 30; n++) await person.post({ id: id(`n${n}x`), text: `${n}` })
    const log = await person.log()
    expect(log).toHaveLength(50)
    const { header: cookie } = person
    const { app } = chat
    expect((await app.inject({ url: '/chat/log', headers: { cookie } })).json()).toMatchObject({
      whole: false,
    })
    expect(log.slice(0, 3).map(({ text }) => text)).toEqual(['5', '收到：5', '6'])
    expect(log.at(-1)?.text).toBe('收到：29')
  })

  it('puts the question before the answer of the same instant', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const conversation = hashToken(person.cookie.value)
    const to = { channel: 'web', conversation, group: false }
    const message = { text: '答', personal: false }
    const from = { ...to, user: conversation }
    await chat.store.transaction(async (tx) => {
      await tx.outbox.add({ to, user: conversation, message, kind: 'reply' }, 5)
      await tx.inbox.add({ id: 'x', from, text: '问', addressed: true, at: 5 }, 5)
    })
    expect((await person.log()).map(({ text }) => text)).toEqual(['问', '答'])
  })

  it('has nothing in it that turns the direction of reading', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    await person.post({ id: id('one'), text: '12\u202e34\u2066' })
    expect((await person.log()).map(({ text }) => text)).toEqual(['1234', '收到：1234'])
  })
})
