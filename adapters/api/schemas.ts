/** What the HTTP interface takes and gives: the same schemas check the calls and describe them. */
import { z } from 'zod'
import { LONGEST_TEXT, LONGEST_TITLE } from '../../core/announcements/announcement.ts'
import { announcementStates } from '../../core/announcements/announcement.ts'
import { aimSchema } from '../../core/announcements/audience.ts'
import { deliveryStates } from '../../core/announcements/delivery.ts'

const instant = z.iso.datetime({ offset: true })
const count = z.int().nonnegative()
const state = z.enum(announcementStates)

export const contentSchema = z.strictObject({
  title: z.string().trim().min(1).max(LONGEST_TITLE),
  text: z.string().trim().min(1).max(LONGEST_TEXT),
  audience: aimSchema,
  acknowledge: z.strictObject({ until: instant }).optional(),
  emergency: z.boolean().default(false),
  mandatory: z.boolean().default(true),
  sendAt: instant.optional(),
})

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

export const createdSchema = z.object({
  id: z.string(),
  state,
  contentHash: z.string(),
  audience: z.object({
    units: count,
    people: count,
    byChannel: z.record(z.string(), count),
    unreachable: z.record(z.string(), count),
  }),
  plan: planSchema,
})

const countsShape = Object.fromEntries(deliveryStates.map((name) => [name, count]))

export const statusSchema = z.object({
  id: z.string(),
  state,
  title: z.string(),
  contentHash: z.string(),
  total: count,
  counts: z.object(countsShape as Record<(typeof deliveryStates)[number], typeof count>),
  acknowledged: count,
  finishAt: z.iso.datetime(),
})

export const movedSchema = z.object({ id: z.string(), state })

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
