/** Who is talking: a random cookie, of which only the hash is ever used or kept. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hashToken } from '../../core/keys.ts'
import type { Randomness } from '../../core/ports.ts'

const COOKIE = 'epiaotong_chat'
const BYTES = 24
/** What we hand out, and nothing shorter that somebody made up. */
const SHAPE = /^[A-Za-z0-9_-]{32}$/
const LIFE_S = 180 * 24 * 60 * 60

/** The conversation of this browser, or undefined when it has not been given a cookie. */
export function conversationOf(request: FastifyRequest): string | undefined {
  const cookie = cookieOf(request)
  return cookie === undefined ? undefined : hashToken(cookie)
}

/**
 * Gives the browser a cookie, or its own once more with a new end. Coming from another site the cookie it has is not
 * sent (SameSite=Strict): then nothing is set, which would lose the conversation, and the page asks again from here.
 */
export function welcome(
  request: FastifyRequest,
  reply: FastifyReply,
  { randomness, secure }: { readonly randomness: Randomness; readonly secure: boolean },
): void {
  const known = cookieOf(request)
  const site = request.headers['sec-fetch-site']
  if (known === undefined && (site === 'cross-site' || site === 'same-site')) return
  reply.setCookie(COOKIE, known ?? randomness(BYTES).toString('base64url'), {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: LIFE_S,
  })
}

/** False when another site's page is asking. Programs other than browsers name no origin. */
export function fromOurPage({ headers, host }: FastifyRequest): boolean {
  const { origin } = headers
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

function cookieOf(request: FastifyRequest): string | undefined {
  const cookie = request.cookies[COOKIE]
  return cookie !== undefined && SHAPE.test(cookie) ? cookie : undefined
}
