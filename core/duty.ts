/** Work that the assistant does of its own accord because it is time. */
import type { Instant } from './message.ts'
import type { Desk } from './turn.ts'

/** One kind of such work. */
export interface Duty {
  readonly name: string
  /**
   * Does what is due at this instant, a batch at most. Each effect is a transaction that looks at the state anew, so
   * that doing it twice changes nothing. What throws is logged and tried again at the next round.
   */
  perform(now: Instant, desk: Desk): Promise<void>
}
