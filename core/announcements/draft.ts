/** What was answered so far, and the announcement that it makes. */
import { readAim } from './aim-reading.ts'
import type { Announcement, Content } from './announcement.ts'
import { type Draft, type Step, steps } from './dialog.ts'

/** Undefined while something is missing. `before`: what is written anew, or followed. */
export function contentOf(draft: Draft, before: Announcement | undefined): Content | undefined {
  const { title, text, files, audience, until, emergency, mandatory, sendAt, follows } = draft
  const aim = audience === undefined ? before?.audience : readAim(audience)
  if (title === undefined || text === undefined || !aim) return undefined
  return {
    ...{ title, text, audience: aim, emergency: emergency ?? false },
    mandatory: mandatory ?? before?.mandatory ?? true,
    ...(files && files.length > 0 && { files }),
    ...(until !== undefined && { acknowledge: { until } }),
    ...(sendAt !== undefined && { sendAt }),
    ...(follows && { follows }),
  }
}

export function draftOf({
  id,
  follows,
  title,
  text,
  mandatory,
  emergency,
  ...rest
}: Announcement): Draft {
  const { acknowledge, sendAt, files } = rest
  return {
    ...{ id, title, text, mandatory, emergency },
    ...(follows && follows.kind !== 'reminder' && { follows: { ...follows, kind: follows.kind } }),
    ...(files && { files: [...files] }),
    ...(acknowledge && { until: acknowledge.until }),
    ...(sendAt !== undefined && { sendAt }),
  }
}

/** What follows an earlier announcement has its audience from there. */
export function changeable({ follows }: Draft): readonly Step[] {
  return steps.filter((step) => !follows || (step !== 'audience' && step !== 'mandatory'))
}
