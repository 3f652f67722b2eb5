/** The terminal as a channel: replies are printed, choices are numbered, and a file is named by its path. */
import { createReadStream } from 'node:fs'
import { homedir } from 'node:os'
import { basename } from 'node:path'
import { ChannelError } from '../../core/errors.ts'
import { unmarked } from '../../core/formatting.ts'
import { aroundCard, type InboundFile } from '../../core/message.ts'
import type { Channel, ChannelState, Clock, Receive, SendableMessage } from '../../core/ports.ts'
import { visible } from '../../core/visible.ts'
import { wordingFor } from '../../core/wording/wording.ts'

export interface ConsoleChannel extends Channel {
  /** Takes one line a person typed. Resolves when the reply to it has been printed. */
  say(text: string): Promise<void>
}

export interface ConsoleOptions {
  readonly name: string
  readonly user: string
  readonly conversation: string
  readonly clock: Clock
  /** An id that never repeats. */
  readonly newId: () => string
  readonly print: (text: string) => void
  /** One-time pages end with this program: then it says so beside each link. */
  readonly linksEnd: boolean
}

export function createConsoleChannel(options: ConsoleOptions): ConsoleChannel {
  const { name, user, conversation, clock, newId, print, linksEnd } = options
  /** Who waits for an answer, by the message that is to be answered. */
  const waiting = new Map<string, () => void>()
  const files = createFiles(newId)
  let receive: Receive | undefined
  let state: { state: ChannelState; since: number } = { state: 'stopped', since: clock() }
  const enter = (next: ChannelState) => {
    state = { state: next, since: clock() }
  }
  return {
    name,
    traits: { crossBorder: false, choices: 'numbers', onlyWhenOpen: true },
    start(taken) {
      receive = taken
      enter('running')
      return Promise.resolve()
    },
    send(to, message) {
      if (to.conversation !== conversation) {
        return Promise.reject(new ChannelError('unavailable', 'somebody else is at this terminal'))
      }
      print(render(message, { linksEnd }))
      waiting.get(message.answers ?? '')?.()
      return Promise.resolve()
    },
    fetch: files.fetch,
    stop() {
      enter('stopped')
      return Promise.resolve()
    },
    state: () => state,
    async say(text) {
      const from = { channel: name, conversation, user, group: false }
      const id = newId()
      const answered = new Promise<void>((resolve) => waiting.set(id, resolve))
      const said = files.read(text) ?? { text: text || ' ' }
      await receive?.({ id, from, ...said, addressed: true, at: clock() })
      await answered
      waiting.delete(id)
    },
  }
}

/** A path, and nothing that could be a question: “文件 打不开” is one. */
const FILE = /^\s*文件\s+((?:~|\.{1,2})?\/.*\S)\s*$/

/** Only what was named in this terminal is read; what is kept of the message does not hold the path. */
function createFiles(newId: () => string) {
  const paths = new Map<string, string>()
  return {
    read(line: string): { text: string; files: readonly InboundFile[] } | undefined {
      const path = FILE.exec(line)?.[1]?.replace(/^~/, homedir())
      if (path === undefined) return undefined
      const ref = newId()
      paths.set(ref, path)
      return { text: '', files: [{ name: basename(path), type: '', ref }] }
    },
    async fetch({ ref }: InboundFile): Promise<AsyncIterable<Uint8Array>> {
      const path = paths.get(ref)
      if (path === undefined) throw noSuchFile()
      return contentOf(path)
    },
  }
}

async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>
  } catch {
    throw noSuchFile()
  }
}

function noSuchFile(): ChannelError {
  return new ChannelError('refused', 'there is no such file')
}

/** Everything as lines of text. Control characters never reach the terminal. */
export function render(message: SendableMessage, { linksEnd = false } = {}): string {
  const { card, link, choices = [], formatted } = message
  const { card: words, console } = wordingFor(message.locale)
  const { before, after } = aroundCard(message)
  const lines = [
    unmarked(before, formatted),
    ...(card ? [words.heading(card.title)] : []),
    ...(card?.lines ?? []).map(({ label, value }) => words.line(label, value)),
    ...(after ? [unmarked(after, formatted)] : []),
    ...(link ? [words.line(link.label, link.url)] : []),
    ...(link && linksEnd ? [console.linkEnds] : []),
    ...choices.map(({ label }, index) => `${index + 1}. ${label}`),
  ]
  return visible(lines.join('\n'))
}
