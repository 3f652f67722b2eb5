/** `Idempotency-Key`: the same call twice has one effect and one answer; another call with the same key is refused. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor, Refusal } from '../../core/announcements/moving.ts'
import type { Repositories } from '../../core/store.ts'
import type { CallerOptions } from './caller.ts'
import { attachedTo } from './multipart.ts'
import { refuse, refuseFor, refuseUnits } from './problem.ts'

interface Made {
  readonly kind: 'made'
  readonly status: number
  readonly body: object
}
/** The audience has codes that no listed unit has. */
interface UnknownUnits {
  readonly kind: 'unknown-units'
  readonly codes: readonly string[]
}
type Result = Made | UnknownUnits | { readonly kind: 'refused'; readonly reason: Refusal }
type Answer =
  | Result
  /** As it was answered before: nothing was done now. */
  | (Omit<Made, 'kind'> & { readonly kind: 'again' })
  | { readonly kind: 'bad-key' }
  | { readonly kind: 'taken-key' }

/** What a key is. */
export const KEY = /^[\x21-\x7e]{1,200}$/

/**
 * Does `work` in a transaction that keeps its answer as well. Transactions are made one after the other, also those of
 * several processes, so that of calls at the same moment the first has its effect and the others find its answer.
 */
export async function answeredOnce(
  request: FastifyRequest,
  { person }: Actor,
  { store, clock }: CallerOptions,
  work: (tx: Repositories) => Promise<Result>,
): Promise<Answer> {
  const key = request.headers['idempotency-key']
  if (key === undefined) return store.transaction(work)
  if (typeof key !== 'string' || !KEY.test(key)) return { kind: 'bad-key' }
  const hash = requestHash(request)
  return store.transaction(async (tx): Promise<Answer> => {
    const before = await tx.apiAnswers.find(person.id, key)
    if (before) return before.request === hash ? repeated(before.answer) : { kind: 'taken-key' }
    const result = await work(tx)
    if (result.kind !== 'made') return result
    const { status, body } = result
    const kept = { caller: person.id, key, request: hash, at: clock() }
    await tx.apiAnswers.add({ ...kept, answer: JSON.stringify({ status, body }) })
    return result
  })
}

function repeated(answer: string): Answer {
  return { ...(JSON.parse(answer) as Omit<Made, 'kind'>), kind: 'again' }
}

/** Which call it is, its content and, where there are files, their names and bytes. */
function requestHash(request: FastifyRequest): string {
  const { method, url, body = null } = request
  const files = attachedTo(request).map(({ name, hash }) => [name, hash])
  return createHash('sha256')
    .update(JSON.stringify([method, url, body, files]))
    .digest('hex')
}

export function give(reply: FastifyReply, answer: Answer): FastifyReply {
  switch (answer.kind) {
    case 'refused':
      return refuseFor(reply, answer.reason)
    case 'unknown-units':
      return refuseUnits(reply, answer.codes)
    case 'bad-key':
      return refuse(reply, 422, { field: 'Idempotency-Key' })
    case 'taken-key':
      return refuse(reply, 409, { detail: 'key used for another call' })
    default:
      return reply.code(answer.status).send(answer.body)
  }
}
