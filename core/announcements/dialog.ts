/** The open question about an announcement that is being written, as the session keeps it. */
import { z } from 'zod'
import { LONGEST_TEXT, LONGEST_TITLE } from './announcement.ts'

const instant = z.number().int()

export const announceDialog = z.object({
  kind: z.literal('announce'),
  asked: z.enum(['title', 'text', 'audience', 'acknowledge', 'when', 'confirm']),
  title: z.string().max(LONGEST_TITLE).optional(),
  text: z.string().max(LONGEST_TEXT).optional(),
  /** As it was typed, which `readAim` reads. */
  audience: z.string().max(2000).optional(),
  until: instant.optional(),
  emergency: z.boolean().optional(),
  sendAt: instant.optional(),
})

export type AnnounceDialog = z.infer<typeof announceDialog>
