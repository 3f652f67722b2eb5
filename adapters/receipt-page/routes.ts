/** The one-time page: opens in the first browser that asks, for ten minutes, and nowhere else. */
import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PlatformError } from '../../core/errors.ts'
import { hashToken } from '../../core/keys.ts'
import type { Clock, Randomness, ReceiptPlatform } from '../../core/ports.ts'
import { LINK_LIFE_MS } from '../../core/receipts/whole.ts'
import type { Locale } from '../../core/session.ts'
import type { LinkGrant, Store } from '../../core/store.ts'
import { facePage, notePage } from './face.ts'

export interface ReceiptPageOptions {
  readonly store: Pick<Store, 'transaction'>
  readonly platform: ReceiptPlatform
  readonly clock: Clock
  readonly randomness: Randomness
  /** Whether cookies may travel over https only. */
  readonly secure: boolean
}

const COOKIE = 'epiaotong_page'
/** Programs that look at links in messages. They get a page that says nothing, and the link stays unopened. */
const PREVIEWER =
  /(?<!cu)bot\b|crawler|spider|preview|fetcher|facebookexternalhit|whatsapp|slack|discord|embedly|wechat/i
/** The browser inside WeChat, in which people read. It calls itself WeChat, too. */
const WECHAT_BROWSER = /micromessenger/i

const assets = {
  'receipt.css': ['text/css; charset=utf-8', asset('receipt.css')],
  'receipt.js': ['text/javascript; charset=utf-8', asset('receipt.js')],
} as const

export function registerReceiptPage(app: FastifyInstance, options: ReceiptPageOptions): void {
  for (const [name, [type, content]] of Object.entries(assets)) {
    app.get(`/page/${name}`, (_request, reply) => reply.type(type).send(content))
  }
  app.head('/r/:token', (_request, reply) => prepared(reply).send())
  app.get<PageRequest>(
    '/r/:token',
    { exposeHeadRoute: false, config: { rateLimit: {} } },
    (request, reply) => openPage(request, reply, options),
  )
}

interface PageRequest {
  Params: { token: string }
  /** The language of who asked for the link; nothing else about them. */
  Querystring: { lang?: unknown }
}

async function openPage(
  request: FastifyRequest<PageRequest>,
  reply: FastifyReply,
  options: ReceiptPageOptions,
): Promise<FastifyReply> {
  prepared(reply)
  const locale = request.query.lang === 'en' ? 'en' : 'zh-CN'
  if (isPreviewer(request.headers['user-agent'])) return reply.send(notePage('preview', locale))
  const { token } = request.params
  const browser = request.cookies[COOKIE] ?? options.randomness(24).toString('base64url')
  const grant = await options.store.transaction((tx) =>
    tx.links.open(hashToken(token), hashToken(browser), options.clock()),
  )
  if (!grant) return reply.code(410).send(notePage('gone', locale))
  reply.setCookie(COOKIE, browser, {
    httpOnly: true,
    sameSite: 'lax',
    secure: options.secure,
    path: `/r/${token}`,
    maxAge: LINK_LIFE_MS / 1000,
  })
  return showReceipt(reply, grant, locale, options)
}

async function showReceipt(
  reply: FastifyReply,
  grant: LinkGrant,
  locale: Locale,
  { platform, clock }: ReceiptPageOptions,
) {
  try {
    const receipt = await platform.find(grant.reference)
    if (!receipt) return await reply.code(410).send(notePage('gone', locale))
    return await reply.send(facePage(receipt, grant.expiresAt, clock(), locale))
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    return reply.code(503).send(notePage('unavailable', locale))
  }
}

function isPreviewer(agent = ''): boolean {
  return PREVIEWER.test(agent) && !WECHAT_BROWSER.test(agent)
}

/** Kept nowhere, indexed nowhere, told to nobody. */
function prepared(reply: FastifyReply): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .header('Referrer-Policy', 'no-referrer')
    .header('X-Robots-Tag', 'noindex, nofollow')
}

function asset(name: string): string {
  return readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8')
}
