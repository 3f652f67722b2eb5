/** What the browser chat refuses, as problems after RFC 9457. */
import type { FastifyReply } from 'fastify'

const TITLES = {
  401: 'No conversation: open the page first',
  403: 'Not from our own page',
  413: 'A file of more than 10 MB',
  415: 'Not a kind of file that is taken',
  422: 'Not a message',
  429: 'Too many open pages',
  503: 'Not taking messages at the moment',
} as const

export type Refusal = keyof typeof TITLES

/** Of what was sent at most the name of a field is repeated, and only a field we know. */
export function refuse(reply: FastifyReply, status: Refusal, field?: string): FastifyReply {
  const problem = { type: 'about:blank', title: TITLES[status], status, ...(field && { field }) }
  return reply.code(status).type('application/problem+json').send(problem)
}
