/** The browser chat over HTTP: the page, what a person says, the log, and what is answered. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Keys } from '../../core/keys.ts'
import type { Clock, Files, Randomness } from '../../core/ports.ts'
import type { Store } from '../../core/store.ts'
import type { WebChannel } from './channel.ts'
import { decode, postedMessage } from './decode.ts'
import { openStream } from './events.ts'
import { pageFiles } from './page.ts'
import { refuse } from './problem.ts'
import { readLog, type SendableOf } from './render.ts'
import { ownUploads, registerUploads } from './uploads.ts'
import { conversationOf, fromOurPage, welcome } from './visitor.ts'

export interface ChatOptions {
  readonly channel: WebChannel
  readonly store: Pick<Store, 'inbox' | 'outbox'>
  readonly sendableOf: SendableOf
  readonly randomness: Randomness
  readonly keys: Pick<Keys, 'seal'>
  readonly files: Pick<Files, 'keep'>
  readonly clock: Clock
  /** Whether the cookie may travel over https only. */
  readonly secure: boolean
}

/** A text of 4,000 characters, every one of them escaped. */
const BODY_LIMIT = 32 * 1024
/** The server's own limit for an address. */
const limited = { config: { rateLimit: {} } }

/** Needs @fastify/cookie registered before. */
export function registerChat(app: FastifyInstance, options: ChatOptions): void {
  registerPage(app, options)
  registerUploads(app, { ...options, refuse })
  app.post('/chat/messages', { ...limited, bodyLimit: BODY_LIMIT }, (request, reply) =>
    takeMessage(request, reply, options),
  )
  app.get('/chat/log', limited, async (request, reply) => {
    const conversation = conversationOf(request)
    if (conversation === undefined) return refuse(reply, 401)
    reply.header('Cache-Control', 'no-store')
    return readLog(conversation, options)
  })
  app.get('/chat/events', { ...limited, exposeHeadRoute: false }, (request, reply) => {
    const conversation = conversationOf(request)
    if (conversation === undefined) return refuse(reply, 401)
    if (options.channel.state().state === 'stopped') return refuse(reply, 503)
    return openStream(reply, options.channel, conversation) ?? refuse(reply, 429)
  })
}

function registerPage(app: FastifyInstance, options: ChatOptions): void {
  const { index, assets } = pageFiles()
  app.get('/', limited, (request, reply) => {
    welcome(request, reply, options)
    return reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-store').send(index)
  })
  for (const { path, type, content } of assets) {
    app.get(path, (_request, reply) =>
      reply.type(type).header('Cache-Control', 'no-cache').send(content),
    )
  }
}

/** 202 is said only once the message is durable; the same id again is answered the same and changes nothing. */
async function takeMessage(
  request: FastifyRequest,
  reply: FastifyReply,
  { channel, keys }: ChatOptions,
): Promise<FastifyReply> {
  if (!fromOurPage(request)) return refuse(reply, 403)
  const conversation = conversationOf(request)
  if (conversation === undefined) return refuse(reply, 401)
  const body = postedMessage.safeParse(request.body)
  if (!body.success) return refuse(reply, 422, String(body.error.issues[0]?.path[0] ?? 'body'))
  const files = ownUploads(body.data.files ?? [], conversation, keys)
  if (!files) return refuse(reply, 422, 'files')
  const message = decode(body.data, { conversation, ip: request.ip, files })
  return (await channel.accept(message)) ? reply.code(202).send({}) : refuse(reply, 503)
}
