/** What the channel tells besides messages. */
import type { ChannelState } from '../../core/ports.ts'
import type { Death } from './life.ts'

export type Trouble = Exclude<Death, 'stopped'> | 'limited' | 'refused'

/** None of these may throw. */
export interface WechatNews {
  /** Something an administrator should know, at once. */
  trouble(trouble: Trouble): void
  /** Somebody must scan this code; told again whenever there is another one, and with undefined once it is over. */
  login(code: string | undefined): void
  /** What is counted: logins, logouts, deaths. */
  counted(what: string): void
  state(state: ChannelState): void
}
