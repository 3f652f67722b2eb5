/** The official account from its configuration: the channel, and its callback on the server. */
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createOfficialChannel, type OfficialChannel } from '../adapters/wechat-official/channel.ts'
import { registerOfficialCallback } from '../adapters/wechat-official/routes.ts'
import type { Config } from './config.ts'
import type { Line } from './line.ts'

/** Undefined when no official account is configured. */
export function officialOf(config: Config, { clock, logger }: Line): OfficialChannel | undefined {
  const { WECHAT_OFFICIAL_APP_ID: appId, WECHAT_OFFICIAL_APP_SECRET: appSecret } = config
  if (!appId || !appSecret) return undefined
  const apiRoot = config.WECHAT_OFFICIAL_API_ROOT
  return createOfficialChannel({ appId, appSecret, apiRoot, clock, logger })
}

/** Without a mode that was named, whoever set a key wants everything encrypted. */
export function registerOfficial(
  server: FastifyInstance,
  channel: OfficialChannel,
  config: Config,
  { clock, logger }: Line,
): void {
  const aesKey = config.WECHAT_OFFICIAL_AES_KEY
  registerOfficialCallback(server, {
    ...{ channel, clock, logger, random: randomBytes },
    token: config.WECHAT_OFFICIAL_TOKEN ?? '',
    appId: config.WECHAT_OFFICIAL_APP_ID ?? '',
    mode: config.WECHAT_OFFICIAL_MODE ?? (aesKey === undefined ? 'plain' : 'encrypted'),
    ...(aesKey !== undefined && { aesKey }),
  })
}
