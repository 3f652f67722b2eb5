/** The browser chat as a channel: a message goes to the pages that are open; any other reads it from the log. */
import type { InboundMessage, Instant } from '../../core/message.ts'
import { ChannelError } from '../../core/errors.ts'
import type {
  Channel,
  ChannelState,
  Clock,
  Files,
  Receive,
  SendableMessage,
} from '../../core/ports.ts'

/** A person has a handful of tabs; what opens more is not a person. */
const MOST_PAGES_A_CONVERSATION = 8
/** Beyond this, pages read the log from time to time instead. */
const MOST_PAGES = 10_000

/** One open page of one conversation. */
export interface OpenPage {
  show(message: SendableMessage, at: Instant): void
  end(): void
}

export interface WebChannel extends Channel {
  /** Resolves to true once the message is durable, to false when nobody takes messages in (not started, or stopped). */
  accept(message: Omit<InboundMessage, 'at'>): Promise<boolean>
  /** Shows the page what is sent from now on, until the function returned is called. Undefined when there are too many. */
  connect(conversation: string, page: OpenPage): (() => void) | undefined
}

export interface WebChannelOptions {
  readonly clock: Clock
  /** Where uploads are: see `uploads.ts`. */
  readonly files: Pick<Files, 'read'>
}

export function createWebChannel({ clock, files }: WebChannelOptions): WebChannel {
  const pages = createPages()
  let receive: Receive | undefined
  let state: { state: ChannelState; since: Instant } = { state: 'starting', since: clock() }
  const enter = (next: ChannelState) => {
    state = { state: next, since: clock() }
  }
  return {
    name: 'web',
    traits: { crossBorder: false, choices: 'buttons', onlyWhenOpen: true },
    start(taken) {
      receive = taken
      enter('running')
      return Promise.resolve()
    },
    /** Never fails: a page that is not open shows the message when it is. */
    send({ conversation }, message) {
      const at = clock()
      for (const page of pages.of(conversation)) page.show(message, at)
      return Promise.resolve()
    },
    async fetch({ ref }) {
      const content = await files.read(ref)
      if (!content) throw new ChannelError('refused', 'the upload is there no more')
      return content
    },
    stop() {
      receive = undefined
      enter('stopped')
      pages.endAll()
      return Promise.resolve()
    },
    state: () => state,
    async accept(message) {
      if (!receive) return false
      await receive({ ...message, at: clock() })
      return true
    },
    connect: (conversation, page) =>
      state.state === 'stopped' ? undefined : pages.add(conversation, page),
  }
}

/** Which pages are open, by conversation. */
function createPages() {
  const open = new Map<string, Set<OpenPage>>()
  let count = 0

  function remove(conversation: string, page: OpenPage): void {
    const pages = open.get(conversation)
    if (!pages?.delete(page)) return
    count -= 1
    if (pages.size === 0) open.delete(conversation)
  }

  return {
    of: (conversation: string): OpenPage[] => [...(open.get(conversation) ?? [])],
    add(conversation: string, page: OpenPage): (() => void) | undefined {
      const pages = open.get(conversation) ?? new Set()
      if (pages.size >= MOST_PAGES_A_CONVERSATION || count >= MOST_PAGES) return undefined
      open.set(conversation, pages.add(page))
      count += 1
      return () => remove(conversation, page)
    },
    endAll(): void {
      for (const page of [...open.values()].flatMap((pages) => [...pages])) page.end()
    },
  }
}
