/** How many messages a second each channel takes, by the configuration. */
import type { Rates } from '../core/announcements/plan.ts'
import type { Config } from './config.ts'

/** The official account sends to whoever wrote within 48 hours only. */
export function ratesOf({
  TELEGRAM_RATE,
  WECHAT_RATE,
}: Pick<Config, 'TELEGRAM_RATE' | 'WECHAT_RATE'>): Rates {
  return { telegram: TELEGRAM_RATE, wechat: WECHAT_RATE / 60 }
}
