/** A verb a message may begin with. What each part of the program calls for stands in its own `verbs.ts`. */
import type { Command } from './turn.ts'

export interface Verb {
  readonly command: Command
  readonly words: readonly string[]
  /** May be followed by values; the others stand alone. */
  readonly leads?: boolean
  /** Means nothing by itself: something must follow. */
  readonly never?: 'alone'
  /** What may follow that is no value: with it, the verb is surely meant. */
  readonly rest?: RegExp
}
