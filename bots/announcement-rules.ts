/** The rules of announcements, as the configuration sets them. */
import type { AnnouncementRules } from '../core/announcements/rules.ts'
import type { Config } from './config.ts'

type Settings = Pick<
  Config,
  | 'TELEGRAM_RATE'
  | 'WECHAT_RATE'
  | 'ANNOUNCEMENT_PREFERENCE'
  | 'ANNOUNCEMENT_CHASE_HOURS'
  | 'ANNOUNCEMENT_LATE_MINUTES'
>

const MINUTE = 60 * 1000

/** No rate is known of the official account: it sends to whoever wrote within 48 hours only. */
export function announcementRulesOf(config: Settings): AnnouncementRules {
  return {
    rates: { telegram: config.TELEGRAM_RATE, wechat: config.WECHAT_RATE / 60 },
    preference: config.ANNOUNCEMENT_PREFERENCE,
    chaseEveryMs: config.ANNOUNCEMENT_CHASE_HOURS * 60 * MINUTE,
    lateAfterMs: config.ANNOUNCEMENT_LATE_MINUTES * MINUTE,
  }
}
