/**
 * A Bot API server that keeps Telegram's limits: so many messages a second in all, one a second for a chat, and bursts
 * of 429 during which no call may come. It counts what should not have come.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BOT } from '../support/bot-api.ts'

const SECOND = 1000
const RETRY_AFTER_S = 1
/** A call that left as the answer came is no fault of the caller. */
const CROSSING_MS = 20

export interface Limits {
  /** Messages in any second. */
  readonly perSecond: number
  /** Of all calls, such a share is refused. */
  readonly refused: number
  /** Until an answer arrives, in milliseconds: Telegram answers from far away. */
  readonly latencyMs: number
}

export interface Seen {
  readonly calls: number
  readonly taken: number
  readonly refusals: number
  /** Calls before `retry_after` had passed. */
  readonly early: number
  /** Messages beyond the rate. */
  readonly beyondRate: number
  /** Messages to a chat within a second of the one before. */
  readonly beyondChat: number
  /** Milliseconds in which nothing was to be sent, from the first answer of a burst on. */
  readonly heldMs: number
  /** Milliseconds in which a burst had begun and its first answer was still on its way: whatever came was refused. */
  readonly unheardMs: number
  readonly firstAt: number
  readonly lastAt: number
}

export interface LimitedApi {
  readonly root: string
  seen(): Seen
  close(): void
}

export async function startLimitedApi(limits: Limits): Promise<LimitedApi> {
  const judge = createJudge(limits)
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const answer = request.url?.endsWith('/sendMessage')
        ? judge.answer(/"chat_id":"?(-?\d+)/.exec(body)?.[1] ?? '', Date.now())
        : { ok: true, result: request.url?.endsWith('/getMe') ? BOT : true }
      response.writeHead(answer.ok ? 200 : 429, { 'content-type': 'application/json' })
      setTimeout(() => response.end(JSON.stringify(answer)), limits.latencyMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    root: `http://127.0.0.1:${port}`,
    seen: judge.seen,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function createJudge({ perSecond, refused, latencyMs }: Limits) {
  const seen = { calls: 0, taken: 0, refusals: 0, early: 0, beyondRate: 0, beyondChat: 0 }
  const times = { heldMs: 0, unheardMs: 0, firstAt: 0, lastAt: 0 }
  const lastSecond: number[] = []
  const lastOf = new Map<string, number>()
  /** From when the first of a burst is answered until the last that was refused may try again. */
  const silence = { from: 0, until: 0 }

  function refuse(now: number) {
    const until = now + latencyMs + RETRY_AFTER_S * SECOND
    if (now >= silence.until) {
      silence.from = now + latencyMs
      silence.until = silence.from
      times.unheardMs += latencyMs
    }
    times.heldMs += until - silence.until
    silence.until = until
    seen.refusals += 1
    return {
      ...{ ok: false, error_code: 429, description: `retry after ${RETRY_AFTER_S}` },
      parameters: { retry_after: RETRY_AFTER_S },
    }
  }

  function take(chat: string, now: number) {
    while ((lastSecond[0] ?? now) <= now - SECOND) lastSecond.shift()
    if (lastSecond.length >= perSecond) seen.beyondRate += 1
    if (now - (lastOf.get(chat) ?? -SECOND) < SECOND) seen.beyondChat += 1
    lastSecond.push(now)
    lastOf.set(chat, now)
    seen.taken += 1
    const message = { message_id: seen.taken, date: 1, chat: { id: Number(chat), type: 'private' } }
    return { ok: true, result: { ...message, text: '.' } }
  }

  return {
    answer(chat: string, now: number) {
      seen.calls += 1
      times.firstAt ||= now
      times.lastAt = now
      if (now < silence.until) {
        if (now > silence.from + CROSSING_MS) seen.early += 1
        return refuse(now)
      }
      // As soon as it is behind its share of refusals, a burst begins.
      return seen.refusals < refused * seen.calls - 1 ? refuse(now) : take(chat, now)
    },
    seen: (): Seen => ({ ...seen, ...times }),
  }
}
