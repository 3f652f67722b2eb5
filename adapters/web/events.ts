/** What is sent to a conversation, as server-sent events to one open page. */
import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { WebChannel } from './channel.ts'
import { render } from './render.ts'

/** Proxies cut a connection on which nothing is said. */
const HEARTBEAT_MS = 25_000
/** A page that reads so little that this much waits for it is let go: it comes back and reads the log. */
const MOST_UNREAD_BYTES = 256 * 1024

/** Answers with the stream of events. Undefined, with nothing answered, when the channel takes no further page. */
export function openStream(
  reply: FastifyReply,
  channel: WebChannel,
  conversation: string,
): FastifyReply | undefined {
  const stream = new PassThrough()
  const write = (text: string) => {
    if (stream.writableLength + stream.readableLength > MOST_UNREAD_BYTES) stream.destroy()
    else if (stream.writable) stream.write(text)
  }
  const disconnect = channel.connect(conversation, {
    show(message, at) {
      const entry = render(message, at)
      write(`event: message\nid: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`)
    },
    end: () => stream.end(),
  })
  if (!disconnect) return undefined
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS).unref()
  stream.once('close', () => {
    clearInterval(heartbeat)
    disconnect()
  })
  write(': connected\n\n')
  return reply
    .type('text/event-stream; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .header('X-Accel-Buffering', 'no')
    .send(stream)
}
