/** How Telegram hands updates out: by long polling, confirmed by the next offset, and by webhook until it is taken. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Update } from 'grammy/types'

export interface WebhookTarget {
  readonly url: string
  readonly secret: string
}

/** `replaced` is the 409 that a newer poll brings; `cut` ends the connection without an answer. */
export type Polled = readonly Update[] | 'replaced' | 'cut'

export interface Ask {
  readonly offset?: number
  readonly limit?: number
  readonly timeout?: number
}

export interface UpdateQueue {
  readonly unconfirmed: readonly Update[]
  push(updates: readonly Update[]): void
  /** Answers at once when there is something, else when something comes. A newer poll ends an older one. */
  poll(ask: Ask, onClientGone: (gone: () => void) => void): Promise<Polled>
  cut(): void
}

export function createUpdateQueue(): UpdateQueue {
  let updates: Update[] = []
  let answer: ((polled: Polled) => void) | undefined
  let asked: Ask = {}
  const batch = () => updates.slice(0, asked.limit ?? 100)
  return {
    get unconfirmed() {
      return updates
    },
    push(more) {
      updates.push(...more)
      answer?.(batch())
    },
    async poll(ask, onClientGone) {
      answer?.('replaced')
      asked = ask
      updates = updates.filter((update) => update.update_id >= (ask.offset ?? 0))
      const timeoutMs = (ask.timeout ?? 0) * 1000
      if (updates.length > 0 || timeoutMs === 0) return batch()
      return new Promise((resolve) => {
        const timer = setTimeout(() => end([]), timeoutMs)
        const end = (polled: Polled) => {
          clearTimeout(timer)
          if (answer === end) answer = undefined
          resolve(polled)
        }
        answer = end
        onClientGone(() => end('cut'))
      })
    },
    cut: () => answer?.('cut'),
  }
}

export interface WebhookPoster {
  /** Resolves to the status of each try; the next updates of that chat wait meanwhile. */
  post(update: Update, target: () => WebhookTarget | undefined): Promise<number[]>
  stop(): void
}

/** The pause between two tries doubles, up to two seconds. */
export function createWebhookPoster(firstPauseMs: number): WebhookPoster {
  const lanes = new Map<number, Promise<unknown>>()
  let stopped = false

  async function postUntilTaken(update: Update, target: () => WebhookTarget | undefined) {
    const statuses: number[] = []
    for (let pauseMs = firstPauseMs; !stopped; pauseMs = Math.min(pauseMs * 2, 2000)) {
      const to = target()
      const status = to ? await postOnce(to, update) : undefined
      if (status !== undefined) statuses.push(status)
      if (status !== undefined && status >= 200 && status < 300) break
      await sleep(pauseMs)
    }
    return statuses
  }

  return {
    post(update, target) {
      const chat = (update.message ?? update.callback_query?.message)?.chat.id ?? 0
      const before = lanes.get(chat) ?? Promise.resolve()
      const posted = before.then(() => postUntilTaken(update, target))
      lanes.set(chat, posted)
      return posted
    },
    stop() {
      stopped = true
    },
  }
}

/** The status, or nothing when nobody answered. */
async function postOnce(to: WebhookTarget, update: Update): Promise<number | undefined> {
  const headers = {
    'content-type': 'application/json',
    'x-telegram-bot-api-secret-token': to.secret,
  }
  try {
    const response = await fetch(to.url, { method: 'POST', headers, body: JSON.stringify(update) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}
