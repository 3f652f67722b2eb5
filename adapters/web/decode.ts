/** What the page posts → our message. */
import { z } from 'zod'
import type { InboundFile, InboundMessage } from '../../core/message.ts'
import { localeOf } from '../../core/session.ts'

/** `id` is made by the page, once a message: posting it again changes nothing. A choice comes with its label as text. */
export const postedMessage = z
  .object({
    id: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
    text: z.string().trim().min(1).max(4000).optional(),
    choice: z
      .string()
      .regex(/^[0-9a-z]{1,16}\.\d{1,3}$/)
      .optional(),
    /** What was uploaded before: see `uploads.ts`. */
    files: z
      .array(z.object({ ref: z.string().max(200), name: z.string().max(255) }))
      .min(1)
      .max(9)
      .optional(),
    /** What the browser is set to; a strange one is none. */
    language: z
      .string()
      .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/)
      .max(35)
      .optional()
      .catch(undefined),
  })
  .refine(({ text, choice, files }) => (text ?? choice ?? files) !== undefined, { path: ['text'] })

export type PostedMessage = z.output<typeof postedMessage>

export function decode(
  { id, text, choice, language }: PostedMessage,
  {
    conversation,
    ip,
    files = [],
  }: { conversation: string; ip: string; files?: readonly InboundFile[] },
): Omit<InboundMessage, 'at'> {
  return {
    id: `${conversation}:${id}`,
    from: { channel: 'web', conversation, user: conversation, group: false, ip },
    // The log shows no message without a text; for a choice it finds the label by itself.
    text: text ?? choice ?? '',
    ...(choice !== undefined && { choice }),
    addressed: true,
    ...(files.length > 0 && { files }),
    ...(language !== undefined && { locale: localeOf(language) }),
  }
}
