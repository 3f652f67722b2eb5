/** Announcements over HTTP: how one stands, its deliveries, and how it looks on a channel. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Announcement } from '../../core/announcements/announcement.ts'
import { planned } from '../../core/announcements/counting.ts'
import { deliveryStates, totalOf } from '../../core/announcements/delivery.ts'
import { visibleTo } from '../../core/announcements/listing.ts'
import { maySee } from '../../core/announcements/moving.ts'
import { renditionOf, type StyledChannel } from '../../core/announcements/rendition.ts'
import { withSpans } from '../../core/formatting.ts'
import { attachmentWords } from './announcement-writing.ts'
import { type ApiOptions, guarded, type Handle } from './caller.ts'
import { refuse } from './problem.ts'
import * as schemas from './schemas.ts'
import { errors, idParams, iso } from './schemas.ts'

const MOST_LISTED = 1000
const MOST_ON_A_PAGE = 100

const listQuery = z.object({
  state: z.enum(deliveryStates).optional(),
  acknowledged: z.stringbool().optional(),
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(MOST_LISTED).default(100),
})
type ListQuery = z.infer<typeof listQuery>

const newestQuery = z.object({
  after: schemas.announcementId.optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ON_A_PAGE).default(20),
})

/** Newest first, of those that the caller may see. */
export function listRoute(app: FastifyInstance, options: ApiOptions): void {
  app.get('/api/announcements', {
    schema: { querystring: newestQuery, response: { 200: schemas.announcementsSchema, ...errors } },
    ...guarded('announcements:read', options, async ({ person }, request) => {
      const query = request.query as z.infer<typeof newestQuery>
      const { found, next } = await visibleTo(options.store, person, query)
      return { items: found.map(itemOf), ...(next !== undefined && { next }) }
    }),
  })
}

function itemOf({ id, state, title, emergency, at, sendAt, replacedBy }: Announcement) {
  return {
    ...{ id, state, title, emergency, writtenAt: iso(at) },
    ...(sendAt !== undefined && { sendAt: iso(sendAt) }),
    ...(replacedBy !== undefined && { replacedBy }),
  }
}

export function readRoutes(app: FastifyInstance, options: ApiOptions): void {
  const found =
    (handle: (announcement: Announcement, request: FastifyRequest) => Promise<unknown>): Handle =>
    async (actor, request, reply) => {
      const { id } = request.params as z.infer<typeof idParams>
      const announcement = await options.store.announcements.find(id)
      if (!announcement || !maySee(actor.person, announcement)) return refuse(reply, 404)
      return handle(announcement, request)
    }
  const params = { params: idParams }
  app.get('/api/announcements/:id', {
    schema: { ...params, response: { 200: schemas.statusSchema, ...errors } },
    ...guarded(
      'announcements:read',
      options,
      found((announcement) => statusOf(announcement, options)),
    ),
  })
  app.get('/api/announcements/:id/deliveries', {
    schema: {
      ...params,
      querystring: listQuery,
      response: { 200: schemas.deliveriesSchema, ...errors },
    },
    ...guarded(
      'announcements:read',
      options,
      found(({ id }, request) => listOf(id, request.query as ListQuery, options)),
    ),
  })
  app.post('/api/announcements/:id/preview', {
    schema: {
      ...{ ...params, body: schemas.previewedSchema },
      response: { 200: schemas.previewSchema, ...errors },
    },
    ...guarded(
      'announcements:write',
      options,
      found((announcement, request) => {
        const { channel } = request.body as z.infer<typeof schemas.previewedSchema>
        return Promise.resolve(previewOf(announcement, channel))
      }),
    ),
  })
}

function previewOf(announcement: Announcement, channel: StyledChannel) {
  const { text, formatted, choices, filesFollow } = renditionOf(announcement, channel)
  const { files = [] } = announcement
  const as = filesFollow ? ('file' as const) : ('on-request' as const)
  return {
    channel,
    ...withSpans(text, formatted || undefined),
    choices,
    attachments: files.map(({ name }) => ({ name, as })),
  }
}

async function statusOf(announcement: Announcement, { store, office, clock }: ApiOptions) {
  const { id, state, title, text, audience, contentHash, files = [] } = announcement
  const [counts, byChannel, acknowledged] = await Promise.all([
    store.deliveries.counts(id),
    store.deliveries.byChannel(id),
    store.deliveries.acknowledged(id),
  ])
  const messages = await store.deliveries.left(id)
  const { finishAt } = planned({ messages }, announcement, office, clock())
  const total = totalOf(counts)
  return {
    id,
    state,
    title,
    text,
    audience,
    contentHash,
    attachments: files.map(attachmentWords),
    total,
    counts,
    byChannel,
    acknowledged,
    finishAt: iso(finishAt),
  }
}

async function listOf(
  id: string,
  { state, acknowledged, after, limit }: ListQuery,
  { store }: ApiOptions,
) {
  const query = {
    ...{ after, limit, ...(state && { state }) },
    ...(acknowledged !== undefined && { acknowledged }),
  }
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
