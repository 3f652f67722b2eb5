/** A Bot API server that is as light as it can be: it takes messages, and tells who waits for them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BOT } from '../support/bot-api.ts'

export interface Sink {
  readonly root: string
  /** Called with the chat of each message as it arrives. */
  onMessage: (chat: number) => void
  close(): void
}

const OK = JSON.stringify({ ok: true, result: true })
const ME = JSON.stringify({ ok: true, result: BOT })

export async function startSink(): Promise<Sink> {
  let id = 0
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const send = request.url?.endsWith('/sendMessage') ?? false
      const chat = send ? Number(/"chat_id":"?(-?\d+)/.exec(body)?.[1]) : 0
      const message = `{"ok":true,"result":{"message_id":${++id},"date":1,"chat":{"id":${chat},"type":"private"},"text":"."}}`
      response.setHeader('content-type', 'application/json')
      response.end(send ? message : request.url?.endsWith('/getMe') ? ME : OK)
      if (send) sink.onMessage(chat)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const sink: Sink = {
    root: `http://127.0.0.1:${port}`,
    onMessage: () => undefined,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return sink
}
