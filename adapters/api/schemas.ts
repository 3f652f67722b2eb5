/** What the HTTP interface takes and gives: the same schemas check the calls and describe them. */
import { z } from 'zod'
import { LONGEST_TEXT } from '../../core/announcements/announcement.ts'
import { announcementStates } from '../../core/announcements/announcement.ts'
import { aimSchema, anyAim } from '../../core/announcements/audience.ts'
import { titleSchema } from '../../core/announcements/title.ts'
import { styledChannels } from '../../core/announcements/rendition.ts'
import { fileTypes } from '../../core/files/file-type.ts'
import { deliveryStates } from '../../core/announcements/delivery.ts'

const instant = z.iso.datetime({ offset: true })
const count = z.int().nonnegative()
const state = z.enum(announcementStates)
export const announcementId = z.string().regex(/^A-\d{6,9}$/)

const plainContent = z.strictObject({
  title: titleSchema,
  text: z.string().trim().min(1).max(LONGEST_TEXT),
  /** Not for what follows an earlier announcement: that has its audience from there. */
  audience: aimSchema.optional(),
  acknowledge: z.strictObject({ until: instant }).optional(),
  emergency: z.boolean().default(false),
  mandatory: z.boolean().default(true),
  sendAt: instant.optional(),
  follows: z
    .strictObject({
      id: announcementId,
      kind: z.enum(['correction', 'recall']),
    })
    .optional(),
})

export const contentSchema = plainContent.refine(
  ({ audience, follows }) => (audience === undefined) === (follows !== undefined),
  { path: ['audience'], error: 'an audience, or what it follows' },
)

const planSchema = z.object({
  finishAt: z.iso.datetime(),
  byChannel: z.record(
    z.string(),
    z.object({
      messages: count,
      perSecond: z.number(),
      seconds: count,
      finishAt: z.iso.datetime(),
    }),
  ),
})

const attachments = z.array(
  z.object({ name: z.string(), type: z.enum(fileTypes), size: count, sha256: z.string() }),
)

export const createdSchema = z.object({
  id: z.string(),
  state,
  contentHash: z.string(),
  attachments,
  audience: z.object({
    units: count,
    people: count,
    byChannel: z.record(z.string(), count),
    unreachable: z.record(z.string(), count),
  }),
  plan: planSchema,
})

const countsShape = Object.fromEntries(deliveryStates.map((name) => [name, count]))
const countsSchema = z.object(countsShape as Record<(typeof deliveryStates)[number], typeof count>)

export const statusSchema = z.object({
  id: z.string(),
  state,
  title: z.string(),
  text: z.string(),
  audience: anyAim,
  contentHash: z.string(),
  attachments,
  total: count,
  counts: countsSchema,
  byChannel: z.record(z.string(), countsSchema),
  acknowledged: count,
  finishAt: z.iso.datetime(),
})

export const announcementsSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      state,
      title: z.string(),
      emergency: z.boolean(),
      writtenAt: z.iso.datetime(),
      sendAt: z.iso.datetime().optional(),
      /** The correction or recall that went out after it. */
      replacedBy: z.string().optional(),
    }),
  ),
  /** To go on with: `after` of the next call. While there is one, a page may be short of its limit, or empty. */
  next: z.string().optional(),
})

/** How a channel shows it. */
export const previewSchema = z.object({
  channel: z.enum(styledChannels),
  text: z.string(),
  /** What is bold of it, in UTF-16 units. */
  bold: z.array(z.object({ offset: count, length: count })),
  /** Labels of buttons. */
  choices: z.array(z.string()),
  /** `file`: it follows as one; `on-request`: the text names it, and says how it is had. */
  attachments: z.array(z.object({ name: z.string(), as: z.enum(['file', 'on-request']) })),
})
export const previewedSchema = z.strictObject({ channel: z.enum(styledChannels) })

export const movedSchema = z.object({ id: z.string(), state })

/** The announcement that reminds, and how many it goes to. */
export const remindedSchema = z.object({ id: z.string(), state, count })

export const deliveriesSchema = z.object({
  items: z.array(
    z.object({
      id: count,
      recipient: z.string(),
      name: z.string(),
      region: z.string(),
      channel: z.string().optional(),
      state: z.enum(deliveryStates),
      reason: z.string().optional(),
      acknowledgedAt: z.iso.datetime().optional(),
    }),
  ),
  /** To go on with: `after` of the next call. */
  next: count.optional(),
})

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  field: z.string().optional(),
})

export const idParams = z.object({ id: announcementId })

/** What any call may be refused with. */
export const errors = Object.fromEntries(
  [401, 403, 404, 409, 422].map((code) => [code, problemSchema]),
)

/** An instant as calls and answers write it. */
export const iso = (instant: number) => new Date(instant).toISOString()
