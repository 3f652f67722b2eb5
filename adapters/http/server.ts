/** The HTTP server: what every route shares, and the two that operators ask. */
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { backlogOf, type BacklogStore, unknownOf } from '../../core/backlog.ts'
import type { Channel, Logger } from '../../core/ports.ts'

export interface ServerOptions {
  readonly logger: Logger
  readonly store: BacklogStore
  readonly channels: readonly Pick<Channel, 'name' | 'state'>[]
  /** A proxy on this machine terminates https: then, and only then, it is believed about addresses. */
  readonly behindProxy?: boolean
  readonly metrics: { readonly contentType: string; text(): Promise<string> }
}

const MOST_REQUESTS_A_MINUTE = 1200

const count = z.int().nonnegative()
const channelHealth = z.object({
  state: z.enum(['starting', 'running', 'failing', 'stopped']),
  since: z.iso.datetime(),
  /** While it fails, and only in words of our own. */
  reason: z.string().optional(),
})
const channelsHealth = z.record(z.string(), channelHealth)

/** What `GET /health` answers: nothing else leaves by it. */
const healthSchema = {
  200: z.object({
    status: z.literal('ok'),
    database: z.literal('ok'),
    channels: channelsHealth,
    backlog: z.object({ inbox: count, outbox: count, unknown: count, setAside: count }),
  }),
  503: z.object({
    status: z.literal('failing'),
    database: z.literal('failing'),
    channels: channelsHealth,
  }),
}

/** Not yet listening. Errors are `application/problem+json`; requests are logged by route, never by address. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    ...{ logger: false, bodyLimit: 1024 * 1024, forceCloseConnections: true },
    trustProxy: options.behindProxy ? 'loopback' : false,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(cookie)
  await app.register(helmet, { contentSecurityPolicy: { directives: policy }, hsts: false })
  await app.register(rateLimit, {
    global: false,
    max: MOST_REQUESTS_A_MINUTE,
    timeWindow: '1 minute',
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode && error.statusCode >= 400 ? error.statusCode : 500
    if (status >= 500) {
      options.logger.error('request failed', { route: request.routeOptions.url, code: error.code })
    }
    return reply.code(status).type('application/problem+json').send(problem(status))
  })
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('application/problem+json').send(problem(404)),
  )
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    options.logger.info('request', { method: request.method, route, status: reply.statusCode })
    done()
  })
  registerOperations(app, options)
  return app
}

/** Scripts, styles and pictures of our own only. */
const policy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
  formAction: ["'none'"],
  baseUri: ["'none'"],
  upgradeInsecureRequests: null,
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not acceptable content',
  429: 'Too many requests',
  500: 'Internal error',
}

/** RFC 9457, with nothing in it that the caller sent. */
function problem(status: number) {
  return { type: 'about:blank', title: TITLES[status] ?? 'Error', status }
}

function registerOperations(
  app: FastifyInstance,
  { store, channels, metrics, logger }: ServerOptions,
) {
  const schema = { response: healthSchema }
  app.get('/health', { logLevel: 'silent', schema }, async (_request, reply) => {
    const states = Object.fromEntries(channels.map((channel) => [channel.name, stateOf(channel)]))
    try {
      const waiting = await backlogOf(store)
      const backlog = { ...waiting, unknown: unknownOf(waiting) }
      return { status: 'ok', database: 'ok', channels: states, backlog }
    } catch {
      logger.error('the database does not answer')
      return reply.code(503).send({ status: 'failing', database: 'failing', channels: states })
    }
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
}

function stateOf(channel: Pick<Channel, 'state'>): z.infer<typeof channelHealth> {
  const { state, since, reason } = channel.state()
  const why = state === 'failing' && reason !== undefined ? { reason } : {}
  return { state, since: new Date(since).toISOString(), ...why }
}
