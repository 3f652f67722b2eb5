/** WeChat's server for official accounts, as far as the assistant calls it, on loopback. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export const APP_ID = 'wx0000000000000000'
export const APP_SECRET = 'an app secret of nobody'

export interface WechatApi {
  readonly root: string
  /** Texts sent as 客服消息, in order. */
  readonly sent: { readonly user: string; readonly text: string }[]
  readonly menus: unknown[]
  /** What can be downloaded, by the id of the media. */
  readonly media: Map<string, Buffer>
  /** How many tokens were given out. */
  readonly tokens: () => number
  /** What the next calls of this path answer instead; 0 works as usual. */
  refuse(path: string, ...codes: number[]): void
  /** What the next call of this path is answered, though it worked: nothing at all, or a page of a proxy. */
  breakOff(path: string, how: 'cut' | 'proxy'): void
  /** The tokens given out so far are worth nothing any more. */
  expireTokens(): void
  close(): Promise<void>
}

export async function startWechatApi(options: { tokenLifeS?: number } = {}): Promise<WechatApi> {
  const sent: { user: string; text: string }[] = []
  const menus: unknown[] = []
  const media = new Map<string, Buffer>()
  const refusals = new Map<string, number[]>()
  const broken = new Map<string, 'cut' | 'proxy'>()
  let given = 0
  let firstGood = 1

  function answer(path: string, query: URLSearchParams, body: string): unknown {
    const code = refusals.get(path)?.shift() ?? 0
    if (code !== 0) return { errcode: code, errmsg: `refused ${query.get('access_token')}` }
    if (path === '/cgi-bin/token') {
      if (query.get('appid') !== APP_ID) return { errcode: 40013 }
      if (query.get('secret') !== APP_SECRET) return { errcode: 40125 }
      return { access_token: `token-${++given}`, expires_in: options.tokenLifeS ?? 7200 }
    }
    const number = Number(query.get('access_token')?.split('-')[1])
    if (!(number >= firstGood && number <= given)) return { errcode: 40001 }
    if (path === '/cgi-bin/menu/create') menus.push(JSON.parse(body))
    else if (path === '/cgi-bin/message/custom/send') {
      const { touser, text } = JSON.parse(body) as { touser: string; text: { content: string } }
      sent.push({ user: touser, text: text.content })
    } else if (path !== '/cgi-bin/media/get') return { errcode: -1 }
    else if (!media.has(query.get('media_id') ?? '')) return { errcode: 40007 }
    return { errcode: 0, errmsg: 'ok' }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const result = answer(url.pathname, url.searchParams, body)
      const how = broken.get(url.pathname)
      broken.delete(url.pathname)
      if (how === 'cut') return void request.socket.destroy()
      if (how === 'proxy') return void response.writeHead(502).end('<html>Bad Gateway</html>')
      const content = url.pathname === '/cgi-bin/media/get' && isOk(result)
      const bytes = content ? media.get(url.searchParams.get('media_id') ?? '') : undefined
      response.setHeader('content-type', bytes ? 'image/jpeg' : 'application/json')
      response.end(bytes ?? JSON.stringify(result))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    ...{ root: `http://127.0.0.1:${port}`, sent, menus, media },
    tokens: () => given,
    refuse: (path, ...codes) => void refusals.set(path, codes),
    breakOff: (path, how) => void broken.set(path, how),
    expireTokens: () => void (firstGood = given + 1),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function isOk(result: unknown): boolean {
  return (result as { errcode?: number }).errcode === 0
}
