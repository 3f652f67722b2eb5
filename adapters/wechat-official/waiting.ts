/** Callbacks that wait for an answer: whichever message leaves first for their person answers them. */

/** An answer that a callback takes along. `left` tells whether it went out whole. */
export interface Handover {
  readonly text: string
  left(whole: boolean): void
}

export interface Waiting {
  /**
   * Resolves with the answer, or with nothing: after `patienceMs`, when the same message is delivered once more, when
   * `leave` is aborted, and at once for a message that was answered before.
   */
  wait(ask: {
    readonly conversation: string
    readonly id: string
    readonly patienceMs: number
    readonly leave: AbortSignal
  }): Promise<Handover | undefined>
  /** Resolves to true once a callback of this conversation took the text along; to false when there is none. */
  hand(conversation: string, text: string): Promise<boolean>
  /** Lets all go with nothing. */
  end(): void
}

/** How many answered messages are remembered; WeChat repeats a message within seconds. */
const REMEMBERED = 20_000

interface Caller {
  readonly id: string
  take(handover: Handover | undefined): void
}

export function createWaiting(): Waiting {
  const callers = new Map<string, Caller[]>()
  const answered = new Set<string>()

  function remember(id: string): void {
    answered.add(id)
    const oldest = answered.size > REMEMBERED ? answered.values().next().value : undefined
    if (oldest !== undefined) answered.delete(oldest)
  }

  function remove(conversation: string, caller: Caller): void {
    const others = (callers.get(conversation) ?? []).filter((other) => other !== caller)
    if (others.length > 0) callers.set(conversation, others)
    else callers.delete(conversation)
  }

  return {
    wait({ conversation, id, patienceMs, leave }) {
      if (answered.has(id) || leave.aborted) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        const go = () => caller.take(undefined)
        const timer = setTimeout(go, Math.max(patienceMs, 0))
        const caller: Caller = {
          id,
          take(handover) {
            clearTimeout(timer)
            leave.removeEventListener('abort', go)
            remove(conversation, caller)
            resolve(handover)
          },
        }
        // WeChat repeats what it has given up waiting for: only the newest delivery is still listened to.
        callers
          .get(conversation)
          ?.find((other) => other.id === id)
          ?.take(undefined)
        leave.addEventListener('abort', go)
        callers.set(conversation, [...(callers.get(conversation) ?? []), caller])
      })
    },
    hand(conversation, text) {
      const caller = callers.get(conversation)?.[0]
      if (!caller) return Promise.resolve(false)
      return new Promise((resolve) => {
        const left = (whole: boolean) => {
          if (whole) remember(caller.id)
          resolve(whole)
        }
        caller.take({ text, left })
      })
    },
    end() {
      for (const caller of [...callers.values()].flat()) caller.take(undefined)
    },
  }
}
