/** Announcements over HTTP: `/api/announcements`, described by `/api/openapi.json`. */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Scope } from '../../core/announcements/access.ts'
import type { Actor, Changed } from '../../core/announcements/moving.ts'
import { approve, change, resend, send } from '../../core/announcements/running.ts'
import type { Repositories } from '../../core/store.ts'
import { listRoute, readRoutes } from './announcement-reading.ts'
import { changeRoutes, createRoutes, remindRoute } from './announcement-writing.ts'
import { type ApiOptions, guarded } from './caller.ts'
import { described } from './described.ts'
import { attachedTo, dropAll, registerMultipart } from './multipart.ts'
import { refuse, refuseMove } from './problem.ts'
import * as schemas from './schemas.ts'
import { errors, idParams } from './schemas.ts'
import { type Issue, languageOf, wrongIn } from './wrong.ts'

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
      transformObject: described,
    })
    plugin.setErrorHandler(async (error: Unfit, request, reply) => {
      if (!error.validation) throw error
      await dropAll(attachedTo(request), options.files)
      return refuseUnfit(error, request, reply)
    })
    await registerMultipart(plugin)
    createRoutes(plugin, options)
    changeRoutes(plugin, options)
    remindRoute(plugin, options)
    moveRoutes(plugin, options)
    listRoute(plugin, options)
    readRoutes(plugin, options)
    const hidden = { schema: { hide: true }, config: { rateLimit: {} } }
    plugin.get('/api/openapi.json', hidden, () => plugin.swagger())
  })
}

interface Unfit {
  readonly validation?: unknown
  readonly validationContext?: string
}

/** Says in the caller's language what of the call does not fit. */
function refuseUnfit(
  { validation, validationContext = 'body' }: Unfit,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { body, params, query: querystring } = request
  const sent = { body, params, querystring } as Readonly<Record<string, unknown>>
  const language = languageOf(request.headers['accept-language'])
  const issues = Array.isArray(validation) ? (validation as Issue[]) : []
  const wrong = wrongIn(issues, sent[validationContext], language)
  return refuse(reply.header('Content-Language', language), 422, wrong)
}

function moveRoutes(app: FastifyInstance, options: ApiOptions): void {
  const { store, clock, office } = options
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
    app.post(`/api/announcements/:id/${name}`, {
      schema,
      ...guarded(scope, options, async (actor, request, reply) => {
        const { id } = request.params as z.infer<typeof idParams>
        const done = await store.transaction((tx) => work(tx, actor, id, request))
        if (done.kind === 'refused') return refuseMove(reply, done.reason)
        return { id, state: done.announcement.state }
      }),
    })
  }
  const hashBody = z.strictObject({ contentHash: z.string().regex(/^[0-9a-f]{64}$/) })
  const againBody = z.strictObject({ states: z.array(z.enum(['unknown', 'failed'])).min(1) })
  route(
    'approve',
    'announcements:approve',
    (tx, actor, id, { body }) =>
      approve(tx, office, actor, id, (body as z.infer<typeof hashBody>).contentHash, clock()),
    hashBody,
  )
  route('send', 'announcements:write', (tx, actor, id) => send(tx, office, actor, id, clock()))
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
