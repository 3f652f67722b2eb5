/** The browser chat on the real store and the real HTTP server, with an assistant that repeats what it hears. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createServer } from '../../../adapters/http/server.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { createWebChannel } from '../../../adapters/web/channel.ts'
import { registerChat } from '../../../adapters/web/routes.ts'
import { sendable } from '../../../core/delivery.ts'
import { createKeys } from '../../../core/keys.ts'
import type { InboundMessage, OutboundMessage } from '../../../core/message.ts'
import { createMemoryFiles } from '../../support/memory-files.ts'
import { temporaryDatabase } from '../../support/temporary.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

export type Answer = (message: InboundMessage) => OutboundMessage

export const repeat: Answer = ({ text }) => ({ text: `收到：${text}`, personal: false })

export interface ChatServerOptions {
  /** What is answered; asked once a message, however often it is posted. */
  readonly answer?: Answer
  readonly secure?: boolean
  /** Without it nobody takes messages in yet. */
  readonly started?: boolean
}

export async function openChat({
  answer = repeat,
  secure = false,
  started = true,
}: ChatServerOptions = {}) {
  const store = await openStore(temporaryDatabase())
  // A clock of its own: no two moments are the same, and no test waits for one.
  let now = Date.now()
  const clock = () => now++
  const delivery = {
    keys: createKeys('a secret for tests only'),
    publicUrl: () => 'http://127.0.0.1:9',
    files: createMemoryFiles(clock),
  }
  const sendableOf = (row: Parameters<typeof sendable>[0]) => sendable(row, delivery)
  const channel = createWebChannel({ clock, files: delivery.files })
  const heard: InboundMessage[] = []
  /** Puts it in the outbox and shows it to the pages that are open, as the pump would. */
  const say = async (conversation: string, message: OutboundMessage) => {
    const to = { channel: 'web', conversation, group: false }
    const entry = { to, user: conversation, message, kind: 'reply' as const }
    await store.transaction(async (tx) => tx.outbox.add(entry, clock()))
    const [row] = await store.outbox.history(to, conversation, 1)
    await channel.send(to, sendableOf({ id: row?.id ?? 0, message, to }))
  }
  const receive = async (message: InboundMessage) => {
    const known = await store.inbox.pending(['web'], 0, 999)
    if (known.some((row) => row.message.id === message.id)) return
    await store.transaction(async (tx) => tx.inbox.add(message, clock()))
    heard.push(message)
    await say(message.from.conversation, answer(message))
  }
  const metrics = { contentType: 'text/plain', text: () => Promise.resolve('') }
  const app = await createServer({ logger: silent, store, channels: [channel], metrics })
  registerChat(app, {
    ...{ ...delivery, channel, store, sendableOf, clock, secure },
    randomness: randomBytes,
  })
  if (started) await channel.start(receive)
  onTestFinished(async () => {
    await channel.stop()
    await app.close()
    await store.close()
  })
  /** Where it listens, from the first time this is asked. */
  const listen = async (port = 0) => {
    if (!app.server.listening) await app.listen({ host: '127.0.0.1', port })
    return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  }
  return { app, channel, store, heard, say, receive, listen, files: delivery.files }
}

export type ChatServer = Awaited<ReturnType<typeof openChat>>

/** A browser without a window: it keeps its cookie. */
export async function visitor({ app }: ChatServer) {
  const first = await app.inject({ url: '/' })
  const cookie = first.cookies[0]
  if (!cookie) throw new Error('no cookie was set')
  const cookies = { [cookie.name]: cookie.value }
  return {
    cookie,
    header: `${cookie.name}=${cookie.value}`,
    post: (payload: unknown, headers: Record<string, string> = {}) => {
      const body = JSON.stringify(payload)
      const all = { 'content-type': 'application/json', ...headers }
      return app.inject({ method: 'POST', url: '/chat/messages', cookies, headers: all, body })
    },
    upload: (body: Buffer, headers: Record<string, string> = {}) => {
      const all = { 'content-type': 'application/octet-stream', ...headers }
      return app.inject({ method: 'POST', url: '/chat/files', cookies, headers: all, body })
    },
    log: async () => {
      const response = await app.inject({ url: '/chat/log', cookies })
      return (response.json() as { messages: LoggedMessage[] }).messages
    },
  }
}

interface LoggedMessage {
  readonly id: string
  readonly from: string
  readonly text: string
  readonly at: number
  readonly card?: unknown
  readonly link?: { label: string; url: string }
  readonly choices?: { label: string; data: string }[]
}
