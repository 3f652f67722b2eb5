/** Server-sent events: what is answered reaches the pages that are open, and nobody else. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type ChatServer, openChat, visitor } from './chat-server.ts'

const opened: AbortController[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const controller of opened.splice(0)) controller.abort()
})

/** An open page: `until` reads on until the text is there, and gives all that was read. */
async function openPage(chat: ChatServer, cookie: string) {
  const controller = new AbortController()
  opened.push(controller)
  const response = await fetch(`${await chat.listen()}/chat/events`, {
    headers: { cookie },
    signal: controller.signal,
  })
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let read = ''
  return {
    response,
    close: () => controller.abort(),
    async until(text: string) {
      while (!read.includes(text)) {
        const { value, done } = (await reader?.read()) ?? { done: true }
        if (done) throw new Error(`ended after: ${read}`)
        read += decoder.decode(value, { stream: true })
      }
      return read
    },
    async ended() {
      while (!(await reader?.read())?.done);
    },
  }
}

const post = (person: Awaited<ReturnType<typeof visitor>>, text: string) =>
  person.post({ id: `message-${text}`, text })

describe('the events', () => {
  it('carry each answer, with its id, to every open page of the conversation', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const pages = [await openPage(chat, person.header), await openPage(chat, person.header)]
    await post(person, 'A')
    for (const page of pages) {
      expect(page.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
      expect(page.response.headers.get('cache-control')).toBe('no-store')
      const read = await page.until('收到：A"')
      expect(read).toMatch(/\n\nevent: message\nid: a1\ndata: \{"id":"a1","from":"assistant",/)
    }
  })

  it('keep what was said with line breaks in one event', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const page = await openPage(chat, person.header)
    await person.post({ id: 'message-1', text: '一\n\ndata: 二\r\n三' })
    await post(person, 'B')
    const read = await page.until('收到：B')
    expect(read.match(/^event:/gm)).toHaveLength(2)
  })

  it('never carry what is answered to somebody else', async () => {
    const chat = await openChat()
    const [person, other] = [await visitor(chat), await visitor(chat)]
    const page = await openPage(chat, person.header)
    await post(other, 'hidden')
    await post(person, 'mine')
    expect(await page.until('收到：mine')).not.toContain('hidden')
  })

  it('show what is sent later by itself', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const page = await openPage(chat, person.header)
    await post(person, 'A')
    await chat.say(chat.heard[0]?.from.conversation ?? '', { text: '通知', personal: false })
    await page.until('通知')
  })

  it('say something every 25 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const chat = await openChat()
    const page = await openPage(chat, (await visitor(chat)).header)
    await page.until(': connected')
    vi.advanceTimersByTime(25_000)
    await page.until(': still here\n\n')
  })

  it('go to eight pages of a conversation, and to another when one of them is closed', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    const pages = []
    for (let n = 0; n < 8; n++) pages.push(await openPage(chat, person.header))
    const refused = await openPage(chat, person.header)
    expect(refused.response.status).toBe(429)
    expect(refused.response.headers.get('content-type')).toMatch('application/problem+json')
    expect((await openPage(chat, (await visitor(chat)).header)).response.status).toBe(200)
    pages[0]?.close()
    await vi.waitFor(async () => {
      expect((await openPage(chat, person.header)).response.status).toBe(200)
    })
  })

  it('end when the channel stops; what is sent then is read from the log', async () => {
    const chat = await openChat()
    const person = await visitor(chat)
    await post(person, 'A')
    const page = await openPage(chat, person.header)
    await chat.channel.stop()
    await page.ended()
    expect(chat.channel.state().state).toBe('stopped')
    expect((await openPage(chat, person.header)).response.status).toBe(503)
    await chat.say(chat.heard[0]?.from.conversation ?? '', { text: '后来', personal: false })
    expect((await person.log()).at(-1)?.text).toBe('后来')
  })
})
