/** The holidays of one year as a clerk writes them: a JSON file, checked before it counts. */
import { z } from 'zod'
import { calendarDate } from '../receipts/date.ts'

const day = z.string().refine(isDay, 'a day such as 2026-10-01')

const yearSchema = z
  .object({
    year: z.number().int().min(2020).max(2099),
    /** Where it was announced. */
    source: z.string().min(1),
    holidays: z.array(z.object({ name: z.string().min(1), from: day, to: day })),
    /** Saturdays and Sundays that are worked (调休上班). */
    workdays: z.array(day),
  })
  .superRefine(({ year, holidays, workdays }, context) => {
    const wrong = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    holidays.forEach(({ from, to }, index) => {
      if (from > to) wrong(['holidays', index, 'to'], 'not before the day it begins on')
      if (!from.startsWith(`${year}-`) || !to.startsWith(`${year}-`)) {
        wrong(['holidays', index], `days of ${year}`)
      }
    })
    workdays.forEach((worked, index) => {
      if (!worked.startsWith(`${year}-`)) wrong(['workdays', index], `a day of ${year}`)
      if (holidays.some(({ from, to }) => from <= worked && worked <= to)) {
        wrong(['workdays', index], 'a day that is no holiday')
      }
    })
  })

export type CalendarYear = z.output<typeof yearSchema>

export type YearRead =
  | { readonly kind: 'year'; readonly year: CalendarYear }
  /** `why` names each place and what stands there instead. */
  | { readonly kind: 'refused'; readonly why: string }

/** Never throws. */
export function readYear(text: string): YearRead {
  const parsed = yearSchema.safeParse(parseJson(text))
  if (parsed.success) return { kind: 'year', year: parsed.data }
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  return { kind: 'refused', why: lines.join('; ') }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isDay(text: string): boolean {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  return calendarDate(year, month, date) === text
}
