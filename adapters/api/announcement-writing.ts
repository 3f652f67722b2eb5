/** Announcements over HTTP: written, written anew, and reminded of. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Announcement, Content } from '../../core/announcements/announcement.ts'
import { settleFiles } from '../../core/announcements/attaching.ts'
import { attachedTo as purposeOf, type Attachment } from '../../core/announcements/attachment.ts'
import { staysWithin } from '../../core/announcements/audience.ts'
import { rewrite, write, type Written } from '../../core/announcements/drafting.ts'
import type { Plan } from '../../core/announcements/plan.ts'
import { type Actor, maySee } from '../../core/announcements/moving.ts'
import { remind } from '../../core/announcements/reminding.ts'
import { unknownUnits } from '../../core/announcements/unit-names.ts'
import type { Repositories } from '../../core/store.ts'
import { type ApiOptions, guarded } from './caller.ts'
import { attachedTo, dropAll, readForm } from './multipart.ts'
import { answeredOnce, give } from './once.ts'
import { refuseFor, refuseUnits } from './problem.ts'
import * as schemas from './schemas.ts'
import { errors, idParams, iso } from './schemas.ts'

export function createRoutes(app: FastifyInstance, options: ApiOptions): void {
  const { office, clock } = options
  const schema = {
    body: schemas.contentSchema,
    response: { 201: schemas.createdSchema, ...errors },
  }
  app.post('/api/announcements', {
    schema,
    preValidation: formReader(options),
    ...guarded('announcements:write', options, (actor, request, reply) =>
      keepingFiles(request, options, async (content, used) => {
        const answer = await answeredOnce(request, actor, options, async (tx) => {
          const codes = await unknownIn(tx, content, actor)
          if (codes.length > 0) return { kind: 'unknown-units', codes }
          const done = await write(tx, office, actor, content, clock())
          if (done.kind === 'refused') return done
          await recordFiles(tx, done.announcement, actor, clock())
          return { kind: 'made', status: 201, body: created(done) }
        })
        if (answer.kind === 'made') used()
        return give(reply, answer)
      }),
    ),
  })
}

function formReader({ files }: ApiOptions) {
  return async (request: FastifyRequest, reply: FastifyReply) =>
    request.isMultipart() ? readForm(request, reply, files) : undefined
}

/** What was sent along and belongs to no announcement afterwards, since the call was refused or repeated, goes at once. */
async function keepingFiles<T>(
  request: FastifyRequest,
  { files }: ApiOptions,
  work: (content: Content, used: () => void) => Promise<T>,
): Promise<T> {
  const sent = attachedTo(request)
  const body = request.body as z.infer<typeof schemas.contentSchema>
  let used = false
  try {
    return await work(contentOf(body, sent), () => (used = true))
  } finally {
    if (!used) await dropAll(sent, files)
  }
}

async function recordFiles(
  tx: Repositories,
  { id, files = [] }: Pick<Announcement, 'id' | 'files'>,
  { pseudonym: owner }: Actor,
  at: number,
): Promise<void> {
  for (const { hash: _hash, ...file } of files) {
    await tx.files.add({ ...file, purpose: purposeOf(id), owner, at })
  }
  await settleFiles(tx, { id, files })
}

/** Who has not said 收到 gets it again, as an announcement of its own. */
export function remindRoute(app: FastifyInstance, options: ApiOptions): void {
  const { office, clock } = options
  app.post('/api/announcements/:id/remind', {
    schema: { params: idParams, response: { ...errors, 201: schemas.remindedSchema } },
    ...guarded('announcements:write', options, async (actor, request, reply) => {
      const { id } = request.params as z.infer<typeof idParams>
      const answer = await answeredOnce(request, actor, options, async (tx) => {
        const done = await remind(tx, office, actor, id, clock())
        if (done.kind === 'refused') return done
        const { announcement, count } = done
        const body = { id: announcement.id, state: announcement.state, count }
        return { kind: 'made', status: 201, body }
      })
      return give(reply, answer)
    }),
  })
}

/** Written anew: the same body, files as well, and what was approved is not approved any more. */
export function changeRoutes(
  app: FastifyInstance,
  { store, office, clock, ...rest }: ApiOptions,
): void {
  const options = { store, office, clock, ...rest }
  const answers = { ...errors, 200: schemas.createdSchema }
  app.put('/api/announcements/:id', {
    schema: { params: idParams, body: schemas.contentSchema, response: answers },
    preValidation: formReader(options),
    ...guarded('announcements:write', options, (actor, request, reply) =>
      keepingFiles(request, options, async (content, used) => {
        const { id } = request.params as z.infer<typeof idParams>
        const done = await store.transaction(async (tx) => {
          const codes = (await isTheirs(tx, id, actor)) ? await unknownIn(tx, content, actor) : []
          if (codes.length > 0) return { kind: 'unknown-units' as const, codes }
          const made = await rewrite(tx, office, actor, id, content, clock())
          if (made.kind === 'done') await recordFiles(tx, made.announcement, actor, clock())
          return made
        })
        if (done.kind === 'unknown-units') return refuseUnits(reply, done.codes)
        if (done.kind === 'refused') return refuseFor(reply, done.reason)
        used()
        return created(done)
      }),
    ),
  })
}

async function isTheirs({ announcements }: Repositories, id: string, { person }: Actor) {
  const earlier = await announcements.find(id)
  return earlier !== undefined && earlier.writer === person.id && maySee(person, earlier)
}

/** Of an audience that is not theirs nothing is told. */
async function unknownIn(
  { units }: Repositories,
  { audience }: Content,
  { person }: Actor,
): Promise<readonly string[]> {
  return staysWithin(audience, person) ? unknownUnits(audience, person, units) : []
}

/** What follows an earlier announcement gets its audience from there as it is written. */
function contentOf(
  body: z.infer<typeof schemas.contentSchema>,
  files: readonly Attachment[],
): Content {
  const { acknowledge, sendAt, follows, audience = { all: true }, ...rest } = body
  return {
    ...{ ...rest, audience },
    ...(files.length > 0 && { files }),
    ...(follows && { follows }),
    ...(acknowledge && { acknowledge: { until: Date.parse(acknowledge.until) } }),
    ...(sendAt !== undefined && { sendAt: Date.parse(sendAt) }),
  }
}

function created({ announcement, summary, plan }: Written) {
  const { id, state, contentHash, files = [] } = announcement
  const { units, people, byChannel, unreachable } = summary
  return {
    id,
    state,
    contentHash,
    attachments: files.map(attachmentWords),
    audience: { units, people, byChannel, unreachable },
    plan: planWords(plan),
  }
}

/** By their hashes a caller knows that they arrived whole. */
export function attachmentWords({ name, type, size, hash }: Attachment) {
  return { name, type, size, sha256: hash }
}

function planWords({ finishAt, byChannel }: Plan) {
  const channels = Object.entries(byChannel).map(([name, one]) => [
    name,
    { ...one, finishAt: iso(one.finishAt) },
  ])
  return { finishAt: iso(finishAt), byChannel: Object.fromEntries(channels) as object }
}
