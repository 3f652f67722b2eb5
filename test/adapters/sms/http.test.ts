/** The HTTP gateway for text messages: one call, its own shape, and what each answer means. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHttpSms } from '../../../adapters/sms/http.ts'
import { createTerminalSms } from '../../../adapters/sms/terminal.ts'

interface Call {
  readonly body: string
  readonly authorization: string | undefined
  readonly at: number
}

async function gateway(status: number | 'hang' | 'cut') {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      calls.push({ body, authorization: request.headers.authorization, at: performance.now() })
      if (status === 'cut') response.destroy()
      else if (status !== 'hang') response.writeHead(status, { location: '/elsewhere' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`
  const options = { url, body: '{"to":"{phone}","content":"{text}"}', perMinute: 60_000, perDay: 9 }
  return { calls, options, sms: createHttpSms(options) }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

describe('the HTTP gateway', () => {
  it('posts the template with phone and text, which cannot change its shape', async () => {
    const { calls, options } = await gateway(200)
    const sms = createHttpSms({ ...options, token: 'secret-of-nobody' })
    await sms.send('13800000000', '验证码 "123456"\\ {phone}')
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({
      to: '13800000000',
      content: '验证码 "123456"\\ {phone}',
    })
    expect(calls[0]?.authorization).toBe('Bearer secret-of-nobody')
  })

  it.each([
    [429, 'limited'],
    [500, 'unavailable'],
    [400, 'refused'],
    [302, 'refused'],
    ['cut', 'unknown'],
  ] as const)('%s means %s, and is tried once', async (status, kind) => {
    const { calls, sms } = await gateway(status)
    await expect(sms.send('13800000000', 'x')).rejects.toMatchObject({ name: 'ChannelError', kind })
    expect(calls).toHaveLength(1)
  })

  it('gives up on a gateway that does not answer', async () => {
    const { options } = await gateway('hang')
    const sms = createHttpSms({ ...options, timeoutMs: 30 })
    await expect(sms.send('13800000000', 'x')).rejects.toMatchObject({ kind: 'unknown' })
  })

  it('keeps its pace, and turns a flood away', async () => {
    const { calls, options } = await gateway(200)
    const paced = createHttpSms({ ...options, perMinute: 600 })
    await Promise.all([1, 2].map(() => paced.send('13800000000', 'x')))
    const [first, second] = calls
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(80)
    const slow = createHttpSms({ ...options, perMinute: 1 })
    for (let count = 0; count < 20; count++) slow.send('13800000000', 'x').catch(() => undefined)
    await expect(slow.send('13800000000', 'x')).rejects.toMatchObject({ kind: 'limited' })
  })
})

describe('the terminal for trying', () => {
  it('prints the text, and not the whole phone', async () => {
    const lines: string[] = []
    await createTerminalSms((line) => lines.push(line)).send('13812345678', '验证码 123456')
    expect(lines).toEqual(['[SMS 138****5678] 验证码 123456'])
  })
})
