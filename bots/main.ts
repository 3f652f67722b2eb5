/** `npm start`: everything that is configured, in one process. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { createServer } from '../adapters/http/server.ts'
import { registerReceiptPage } from '../adapters/receipt-page/routes.ts'
import { createTelegramChannel, type TelegramChannel } from '../adapters/telegram/channel.ts'
import { registerTelegramWebhook } from '../adapters/telegram/webhook.ts'
import { createWebChannel } from '../adapters/web/channel.ts'
import { registerChat } from '../adapters/web/routes.ts'
import { type Config, ConfigError, localUrl, readConfig } from './config.ts'
import { greeting } from './greeting.ts'
import { takeLease } from './lease.ts'
import { endAtLastResort } from './last-resort.ts'
import { type Line, openLine, type PacedChannel } from './line.ts'

/** A stop that takes longer than this is cut short: what was accepted is in the store. */
const LONGEST_STOP_MS = 15_000

async function main(): Promise<void> {
  const config = readConfig()
  let port = config.PORT
  const publicUrl = () => config.PUBLIC_URL ?? localUrl(config, port)
  const line = await openLine(config, { publicUrl })
  endAtLastResort(line.logger)
  const web = createWebChannel(line)
  const telegram = telegramOf(config, publicUrl, line)
  const channels: PacedChannel[] = [{ channel: web, pace: { perSecond: 0 } }]
  if (telegram) channels.push({ channel: telegram, pace: { perSecond: config.TELEGRAM_RATE } })

  const secure = publicUrl().startsWith('https:')
  const served = channels.map(({ channel }) => channel)
  const server = await createServer({ ...line, channels: served, behindProxy: secure })
  const shared = { ...line, randomness: randomBytes, secure }
  registerChat(server, { ...shared, channel: web })
  registerReceiptPage(server, shared)
  if (telegram && config.TELEGRAM_TRANSPORT === 'webhook') {
    const secret = config.TELEGRAM_WEBHOOK_SECRET ?? ''
    registerTelegramWebhook(server, { secret, handleUpdate: telegram.handleUpdate })
  }
  const stop = await servingAlone(line, server)
  process.once('SIGTERM', () => void stop())
  process.once('SIGINT', () => void stop())
  await listen(server, config)
  port = (server.server.address() as AddressInfo).port
  await line.run(channels)
  for (const sentence of greeting(publicUrl(), config)) console.log(sentence)
}

function telegramOf(
  config: Config,
  publicUrl: () => string,
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

/** Takes the database for this process alone. Returns how to stop: intake first, then what is under way. */
async function servingAlone(line: Line, server: FastifyInstance) {
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref()
    await line.pause()
    await server.close()
    await line.drain()
    // Only now may another process send from this database.
    await lease?.release()
    await line.close()
    process.exit(0)
  }
  const lease = await takeLease({
    ...line,
    name: 'main',
    isFile: true,
    sleep,
    onLost: () => process.exit(1),
  })
  if (!lease) {
    await line.store.close()
    throw new ConfigError(
      'another process serves this database: stop it first, or name another one in DATABASE_URL',
    )
  }
  return stop
}

async function listen(server: FastifyInstance, { HOST, PORT }: Config): Promise<void> {
  try {
    await server.listen({ host: HOST, port: PORT })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    throw new ConfigError(
      `PORT ${PORT} is taken or not allowed (${code}): name another one in PORT`,
    )
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
})
