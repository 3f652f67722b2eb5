/** Which announcement is named, and as whom a person gets them. */
import type { Person } from '../people/person.ts'

const ID = /A\s*[-－]\s*(\d{1,9})/i
/** The last line of an announcement: what it says may name others. */
const FOOT = /通知编号 A-(\d{6,9})/g

/** `A-000001`, with or without its letter and zeros. */
export function idIn(text: string): string | undefined {
  return idNamed(text) ?? idOf(/^\s*(\d{1,9})\s*$/.exec(text)?.[1])
}

/** The same with its letter: where a bare number may mean something else. */
export function idNamed(text: string): string | undefined {
  return idOf(ID.exec(text)?.[1])
}

/** Of an announcement that a message replies to. */
export function idQuoted(quoted: string | undefined): string | undefined {
  return idOf([...(quoted ?? '').matchAll(FOOT)].at(-1)?.[1])
}

function idOf(number: string | undefined): string | undefined {
  return number === undefined ? undefined : `A-${number.padStart(6, '0')}`
}

/** As whom a person gets announcements. */
export function recipientsOf(person: Person | undefined): string[] {
  if (!person) return []
  const units = person.grants.flatMap((grant) =>
    'unit' in grant ? [`unit:${grant.unit.code}`] : [],
  )
  return [...units, `person:${person.id}`]
}
