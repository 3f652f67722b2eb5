/** A title is one line and plain: it also stands in lists and on buttons, where nothing is bold. */
import { z } from 'zod'
import { withoutBold } from '../formatting.ts'
import { LONGEST_TITLE } from './announcement.ts'

/** No line breaks, no control characters, and nothing that turns the direction of reading. */
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u

/** Every letter may stand between marks of its own. Beyond that nothing is looked for in it. */
const LONGEST_MARKED = 5 * LONGEST_TITLE

export const titleSchema = z
  .string()
  .trim()
  .max(LONGEST_MARKED, { abort: true })
  .regex(ONE_LINE, 'takes one line without control characters')
  .overwrite(withoutBold)
  .min(1)
  .max(LONGEST_TITLE)

/** What is wrong with it, when it is not taken. */
export function readTitle(
  said: string,
): { readonly title: string } | { readonly wrong: 'lines' | 'length' } {
  if (!ONE_LINE.test(said.trim())) return { wrong: 'lines' }
  const { success, data } = titleSchema.safeParse(said)
  return success ? { title: data } : { wrong: 'length' }
}
