/** Announcements over HTTP: written, written anew, and reminded of. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Content } from '../../core/announcements/announcement.ts'
import { rewrite, write, type Written } from '../../core/announcements/drafting.ts'
import type { Plan } from '../../core/announcements/plan.ts'
import { remind } from '../../core/announcements/reminding.ts'
import { type ApiOptions, guarded } from './caller.ts'
import { answeredOnce } from './once.ts'
import { refuseFor } from './problem.ts'
import * as schemas from './schemas.ts'
import { errors, idParams, iso } from './schemas.ts'

export function createRoutes(app: FastifyInstance, options: ApiOptions): void {
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

/** Written anew: the same body, and what was approved is not approved any more. */
export function changeRoutes(
  app: FastifyInstance,
  { store, office, clock, ...rest }: ApiOptions,
): void {
  const options = { store, office, clock, ...rest }
  const answers = { ...errors, 200: schemas.createdSchema }
  app.put(
    '/api/announcements/:id',
    {
      schema: { params: idParams, body: schemas.contentSchema, response: answers },
      config: { rateLimit: {} },
    },
    guarded('announcements:write', options, async (actor, request, reply) => {
      const { id } = request.params as z.infer<typeof idParams>
      const content = contentOf(request.body as z.infer<typeof schemas.contentSchema>)
      const done = await store.transaction((tx) => rewrite(tx, office, actor, id, content, clock()))
      return done.kind === 'refused' ? refuseFor(reply, done.reason) : created(done)
    }),
  )
  app.post(
    '/api/announcements/:id/remind',
    {
      schema: { params: idParams, response: { ...errors, 200: schemas.remindedSchema } },
      config: { rateLimit: {} },
    },
    guarded('announcements:write', options, async (actor, request, reply) => {
      const { id } = request.params as z.infer<typeof idParams>
      const done = await store.transaction((tx) => remind(tx, office, actor, id, clock()))
      if (done.kind === 'refused') return refuseFor(reply, done.reason)
      const { announcement, count } = done
      return { id: announcement.id, state: announcement.state, count }
    }),
  )
}

/** What follows an earlier announcement gets its audience from there as it is written. */
function contentOf(body: z.infer<typeof schemas.contentSchema>): Content {
  const { acknowledge, sendAt, follows, audience = { all: true }, ...rest } = body
  return {
    ...{ ...rest, audience },
    ...(follows && { follows }),
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
