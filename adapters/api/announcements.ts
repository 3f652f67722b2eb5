/** Announcements over HTTP: `/api/announcements`, described by `/api/openapi.json`. */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Scope } from '../../core/announcements/access.ts'
import type { Announcement, Content } from '../../core/announcements/announcement.ts'
import { deliveryStates, totalOf } from '../../core/announcements/delivery.ts'
import type { Plan } from '../../core/announcements/plan.ts'
import {
  type Actor,
  approve,
  change,
  type Changed,
  maySee,
  type Office,
  planned,
  resend,
  send,
  write,
  type Written,
} from '../../core/announcements/running.ts'
import { announced } from '../../core/announcements/telling.ts'
import type { Logger } from '../../core/ports.ts'
import type { Repositories } from '../../core/store.ts'
import { type CallerOptions, callerOf } from './caller.ts'
import { answeredOnce } from './once.ts'
import { refuse, refuseFor } from './problem.ts'
import * as schemas from './schemas.ts'

export interface ApiOptions extends CallerOptions {
  readonly office: Office
  readonly logger: Logger
}

const idParams = z.object({ id: z.string().regex(/^A-\d{6,9}$/) })
const errors = Object.fromEntries(
  [401, 403, 404, 409, 422].map((code) => [code, schemas.problemSchema]),
)
const MOST_LISTED = 1000

/** To be awaited before other routes are added: what is described is what comes after. */
export async function registerApi(app: FastifyInstance, options: ApiOptions): Promise<void> {
  await app.register(async (plugin) => {
    await plugin.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Epiaotong', version: '1', description: 'Announcements of the bureau.' },
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
        security: [{ bearer: [] }],
      },
      transform: jsonSchemaTransform,
    })
    plugin.setErrorHandler(
      (error: { validation?: unknown; statusCode?: number }, _request, reply) => {
        if (!error.validation) throw error
        return refuse(reply, 422, { field: fieldOf(error.validation) })
      },
    )
    createRoutes(plugin, options)
    moveRoutes(plugin, options)
    readRoutes(plugin, options)
    plugin.get('/api/openapi.json', { schema: { hide: true } }, () => plugin.swagger())
  })
}

/** The first field that is wrong, as it is named in the call. */
function fieldOf(validation: unknown): string {
  const [first] = Array.isArray(validation) ? (validation as { instancePath?: string }[]) : []
  return first?.instancePath?.split('/').filter(Boolean).join('.') || 'body'
}

type Handle = (actor: Actor, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

function guarded(scope: Scope, options: ApiOptions, handle: Handle) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const actor = await callerOf(request, reply, scope, options)
    return actor ? handle(actor, request, reply) : reply
  }
}

function createRoutes(app: FastifyInstance, options: ApiOptions): void {
  const { store, office, clock } = options
  const schema = {
    body: schemas.contentSchema,
    response: { 201: schemas.createdSchema, ...errors },
  }
  app.post(
    '/api/announcements',
    { schema, config: { rateLimit: {} } },
    guarded('announcements:write', options, (actor, request, reply) =>
      answeredOnce(request, reply, actor, options, async (keep) => {
        const body = request.body as z.infer<typeof schemas.contentSchema>
        return store.transaction(async (tx) => {
          const done = await write(tx, office, actor, contentOf(body), clock())
          if (done.kind === 'refused') return done
          const answer = answerOf(done)
          await keep(tx, answer)
          return answer
        })
      }),
    ),
  )
}

function contentOf(body: z.infer<typeof schemas.contentSchema>): Content {
  const { acknowledge, sendAt, ...rest } = body
  return {
    ...rest,
    ...(acknowledge && { acknowledge: { until: Date.parse(acknowledge.until) } }),
    ...(sendAt !== undefined && { sendAt: Date.parse(sendAt) }),
  }
}

function answerOf(written: Written) {
  return { kind: 'done' as const, status: 201, body: created(written) }
}

function created({ announcement, summary, plan }: Written) {
  const { id, state, contentHash } = announcement
  const { units, people, byChannel, unreachable } = summary
  return {
    id,
    state,
    contentHash,
    audience: { units, people, byChannel, unreachable },
    plan: planWords(plan),
  }
}

function planWords({ finishAt, byChannel }: Plan) {
  const channels = Object.entries(byChannel).map(([name, one]) => [
    name,
    { ...one, finishAt: iso(one.finishAt) },
  ])
  return { finishAt: iso(finishAt), byChannel: Object.fromEntries(channels) as object }
}

const iso = (instant: number) => new Date(instant).toISOString()

function moveRoutes(app: FastifyInstance, options: ApiOptions): void {
  const { store, clock } = options
  type Work = (
    tx: Repositories,
    actor: Actor,
    id: string,
    request: FastifyRequest,
  ) => Promise<Changed>
  const route = (name: string, scope: Scope, work: Work, body?: z.ZodType) => {
    const schema = {
      params: idParams,
      response: { 200: schemas.movedSchema, ...errors },
      ...(body && { body }),
    }
    app.post(
      `/api/announcements/:id/${name}`,
      { schema, config: { rateLimit: {} } },
      guarded(scope, options, async (actor, request, reply) => {
        const { id } = request.params as z.infer<typeof idParams>
        const done = await store.transaction((tx) => work(tx, actor, id, request))
        if (done.kind === 'refused') return refuseFor(reply, done.reason)
        return { id, state: done.announcement.state }
      }),
    )
  }
  const hashBody = z.strictObject({ contentHash: z.string().regex(/^[0-9a-f]{64}$/) })
  const againBody = z.strictObject({ states: z.array(z.enum(['unknown', 'failed'])).min(1) })
  route(
    'approve',
    'announcements:approve',
    (tx, actor, id, { body }) =>
      approve(tx, actor, id, (body as z.infer<typeof hashBody>).contentHash, clock()),
    hashBody,
  )
  route('send', 'announcements:write', (tx, actor, id) => send(tx, actor, id, clock()))
  for (const move of ['pause', 'resume', 'cancel'] as const) {
    route(move, 'announcements:write', (tx, actor, id) => change(tx, actor, id, move, clock()))
  }
  route(
    'resend',
    'announcements:write',
    (tx, actor, id, { body }) =>
      resend(tx, actor, id, (body as z.infer<typeof againBody>).states, clock()),
    againBody,
  )
}

function readRoutes(app: FastifyInstance, options: ApiOptions): void {
  const found =
    (handle: (announcement: Announcement, request: FastifyRequest) => Promise<unknown>): Handle =>
    async (actor, request, reply) => {
      const { id } = request.params as z.infer<typeof idParams>
      const announcement = await options.store.announcements.find(id)
      if (!announcement || !maySee(actor.person, announcement)) return refuse(reply, 404)
      return handle(announcement, request)
    }
  const params = { params: idParams }
  app.get(
    '/api/announcements/:id',
    { schema: { ...params, response: { 200: schemas.statusSchema, ...errors } } },
    guarded(
      'announcements:read',
      options,
      found((announcement) => statusOf(announcement, options)),
    ),
  )
  const query = z.object({
    state: z.enum(deliveryStates).optional(),
    after: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(MOST_LISTED).default(100),
  })
  app.get(
    '/api/announcements/:id/deliveries',
    {
      schema: {
        ...params,
        querystring: query,
        response: { 200: schemas.deliveriesSchema, ...errors },
      },
    },
    guarded(
      'announcements:read',
      options,
      found(({ id }, request) => listOf(id, request.query as z.infer<typeof query>, options)),
    ),
  )
  const body = z.strictObject({ channel: z.string().max(40) })
  app.post(
    '/api/announcements/:id/preview',
    { schema: { ...params, body, response: { 200: z.object({ text: z.string() }), ...errors } } },
    guarded(
      'announcements:write',
      options,
      found((announcement, request) => {
        const { channel } = request.body as z.infer<typeof body>
        const choices = channel.startsWith('wechat') ? 'numbers' : 'buttons'
        return Promise.resolve({
          text: announced(announcement, { group: false }, { choices }).text,
        })
      }),
    ),
  )
}

async function statusOf(announcement: Announcement, { store, office, clock }: ApiOptions) {
  const { id, state, title, contentHash } = announcement
  const [counts, acknowledged] = await Promise.all([
    store.deliveries.counts(id),
    store.deliveries.acknowledged(id),
  ])
  const messages = await store.deliveries.left(id)
  const { finishAt } = planned({ messages }, announcement, office, clock())
  const total = totalOf(counts)
  return { id, state, title, contentHash, total, counts, acknowledged, finishAt: iso(finishAt) }
}

async function listOf(
  id: string,
  {
    state,
    after,
    limit,
  }: { state?: (typeof deliveryStates)[number] | undefined; after: number; limit: number },
  { store }: ApiOptions,
) {
  const query = { after, limit, ...(state && { state }) }
  const rows = await store.deliveries.list(id, query)
  const items = rows.map(
    ({ id: row, recipient, name, region, to, state: is, reason, acknowledgedAt }) => ({
      ...{ id: row, recipient, name, region, state: is },
      ...(to && { channel: to.channel }),
      ...(reason !== undefined && { reason }),
      ...(acknowledgedAt !== undefined && { acknowledgedAt: iso(acknowledgedAt) }),
    }),
  )
  const last = rows.at(-1)
  return { items, ...(rows.length === limit && last && { next: last.id }) }
}
