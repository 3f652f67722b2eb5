/** The official account from its configuration: the channel, and its callback on the server. */
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createOfficialChannel, type OfficialChannel } from '../adapters/wechat-official/channel.ts'
import { registerOfficialCallback } from '../adapters/wechat-official/routes.ts'
import { raiseAlarm } from '../core/alarm.ts'
import { zhCN } from '../core/wording/zh-cn.ts'
import type { Config } from './config.ts'
import type { Line } from './line.ts'

/** Undefined when no official account is configured. */
export function officialOf(config: Config, line: Line): OfficialChannel | undefined {
  const { clock, logger } = line
  const { WECHAT_OFFICIAL_APP_ID: appId, WECHAT_OFFICIAL_APP_SECRET: appSecret } = config
  if (!appId || !appSecret) return undefined
  const apiRoot = config.WECHAT_OFFICIAL_API_ROOT
  const onQuotaSpent = () => void tellOfQuota(line)
  return createOfficialChannel({ appId, appSecret, apiRoot, clock, logger, onQuotaSpent })
}

/** Over another channel: this one is what cannot be sent on. */
export async function tellOfQuota(
  line: Pick<Line, 'store' | 'operators' | 'channels' | 'clock' | 'logger'>,
): Promise<void> {
  const { store, clock, logger } = line
  const about = 'wechat-official'
  const alarm = { name: 'wechat-official:quota', text: zhCN.official.quotaSpent, about }
  logger.error('wechat-official: the calls of the day are used up')
  try {
    await store.transaction(async (tx) => {
      await raiseAlarm(tx, line, alarm, clock())
    })
  } catch {
    logger.error('an alarm about wechat-official could not be kept')
  }
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
