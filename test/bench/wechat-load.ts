/** Conversations over WeChat in a closed loop: each person says the next thing when the last was answered. */
import { percentiles } from './load.ts'

const TEXT = '42990126 0000000001 55e8a5'

export interface Talk {
  say(user: string, text: string): void
  /** Called with whom it was said to. */
  onSaid: (user: string) => void
}

export interface Talked {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

export async function converse(talk: Talk, people: number, messages: number): Promise<Talked> {
  const waiting = new Map<string, () => void>()
  const times: number[] = []
  let left = messages
  talk.onSaid = (user) => waiting.get(user)?.()
  const person = async (user: string) => {
    while (left-- > 0) {
      const started = performance.now()
      const answered = new Promise<void>((resolve) => waiting.set(user, resolve))
      talk.say(user, TEXT)
      await answered
      times.push(performance.now() - started)
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: people }, (_, index) => person(`wxid-${index + 1}`)))
  const { p50, p99 } = percentiles(times)
  return { perSecond: messages / ((performance.now() - started) / 1000), p50, p99 }
}
