/** `Idempotency-Key`: the same call twice has one effect and one answer; another call with the same key is refused. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor, Refusal } from '../../core/announcements/moving.ts'
import type { Repositories } from '../../core/store.ts'
import type { CallerOptions } from './caller.ts'
import { attachedTo } from './multipart.ts'
import { refuse, refuseFor } from './problem.ts'

type Result =
  | { readonly kind: 'done'; readonly status: number; readonly body: object }
  | { readonly kind: 'refused'; readonly reason: Refusal }

const KEY = /^[\x21-\x7e]{1,200}$/
/** Calls with a key that is being answered wait for it. */
const running = new Map<string, Promise<Result>>()

/** Keeps the answer with what it answers. */
export type Keep = (tx: Repositories, answer: Extract<Result, { kind: 'done' }>) => Promise<void>

export async function answeredOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  { person }: Actor,
  { store, clock }: CallerOptions,
  work: (keep: Keep) => Promise<Result>,
): Promise<FastifyReply> {
  const key = request.headers['idempotency-key']
  if (key === undefined) return give(reply, await work(() => Promise.resolve()))
  if (typeof key !== 'string' || !KEY.test(key)) {
    return refuse(reply, 422, { field: 'Idempotency-Key' })
  }
  const hash = requestHash(request)
  const name = `${person.id}\n${key}`
  const before = await store.apiAnswers.find(person.id, key)
  if (before) {
    if (before.request !== hash) return refuse(reply, 409, { detail: 'key used for another call' })
    return give(reply, JSON.parse(before.answer) as Result)
  }
  const first = running.get(`${name}\n${hash}`)
  if (first) return give(reply, await first)
  if ([...running.keys()].some((one) => one.startsWith(`${name}\n`))) {
    return refuse(reply, 409, { detail: 'key used for another call' })
  }
  const made = answer()
  running.set(`${name}\n${hash}`, made)
  try {
    return give(reply, await made)
  } finally {
    running.delete(`${name}\n${hash}`)
  }

  function answer(): Promise<Result> {
    return work(async (tx, result) => {
      const kept = { caller: person.id, key: String(key), request: hash, at: clock() }
      await tx.apiAnswers.add({ ...kept, answer: JSON.stringify(result) })
    })
  }
}

/** Which call it is, its content and, where there are files, their names and bytes. */
function requestHash(request: FastifyRequest): string {
  const { method, url, body = null } = request
  const files = attachedTo(request).map(({ name, hash }) => [name, hash])
  return createHash('sha256')
    .update(JSON.stringify([method, url, body, files]))
    .digest('hex')
}

function give(reply: FastifyReply, result: Result): FastifyReply {
  if (result.kind === 'refused') return refuseFor(reply, result.reason)
  return reply.code(result.status).send(result.body)
}
