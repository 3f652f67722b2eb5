/** `npm start`: everything that is configured, in one process. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { registerApi } from '../adapters/api/announcements.ts'
import { createServer } from '../adapters/http/server.ts'
import { sampleReceipts } from '../adapters/platform/samples.ts'
import { registerFilePage } from '../adapters/file-page/routes.ts'
import { registerReceiptPage } from '../adapters/receipt-page/routes.ts'
import { createTelegramChannel, type TelegramChannel } from '../adapters/telegram/channel.ts'
import { registerTelegramWebhook } from '../adapters/telegram/webhook.ts'
import { createWebChannel } from '../adapters/web/channel.ts'
import { registerChat } from '../adapters/web/routes.ts'
import { noteCrossBorder } from '../core/cross-border.ts'
import { type Config, ConfigError, hasLocalLinks, localUrl, readConfig } from './config.ts'
import { failureLines } from './failure.ts'
import { greeting } from './greeting.ts'
import { type Lease, takeLease } from './lease.ts'
import { isFile } from './open-store.ts'
import { endAtLastResort, outliveReaders } from './last-resort.ts'
import { live, type Serving } from './life.ts'
import { type Line, openLine, type PacedChannel } from './line.ts'
import { officialOf, registerOfficial } from './official.ts'
import { openWechat, registerLogin } from './wechat-part.ts'

interface Main extends Serving {
  readonly greeting: readonly string[]
}

/** Where people reach it: its own address is known only once it listens. */
interface Place {
  readonly url: () => string
  port: number
}

async function main(): Promise<void> {
  outliveReaders()
  const config = readConfig()
  const serving = await live(() => start(config))
  for (const sentence of serving?.greeting ?? []) console.log(sentence)
}

/** What was taken is given back when the start fails. */
async function start(config: Config): Promise<Main> {
  const place: Place = {
    url: () => config.PUBLIC_URL ?? localUrl(config, place.port),
    port: config.PORT,
  }
  const line = await openLine(config, { publicUrl: place.url })
  const lease = await leaseOn(line, config)
  const onLost = () => process.exit(1)
  const wechat = await openWechat(config, line, { publicUrl: place.url, onLost })
  endAtLastResort(line.logger, (error) => wechat?.kind === 'here' && wechat.spares(error))
  const { server, channels } = await createDoors(line, config, place, wechat)
  const stop = () => stopAll(line, server, [lease, ...(wechat ? [wechat] : [])])
  try {
    await noteCrossBorder(line.store, config.CROSS_BORDER_APPROVED, line.clock())
    await listen(server, config)
    place.port = (server.server.address() as AddressInfo).port
    warn(line, config, channels)
    await line.run(channels)
    const samples = await hasSamples(line)
    return { stop, greeting: greeting(place.url(), config, { samples }) }
  } catch (error) {
    await stop()
    throw error
  }
}

async function stopAll(line: Line, server: FastifyInstance, held: readonly Lease[]): Promise<void> {
  await line.pause()
  await server.close()
  await line.drain()
  // Only now may another process send from this database.
  for (const one of held) await one.release()
  await line.close()
}

/** Takes the database for this process alone. */
async function leaseOn(line: Line, { DATABASE_URL }: Config): Promise<Lease> {
  const onLost = () => {
    line.logger.error('another process serves this database now: ending')
    process.exit(1)
  }
  const lease = await takeLease({
    ...line,
    name: 'main',
    isFile: isFile(DATABASE_URL),
    sleep,
    onLost,
  })
  if (lease) return lease
  await line.close()
  throw new ConfigError(
    'another process serves this database: stop it first, or name another one in DATABASE_URL',
  )
}

/** The channels, and the HTTP server through which some of them are reached; nothing is open yet. */
async function createDoors(
  line: Line,
  config: Config,
  place: Place,
  wechat: Awaited<ReturnType<typeof openWechat>>,
) {
  const web = createWebChannel(line)
  const telegram = telegramOf(config, place, line)
  const official = officialOf(config, line)
  const channels: PacedChannel[] = [{ channel: web, pace: { perSecond: 0 } }]
  if (telegram) channels.push({ channel: telegram, pace: { perSecond: config.TELEGRAM_RATE } })
  if (official) channels.push({ channel: official, pace: { perSecond: 0 } })
  if (wechat?.kind === 'here') channels.push(wechat.paced)
  const elsewhere = wechat && wechat.kind !== 'here' ? [wechat.view] : []

  const secure = place.url().startsWith('https:')
  const served = [...channels.map(({ channel }) => channel), ...elsewhere]
  const server = await createServer({ ...line, channels: served, behindProxy: secure })
  const shared = { ...line, randomness: randomBytes, secure }
  registerChat(server, { ...shared, channel: web })
  registerReceiptPage(server, shared)
  registerFilePage(server, shared)
  if (telegram && config.TELEGRAM_TRANSPORT === 'webhook') {
    const secret = config.TELEGRAM_WEBHOOK_SECRET ?? ''
    registerTelegramWebhook(server, { secret, handleUpdate: telegram.handleUpdate })
  }
  if (official) registerOfficial(server, official, config, line)
  if (wechat) await registerLogin(server, line)
  await registerApi(server, { ...line, office: line })
  return { server, channels }
}

function telegramOf(
  config: Config,
  { url: publicUrl }: Place,
  { clock, logger }: Line,
): TelegramChannel | undefined {
  if (!config.TELEGRAM_BOT_TOKEN) return undefined
  return createTelegramChannel({
    token: config.TELEGRAM_BOT_TOKEN,
    transport: config.TELEGRAM_TRANSPORT,
    publicUrl,
    crossBorderApproved: config.CROSS_BORDER_APPROVED,
    clock,
    logger,
    ...(config.TELEGRAM_API_ROOT && { apiRoot: config.TELEGRAM_API_ROOT }),
    ...(config.TELEGRAM_WEBHOOK_SECRET && { webhookSecret: config.TELEGRAM_WEBHOOK_SECRET }),
  })
}

async function listen(server: FastifyInstance, { HOST, PORT }: Config): Promise<void> {
  try {
    await server.listen({ host: HOST, port: PORT })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' || code === 'EACCES') {
      throw new ConfigError(
        `PORT ${PORT} is taken or not allowed (${code}): name another one in PORT`,
      )
    }
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EADDRNOTAVAIL') {
      throw new ConfigError(`HOST ${HOST} is no address of this machine (${code})`)
    }
    throw error
  }
}

/** What is allowed, and hardly meant. */
function warn(
  { logger, operators }: Line,
  config: Config,
  channels: readonly PacedChannel[],
): void {
  if (config.TELEGRAM_BOT_TOKEN && hasLocalLinks(config)) {
    logger.warn('no https PUBLIC_URL: one-time links in Telegram open on this machine only')
  }
  const served = new Set(channels.map(({ channel }) => channel.name))
  const unreachable = operators.filter(({ channel }) => !served.has(channel))
  if (unreachable.length > 0) {
    logger.warn('OPERATORS names channels that this process does not serve: no alarms there', {
      channels: [...new Set(unreachable.map(({ channel }) => channel))],
    })
  }
}

async function hasSamples({ store }: Line): Promise<boolean> {
  const [first] = sampleReceipts
  return first !== undefined && (await store.ledger.find(first)) !== undefined
}

main().catch((error: unknown) => {
  for (const sentence of failureLines(error)) console.error(sentence)
  process.exit(1)
})
