/** `npm run chat`: the assistant in the terminal, in a process of its own. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { createConsoleChannel } from '../adapters/console/channel.ts'
import { createServer } from '../adapters/http/server.ts'
import { registerFilePage } from '../adapters/file-page/routes.ts'
import { registerReceiptPage } from '../adapters/receipt-page/routes.ts'
import { type Config, ConfigError, localUrl, readConfig } from './config.ts'
import { endAtLastResort } from './last-resort.ts'
import { type Line, openLine } from './line.ts'
import { isFile } from './open-store.ts'
import { type Seat, takeSeat } from './seat.ts'
import { talk } from './talk.ts'

const PROBE_MS = 500

async function main(): Promise<void> {
  const config = readConfig()
  let publicUrl = config.PUBLIC_URL ?? localUrl(config, config.PORT)
  const line = await openLine(config, { publicUrl: () => publicUrl, logLevel: quieter(config) })
  endAtLastResort(line.logger)
  const user = process.env['USER'] ?? userInfo().username
  const seat = await seatFor(line, config, user)
  const server = (await isServed(publicUrl)) ? undefined : await servePages(line)
  if (server) publicUrl = server.url
  const channel = createConsoleChannel({
    ...{ ...seat, user, clock: line.clock, newId: randomUUID, linksEnd: server !== undefined },
    print: (text) => process.stdout.write(`${text}\n`),
  })
  await line.run([{ channel, pace: { perSecond: 0 } }])
  await talk({
    ...{ input: process.stdin, output: process.stdout, say: channel.say },
    interactive: process.stdin.isTTY === true,
    another: seat.conversation !== user,
  })
  await line.pause()
  await server?.close()
  await line.drain()
  await seat.release()
  await line.close()
}

async function seatFor(line: Line, config: Config, user: string): Promise<Seat> {
  const onLost = () => {
    console.error('another process talks in the place of this one')
    process.exit(1)
  }
  const seat = await takeSeat({ ...line, isFile: isFile(config.DATABASE_URL), user, onLost })
  if (seat) return seat
  await line.store.close()
  throw new ConfigError('too many terminals talk to this database: close one of them')
}

/** Whether `npm start` already serves one-time pages there. */
async function isServed(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PROBE_MS) })
    return answer.ok && 'backlog' in ((await answer.json()) as object)
  } catch {
    return false
  }
}

/** One-time pages for as long as this conversation lasts, on a port of their own. */
async function servePages(line: Line) {
  const server = await createServer({ ...line, channels: [] })
  const shared = { ...line, randomness: randomBytes, secure: false }
  registerReceiptPage(server, shared)
  registerFilePage(server, shared)
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

/** A conversation is not interrupted by notes for operators. */
function quieter({ LOG_LEVEL }: Config): Config['LOG_LEVEL'] {
  return LOG_LEVEL === 'info' ? 'warn' : LOG_LEVEL
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
})
