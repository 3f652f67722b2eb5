/**
 * A Telegram Bot API server on loopback: long polling and webhook, what was sent, and failures on demand.
 * `const api = await startBotApi()`, then `TELEGRAM_API_ROOT=api.root` and `TELEGRAM_BOT_TOKEN=TOKEN`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Update } from 'grammy/types'
import { type Body, bodyOf, type Upload, uploadIn } from './bot-api-files.ts'
import { refusalOf } from './bot-api-rules.ts'
import { createUpdateQueue, createWebhookPoster, type WebhookTarget } from './bot-api-updates.ts'

export const BOT = {
  id: 4299,
  is_bot: true,
  first_name: '鄂票通',
  username: 'epiaotong_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
} as const

const UPGRADED = 'Bad Request: group chat was upgraded to a supergroup chat'

export const TOKEN = '4299:token-of-nobody'

type Json = Record<string, unknown>

/** One call of the bot, refused or not. `at` is in milliseconds since the epoch. */
export interface ApiCall {
  readonly method: string
  readonly payload: Json
  readonly at: number
}

/** One message that was accepted: a person sees it. */
export interface SentMessage {
  readonly id: number
  readonly chat: string
  readonly text: string
  readonly payload: Json
  readonly file?: Upload
  readonly at: number
}

/** A refusal as the Bot API words it. */
interface Refusal {
  readonly code: number
  readonly description: string
  readonly parameters?: Json
}

export type Failure =
  | { readonly kind: 'limited'; readonly retryAfter: number }
  | ({ readonly kind: 'refused' } & Refusal)
  /** The connection is cut before anything is accepted, or after. */
  | { readonly kind: 'cut-before' | 'cut-after' }
  /** Accepted, and never answered. */
  | { readonly kind: 'hang' }

export interface BotApi {
  readonly root: string
  readonly port: number
  readonly calls: readonly ApiCall[]
  readonly sent: readonly SentMessage[]
  /** Updates that nobody has confirmed yet. */
  readonly unconfirmed: readonly Update[]
  /** How many `sendMessage` calls were under way at once, at most. */
  readonly mostInFlight: number
  /** What setWebhook was given last; undefined after deleteWebhook. */
  readonly webhook: WebhookTarget | undefined
  /** What can be downloaded, by the id of the file. */
  readonly files: Map<string, Buffer>
  /** For long polling. */
  push(...updates: readonly Update[]): void
  /** Posts to the webhook that was set, or to the one given, until it answers 2xx. Resolves to the statuses. */
  post(update: Update, to?: WebhookTarget): Promise<number[]>
  /** The next calls of this method fail so. */
  fail(method: string, failure: Failure, times?: number): void
  /** The group has another id from now on: nothing can be sent to the old one. */
  migrate(from: number, to: number): void
  /** While it is down every connection is cut. */
  setDown(down: boolean): void
  /** Resolves when it holds; looked at after every call. Rejects after ten seconds, or as told. */
  waitFor(holds: (api: BotApi) => boolean, withinMs?: number): Promise<void>
  close(): Promise<void>
}

export interface BotApiOptions {
  readonly port?: number
  /** Refuse what Telegram refuses: see bot-api-rules.ts. True unless told. */
  readonly validate?: boolean
  /** How long `sendMessage` takes, in milliseconds. */
  readonly latencyMs?: number
  /** Between the first tries of a webhook. 20 ms unless told. */
  readonly webhookPauseMs?: number
}

type Answer = { readonly result: unknown } | { readonly refusal: Refusal } | 'cut'

export async function startBotApi(options: BotApiOptions = {}): Promise<BotApi> {
  const queue = createUpdateQueue()
  const poster = createWebhookPoster(options.webhookPauseMs ?? 20)
  const ledger = createLedger(options)
  const calls: ApiCall[] = []
  const failures = new Map<string, Failure[]>()
  const files = new Map<string, Buffer>()
  const watchers = new Set<() => void>()
  const migrated = new Map<string, number>()
  let webhook: WebhookTarget | undefined
  let down = false

  const look = () => [...watchers].forEach((watcher) => watcher())

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, token = '', method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? []
    const body = await bodyOf(request)
    const { payload } = body
    if (down) return void response.destroy()
    if (request.url?.startsWith('/file/')) return handOut(request.url, response)
    calls.push({ method, payload, at: Date.now() })
    const failure = failures.get(method)?.shift()
    const known = token === TOKEN
    const answering =
      failed(failure) ?? (known ? act(method, body, response) : refused(401, 'Unauthorized'))
    look() // What an ask confirms is confirmed before it is answered.
    const answer = await answering
    if (answer === 'cut' || failure?.kind === 'cut-after' || down) response.destroy()
    else if (failure?.kind !== 'hang') write(response, answer)
    look()
  }

  /** A download: the id of the file is the end of its path. */
  function handOut(url: string, response: ServerResponse): void {
    calls.push({ method: 'download', payload: {}, at: Date.now() })
    const failure = failures.get('download')?.shift()
    const [, token, id = ''] = /^\/file\/bot([^/]+)\/documents\/(.+)$/.exec(url) ?? []
    const bytes = token === TOKEN ? files.get(decodeURIComponent(id)) : undefined
    if (failure?.kind === 'refused') response.writeHead(failure.code).end()
    else if (failure?.kind === 'cut-after') {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy())
    } else if (failure) response.destroy()
    else response.writeHead(bytes ? 200 : 404).end(bytes)
  }

  function getFile(id: string): Answer {
    const bytes = files.get(id)
    if (!bytes)
      return refused(400, 'Bad Request: wrong file_id or the file is temporarily unavailable')
    return { result: { file_id: id, file_size: bytes.length, file_path: `documents/${id}` } }
  }

  async function act(method: string, body: Body, response: ServerResponse): Promise<Answer> {
    const { payload } = body
    const elsewhere = method.startsWith('send') && migrated.get(String(payload['chat_id']))
    if (elsewhere) return refused(400, UPGRADED, { migrate_to_chat_id: elsewhere })
    switch (method) {
      case 'getMe':
        return { result: BOT }
      case 'getUpdates':
        return getUpdates(payload, response)
      case 'sendMessage':
        return ledger.send(payload)
      case 'sendPhoto':
        return ledger.sendFile(body, 'photo')
      case 'sendDocument':
        return ledger.sendFile(body, 'document')
      case 'getFile':
        return getFile(String(payload['file_id']))
      case 'setWebhook':
        webhook = { url: String(payload.url), secret: String(payload.secret_token ?? '') }
        return { result: true }
      case 'deleteWebhook':
        webhook = undefined
        return { result: true }
      case 'setMyCommands':
      case 'answerCallbackQuery':
        return { result: true }
      default:
        return refused(404, 'Not Found')
    }
  }

  async function getUpdates(payload: Json, response: ServerResponse): Promise<Answer> {
    if (webhook) return refused(409, "Conflict: can't use getUpdates while webhook is active")
    const polled = await queue.poll(payload, (gone) => response.once('close', gone))
    if (polled === 'cut') return polled
    if (polled !== 'replaced') return { result: polled }
    return refused(409, 'Conflict: terminated by other getUpdates request')
  }

  const server = createServer((request, response) => {
    if (down) response.destroy()
    else void serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const cutAll = () => {
    queue.cut()
    server.closeAllConnections()
  }

  const api: BotApi = {
    root: `http://127.0.0.1:${port}`,
    ...{ port, calls, files, sent: ledger.sent },
    get unconfirmed() {
      return queue.unconfirmed
    },
    get mostInFlight() {
      return ledger.mostInFlight
    },
    get webhook() {
      return webhook
    },
    push: (...updates) => queue.push(updates),
    post: (update, to) => poster.post(update, () => to ?? webhook),
    fail(method, failure, times = 1) {
      const planned = Array.from({ length: times }, () => failure)
      failures.set(method, [...(failures.get(method) ?? []), ...planned])
    },
    migrate: (from, to) => void migrated.set(String(from), to),
    setDown(next) {
      down = next
      if (down) cutAll()
    },
    waitFor: (holds, withinMs) => watched(watchers, () => holds(api), withinMs),
    async close() {
      poster.stop()
      cutAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return api
}

/** What was accepted, in order. */
function createLedger({ validate = true, latencyMs = 0 }: BotApiOptions) {
  const sent: SentMessage[] = []
  /** What was uploaded, by the id that was given for it. */
  const kept = new Map<string, Upload>()
  let inFlight = 0
  let mostInFlight = 0
  const ledger = {
    sent,
    get mostInFlight() {
      return mostInFlight
    },
    /** A new file, or by its id one that is known. */
    async sendFile(body: Body, kind: Upload['kind']): Promise<Answer> {
      const id = String(body.payload[kind])
      const upload = uploadIn(body, kind)
      const file = upload ?? kept.get(id)
      if (file?.kind !== kind) return refused(400, 'Bad Request: wrong file identifier specified')
      const answer = await ledger.send(body.payload, file)
      if (answer === 'cut' || !('result' in answer)) return answer
      const fileId = upload ? `kept-${kept.size + 1}` : id
      kept.set(fileId, file)
      const shown = { file_id: fileId, file_size: file.bytes.length }
      const told = kind === 'photo' ? { photo: [shown] } : { document: shown }
      return { result: { ...(answer.result as Json), ...told } }
    },
    async send(payload: Json, file?: Upload): Promise<Answer> {
      const why = validate ? refusalOf(payload, file !== undefined) : undefined
      if (why !== undefined) return refused(400, `Bad Request: ${why}`)
      mostInFlight = Math.max(mostInFlight, ++inFlight)
      if (latencyMs > 0) await sleep(latencyMs)
      inFlight -= 1
      const at = Date.now()
      const { chat_id: chat, text, caption = '' } = payload
      const id = sent.length + 1
      const shown = String(file ? caption : text)
      sent.push({ id, chat: String(chat), text: shown, payload, at, ...(file && { file }) })
      const date = Math.floor(at / 1000)
      return { result: { message_id: id, date, chat: { id: Number(chat), type: 'private' }, text } }
    },
  }
  return ledger
}

/** Failures that come instead of an answer; the others come after it. */
function failed(failure: Failure | undefined): Answer | undefined {
  if (failure?.kind === 'cut-before') return 'cut'
  if (failure?.kind === 'refused') return { refusal: failure }
  if (failure?.kind !== 'limited') return undefined
  const { retryAfter } = failure
  const description = `Too Many Requests: retry after ${retryAfter}`
  return { refusal: { code: 429, description, parameters: { retry_after: retryAfter } } }
}

function refused(code: number, description: string, parameters?: Json): Answer {
  return { refusal: { code, description, ...(parameters && { parameters }) } }
}

function watched(watchers: Set<() => void>, holds: () => boolean, withinMs = 25_000) {
  return new Promise<void>((resolve, reject) => {
    const end = (done: () => void) => {
      clearTimeout(timer)
      watchers.delete(look)
      done()
    }
    const look = () => {
      if (holds()) end(resolve)
    }
    const inVain = () => reject(new Error(`waited ${withinMs} ms in vain`))
    const timer = setTimeout(() => end(inVain), withinMs)
    watchers.add(look)
    look()
  })
}

function write(response: ServerResponse, answer: Exclude<Answer, string>): void {
  const json = { 'content-type': 'application/json' }
  if ('result' in answer) {
    response.writeHead(200, json).end(JSON.stringify({ ok: true, result: answer.result }))
    return
  }
  const { code, description, parameters } = answer.refusal
  const body = { ok: false, error_code: code, description, parameters }
  response.writeHead(code, json).end(JSON.stringify(body))
}
