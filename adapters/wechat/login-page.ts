/** The page on which an administrator scans the code that logs WeChat in. It shows the present code, and reloads. */
import type { FastifyInstance } from 'fastify'
import codes from 'qrcode-terminal'

const RELOAD_S = 15
const MARGIN = 2

/** `codeFor` knows the code for who has the secret in the address. */
export function registerLoginPage(
  app: FastifyInstance,
  codeFor: (token: string) => Promise<string | undefined>,
): void {
  app.get<{ Params: { token: string } }>(
    '/wechat/login/:token',
    { config: { rateLimit: {} } },
    async (request, reply) => {
      reply.header('Cache-Control', 'no-store').header('Referrer-Policy', 'no-referrer')
      const code = await codeFor(request.params.token)
      if (code === undefined) return reply.code(410).type('text/plain; charset=utf-8').send('410')
      return reply.header('Refresh', String(RELOAD_S)).type('image/svg+xml').send(pictureOf(code))
    },
  )
}

/** Two modules of the code stand in each character that the terminal would get. */
export function pictureOf(code: string): string {
  let text = ''
  codes.generate(code, { small: true }, (drawn) => (text = drawn))
  const halves = text.split('\n').flatMap((line) => [rowOf(line, '▀'), rowOf(line, '▄')])
  // The terminal's border is half a line thick: its other half is no part of the code.
  const rows = halves.map((row) => (row.every(Boolean) ? [] : row))
  const size = Math.max(...rows.map((row) => row.length)) + 2 * MARGIN
  const dark = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x + MARGIN} ${y + MARGIN}h1v1h-1z`] : [])),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${dark.join('')}"/></svg>`
}

/** The upper or the lower half of a line; light is drawn, dark is left out. */
function rowOf(line: string, half: '▀' | '▄'): boolean[] {
  return [...line].map((character) => character !== '█' && character !== half)
}
