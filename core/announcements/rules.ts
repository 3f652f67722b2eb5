/** What a bureau sets about announcements. */
import type { Rates } from './plan.ts'

export interface AnnouncementRules {
  /** Messages a second that each channel takes. */
  readonly rates: Rates
  /** Ways to a recipient, in the order in which they are tried: names of channels, and `group`. */
  readonly preference: readonly string[]
  /** Who has not said 收到 is reminded at most so often, in milliseconds. */
  readonly chaseEveryMs: number
  /** So much later than its time, in milliseconds, nothing goes out by itself. */
  readonly lateAfterMs: number
}

/**
 * `group` is a tied group of its audience. A page of the browser chat may be closed, and a terminal too: who has only
 * these finds announcements there by asking.
 */
export const usualPreference: readonly string[] = ['telegram', 'wechat-official', 'wechat', 'group']

const MINUTE = 60 * 1000

export const usualAnnouncementRules: Omit<AnnouncementRules, 'rates'> = {
  preference: usualPreference,
  chaseEveryMs: 24 * 60 * MINUTE,
  lateAfterMs: 10 * MINUTE,
}
