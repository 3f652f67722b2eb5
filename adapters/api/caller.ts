/** Who calls: a bearer token of a person, with its scopes. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Scope } from '../../core/announcements/access.ts'
import type { Office } from '../../core/announcements/counting.ts'
import type { Actor } from '../../core/announcements/moving.ts'
import { hashToken, type Keys } from '../../core/keys.ts'
import type { Clock, Files, Logger } from '../../core/ports.ts'
import type { Store } from '../../core/store.ts'
import { refuse } from './problem.ts'

export interface CallerOptions {
  readonly store: Store
  readonly keys: Keys
  readonly clock: Clock
}

/** Undefined when the call was refused: 401 without a token that holds, 403 without the scope. */
export async function callerOf(
  request: FastifyRequest,
  reply: FastifyReply,
  scope: Scope,
  { store, keys, clock }: CallerOptions,
): Promise<Actor | undefined> {
  const [, token] =
    /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '') ?? []
  const known = token && (await store.apiTokens.find(hashToken(token), clock()))
  const person = known ? await store.people.find(known.person) : undefined
  if (!known || !person) {
    void reply.header('WWW-Authenticate', 'Bearer')
    refuse(reply, 401)
    return undefined
  }
  if (!known.scopes.includes(scope)) {
    refuse(reply, 403, { detail: 'scope' })
    return undefined
  }
  return { person, pseudonym: keys.pseudonym('person', `api:${person.id}`) }
}

/** What the routes of announcements work with. */
export interface ApiOptions extends CallerOptions {
  readonly office: Office
  readonly logger: Logger
  readonly files: Pick<Files, 'keep' | 'remove'>
}

export type Handle = (
  actor: Actor,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<unknown>

/** Only for who has the scope, within the limit of calls: both are asked before anything of the body is read. */
export function guarded(scope: Scope, options: ApiOptions, handle: Handle) {
  const callers = new WeakMap<FastifyRequest, Actor>()
  return {
    config: { rateLimit: {} },
    async preParsing(request: FastifyRequest, reply: FastifyReply) {
      const actor = await callerOf(request, reply, scope, options)
      if (!actor) return reply as never
      callers.set(request, actor)
      return undefined
    },
    handler(request: FastifyRequest, reply: FastifyReply) {
      const actor = callers.get(request)
      return actor ? handle(actor, request, reply) : refuse(reply, 401)
    },
  }
}
