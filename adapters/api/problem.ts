/** Errors of the HTTP interface: RFC 9457, with the field that is wrong; of what the caller sent only codes of units. */
import type { FastifyReply } from 'fastify'
import type { Refusal } from '../../core/announcements/moving.ts'
import { MOST_UNKNOWN } from '../../core/announcements/unit-names.ts'
import { apiWords } from '../../core/wording/api-words.ts'
import { languageOf } from './wrong.ts'

const TITLES: Readonly<Record<number, string>> = {
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  422: 'Not acceptable content',
}

export function refuse(
  reply: FastifyReply,
  status: number,
  more: { readonly detail?: string; readonly field?: string } = {},
): FastifyReply {
  const body = { type: 'about:blank', title: TITLES[status] ?? 'Error', status, ...more }
  return reply.code(status).type('application/problem+json').send(body)
}

const statuses: Readonly<Record<Refusal, number>> = {
  'not-allowed': 403,
  'not-writer': 403,
  own: 403,
  'not-there': 404,
  'wrong-state': 409,
  'moved-on': 409,
  'in-the-past': 422,
  'no-time-to-read': 422,
  'nobody-waits': 409,
  'too-soon': 409,
  'none-to-resend': 409,
}

const fields: Readonly<Partial<Record<Refusal, string>>> = {
  'in-the-past': 'sendAt',
  'no-time-to-read': 'acknowledge.until',
}

export function refuseFor(reply: FastifyReply, reason: Refusal): FastifyReply {
  const field = fields[reason]
  return refuse(reply, statuses[reason], { detail: reason, ...(field !== undefined && { field }) })
}

/** A move has none of these fields: it comes too late. */
export function refuseMove(reply: FastifyReply, reason: Refusal): FastifyReply {
  const status = reason in fields ? 409 : statuses[reason]
  return refuse(reply, status, { detail: reason })
}

/** Names the codes of an audience that no listed unit has. */
export function refuseUnits(reply: FastifyReply, codes: readonly string[]): FastifyReply {
  const language = languageOf(reply.request.headers['accept-language'])
  const words = apiWords[language]
  const what = words.unknownUnits(codes.slice(0, MOST_UNKNOWN), codes.length)
  const detail = words.join([words.wrong('audience', what)])
  return refuse(reply.header('Content-Language', language), 422, { detail, field: 'audience' })
}
