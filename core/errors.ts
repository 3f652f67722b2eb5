/** The two ways in which the world outside fails. Neither message ever holds personal data. */

export type PlatformFault = 'unavailable' | 'timeout' | 'refused' | 'unreadable'

/** The receipt platform did not answer, or answered what cannot be used. Nothing is known about the receipt. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError'
  readonly kind: PlatformFault

  constructor(kind: PlatformFault, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.kind = kind
  }
}

/**
 * - `limited`: too fast; nothing was sent; wait `retryAfterMs`.
 * - `blocked`: the person does not want messages, or the chat is gone; nothing was sent.
 * - `refused`: the network will never take this message; nothing was sent.
 * - `moved`: the group has another id, `movedTo`; nothing was sent.
 * - `unavailable`: the network said it cannot now; nothing was sent.
 * - `unknown`: the connection broke; it may or may not have been sent.
 */
export type ChannelFault = 'limited' | 'blocked' | 'refused' | 'moved' | 'unavailable' | 'unknown'

/** A chat network did not take a message. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError'
  readonly kind: ChannelFault
  readonly retryAfterMs: number | undefined
  /** What must be silent when it is `limited`: all of the channel, unless told that it is one conversation. */
  readonly scope: 'channel' | 'conversation'
  /** The group's new conversation. */
  readonly movedTo: string | undefined

  constructor(
    kind: ChannelFault,
    message: string,
    options: {
      retryAfterMs?: number
      scope?: 'conversation'
      movedTo?: string
      cause?: unknown
    } = {},
  ) {
    super(message, options)
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs
    this.scope = options.scope ?? 'channel'
    this.movedTo = options.movedTo
  }
}

/** What was read before the commit no longer holds: the turn is run again on what holds now. */
export class StaleTurn extends Error {
  override readonly name = 'StaleTurn'
}

/** Somebody else has answered this message: nothing of this turn is kept. */
export class AlreadyAnswered extends Error {
  override readonly name = 'AlreadyAnswered'
}

/** Ends a switch over a union: the compiler complains when a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`)
}

/** Where it was thrown, without the message: that might repeat what a person typed. */
export function whereThrown(error: unknown): string | undefined {
  if (!(error instanceof Error) || !error.stack) return undefined
  const frames = error.stack.split('\n').filter((line) => /^\s+at /.test(line))
  return frames.slice(0, 6).join(' | ')
}
