/** The open questions about void requests, as the session keeps them. */
import { z } from 'zod'
import { voidReasons } from '../void.ts'

const text = z.string().max(200)

/** A draft: what a clerk was asked last, and what is known so far. */
export const voidDialog = z.object({
  kind: z.literal('void'),
  asked: z.enum(['receipt', 'second', 'paper', 'reason', 'text', 'evidence', 'confirm']),
  code: text.optional(),
  number: text.optional(),
  check: text.optional(),
  unit: text.optional(),
  paper: text.optional(),
  reason: z.enum(voidReasons).optional(),
  reasonText: text.optional(),
  /** What the files of this draft are recorded under, and how many there are. */
  draft: text.optional(),
  files: z.number().int().optional(),
})

/** Waiting for the reason for which a request is given back. */
export const voidReturnDialog = z.object({ kind: z.literal('void-return'), id: text })

export type VoidDialog = z.infer<typeof voidDialog>
