/** The open question about an announcement that is being written, as the session keeps it. */
import { z } from 'zod'
import { LONGEST_TEXT, LONGEST_TITLE } from './announcement.ts'
import { attachmentsSchema } from './attachment.ts'

const instant = z.number().int()

/** What is asked for, in this order. */
export const steps = [
  ...(['title', 'text', 'files', 'audience', 'mandatory', 'acknowledge', 'when'] as const),
] as const
export type Step = (typeof steps)[number]

/** Characters. */
export const LONGEST_AUDIENCE = 2000

const draft = z.object({
  /** Of the announcement that is written anew. */
  id: z.string().max(20).optional(),
  follows: z.object({ id: z.string().max(20), kind: z.enum(['correction', 'recall']) }).optional(),
  title: z.string().max(LONGEST_TITLE).optional(),
  text: z.string().max(LONGEST_TEXT).optional(),
  files: attachmentsSchema.optional(),
  /** Under this what was sent in is kept until the announcement is. */
  upload: z.string().max(40).optional(),
  /** As it was typed, with codes for names of units: `readAim` reads it. What is written anew keeps its own without it. */
  audience: z.string().max(LONGEST_AUDIENCE).optional(),
  mandatory: z.boolean().optional(),
  until: instant.optional(),
  /** It was typed as so many days: `until` moves with `sendAt`. */
  days: z.number().int().optional(),
  emergency: z.boolean().optional(),
  sendAt: instant.optional(),
})

export const announceDialog = draft.extend({
  kind: z.literal('announce'),
  asked: z.enum([...steps, 'confirm']),
  /** The last question that was come to: those before it were answered, also with nothing. */
  furthest: z.enum(steps).optional(),
  /** One answer is changed: after it comes the summary, not the next question. */
  changing: z.boolean().optional(),
})

export type Draft = z.infer<typeof draft>
export type AnnounceDialog = z.infer<typeof announceDialog>
