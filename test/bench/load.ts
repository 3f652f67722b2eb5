/** Load against a webhook: closed loops of conversations, or messages at a given rate. */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sink } from './sink.ts'
import { SECRET } from './subject.ts'

export interface Measured {
  readonly perSecond: number
  /** Milliseconds from posting a message until its answer reached the network. */
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const TEXT = '42990126 0000000001 55e8a5'
/** Never the same in two runs: a database that outlives a run knows its messages again, and does not answer them. */
let updates = Date.now() % 1_000_000_000

/** Each conversation says its next thing when it was answered. */
export async function closedLoop(
  sink: Sink,
  url: string,
  load: { conversations: number; messages: number; text?: string },
): Promise<Measured> {
  const poster = createPoster(url)
  const waiting = new Map<number, () => void>()
  const times: number[] = []
  let left = load.messages
  sink.onMessage = (chat) => waiting.get(chat)?.()
  const converse = async (chat: number) => {
    while (left-- > 0) {
      const started = performance.now()
      const answered = new Promise<void>((resolve) => waiting.set(chat, resolve))
      await poster.post(chat, load.text ?? TEXT)
      await answered
      times.push(performance.now() - started)
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: load.conversations }, (_, index) => converse(index + 1)))
  const seconds = (performance.now() - started) / 1000
  poster.close()
  return { perSecond: times.length / seconds, ...percentiles(times) }
}

/** Messages at a steady rate, whether the ones before were answered or not. */
export async function openLoop(
  sink: Sink,
  url: string,
  load: { perSecond: number; seconds: number; conversations: number; firstChat?: number },
): Promise<Measured> {
  const poster = createPoster(url)
  const started = new Map<number, number[]>()
  const times: number[] = []
  sink.onMessage = (chat) => {
    const at = started.get(chat)?.shift()
    if (at !== undefined) times.push(performance.now() - at)
  }
  const total = load.perSecond * load.seconds
  const begin = performance.now()
  for (let index = 0; index < total; index++) {
    const due = begin + (index * 1000) / load.perSecond
    if (due > performance.now()) await sleep(due - performance.now())
    const chat = (index % load.conversations) + (load.firstChat ?? 1)
    started.set(chat, [...(started.get(chat) ?? []), due])
    void poster.post(chat, TEXT)
  }
  for (let waits = 0; times.length < total && waits < 100; waits++) await sleep(100)
  poster.close()
  return { perSecond: times.length / load.seconds, ...percentiles(times) }
}

export function percentiles(times: number[]) {
  const sorted = times.toSorted((left, right) => left - right)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}

function createPoster(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 })
  const target = new URL('/telegram/webhook', url)
  const headers = {
    'content-type': 'application/json',
    'x-telegram-bot-api-secret-token': SECRET,
  }
  const post = (chat: number, text: string) =>
    new Promise<void>((resolve, reject) => {
      const call = request(target, { method: 'POST', agent, headers }, (response) => {
        response.resume()
        response.once('end', () =>
          response.statusCode === 200
            ? resolve()
            : reject(new Error(`webhook answered ${response.statusCode}`)),
        )
      })
      call.once('error', reject)
      call.end(JSON.stringify(updateOf(chat, text)))
    })
  return { post, close: () => agent.destroy() }
}

function updateOf(user: number, text: string) {
  const id = ++updates
  const from = { id: user, is_bot: false, first_name: '某人' }
  const chat = { id: user, type: 'private', first_name: '某人' }
  return { update_id: id, message: { message_id: id, date: 1_795_000_000, chat, from, text } }
}
