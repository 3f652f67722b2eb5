/** The terminal as a channel: replies are printed, choices are numbered. */
import { aroundCard } from '../../core/message.ts'
import type { Channel, ChannelState, Clock, Receive, SendableMessage } from '../../core/ports.ts'
import { visible } from '../../core/visible.ts'
import { wordingFor } from '../../core/wording/wording.ts'

export interface ConsoleChannel extends Channel {
  /** Takes one line a person typed. Resolves when the reply to it has been printed. */
  say(text: string): Promise<void>
}

export interface ConsoleOptions {
  readonly user: string
  readonly clock: Clock
  /** An id that never repeats. */
  readonly newId: () => string
  readonly print: (text: string) => void
}

export function createConsoleChannel({
  user,
  clock,
  newId,
  print,
}: ConsoleOptions): ConsoleChannel {
  const name = 'console'
  const waiting: (() => void)[] = []
  let receive: Receive | undefined
  let state: { state: ChannelState; since: number } = { state: 'stopped', since: clock() }
  const enter = (next: ChannelState) => {
    state = { state: next, since: clock() }
  }
  return {
    name,
    traits: { crossBorder: false, choices: 'numbers' },
    start(taken) {
      receive = taken
      enter('running')
      return Promise.resolve()
    },
    send(_to, message) {
      print(render(message))
      waiting.shift()?.()
      return Promise.resolve()
    },
    stop() {
      enter('stopped')
      return Promise.resolve()
    },
    state: () => state,
    async say(text) {
      const from = { channel: name, conversation: user, user, group: false }
      const answered = new Promise<void>((resolve) => waiting.push(resolve))
      await receive?.({ id: newId(), from, text: text || ' ', addressed: true, at: clock() })
      await answered
    },
  }
}

/** Everything as lines of text. Control characters never reach the terminal. */
export function render(message: SendableMessage): string {
  const { card, link, choices = [] } = message
  const { heading, line } = wordingFor(message.locale).card
  const { before, after } = aroundCard(message)
  const lines = [
    before,
    ...(card ? [heading(card.title)] : []),
    ...(card?.lines ?? []).map(({ label, value }) => line(label, value)),
    ...(after ? [after] : []),
    ...(link ? [line(link.label, link.url)] : []),
    ...choices.map(({ label }, index) => `${index + 1}. ${label}`),
  ]
  return visible(lines.join('\n'))
}
