/** One-time links to files: offered for saving in the first browser that opens the link, for ten minutes. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { FILE_LINK_LIFE_MS, type KeptFile } from '../../core/files/file.ts'
import { mediaTypes } from '../../core/files/file-type.ts'
import { hashToken } from '../../core/keys.ts'
import type { Clock, Files, Randomness } from '../../core/ports.ts'
import type { Store } from '../../core/store.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'

export interface FilePageOptions {
  readonly store: Pick<Store, 'transaction'>
  readonly files: Files
  readonly clock: Clock
  readonly randomness: Randomness
  /** Whether cookies may travel over https only. */
  readonly secure: boolean
}

const COOKIE = 'epiaotong_file'
/** Programs that look at links in messages: to them a link says nothing, and stays unopened. */
const PREVIEWER =
  /(?<!cu)bot\b|crawler|spider|preview|fetcher|facebookexternalhit|whatsapp|slack|discord|embedly|wechat/i
const WECHAT_BROWSER = /micromessenger/i

export function registerFilePage(app: FastifyInstance, options: FilePageOptions): void {
  app.head('/f/:token', (_request, reply) => prepared(reply).send())
  app.get<{ Params: { token: string } }>(
    '/f/:token',
    { exposeHeadRoute: false, config: { rateLimit: {} } },
    (request, reply) => openFile(request, reply, options),
  )
}

async function openFile(
  request: FastifyRequest<{ Params: { token: string } }>,
  reply: FastifyReply,
  { store, files, clock, randomness, secure }: FilePageOptions,
): Promise<FastifyReply> {
  prepared(reply)
  const agent = request.headers['user-agent'] ?? ''
  if (PREVIEWER.test(agent) && !WECHAT_BROWSER.test(agent)) return reply.send(zhCN.page.previewHint)
  const { token } = request.params
  const browser = request.cookies[COOKIE] ?? randomness(24).toString('base64url')
  const file = await store.transaction((tx) =>
    tx.files.openLink(hashToken(token), hashToken(browser), clock()),
  )
  const content = file && (await files.read(file.id))
  if (!file || !content) return reply.code(410).send(zhCN.page.gone)
  const cookie = { httpOnly: true, sameSite: 'lax', secure, path: `/f/${token}` } as const
  reply.setCookie(COOKIE, browser, { ...cookie, maxAge: FILE_LINK_LIFE_MS / 1000 })
  return reply.headers(headersOf(file)).send(Readable.from(content))
}

/** For saving, never for showing: a browser runs nothing of what somebody sent. */
function headersOf({ name, type, size }: KeptFile) {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_')
  return {
    'content-type': mediaTypes[type],
    'content-length': size,
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  }
}

/** Kept nowhere, indexed nowhere, told to nobody. */
function prepared(reply: FastifyReply): FastifyReply {
  return reply
    .type('text/plain; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .header('Referrer-Policy', 'no-referrer')
    .header('X-Robots-Tag', 'noindex, nofollow')
}
