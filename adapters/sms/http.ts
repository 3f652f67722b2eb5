/** A text message gateway reached by one HTTP call, of whatever shape: its body is a template of the configuration. */
import Bottleneck from 'bottleneck'
import { ChannelError } from '../../core/errors.ts'
import type { SmsGateway } from '../../core/ports.ts'

export interface HttpSmsOptions {
  readonly url: string
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string
  /** JSON in which `{phone}` and `{text}` stand within strings. */
  readonly body: string
  readonly perMinute: number
  readonly perDay: number
  readonly timeoutMs?: number
}

const MINUTE_MS = 60_000
const TIMEOUT_MS = 10_000
/** More than this waiting is a flood: the person is told to come back. */
const MOST_WAITING = 20

/** Only a 2xx means sent. Redirects are not followed: the phone would go where nobody configured it. */
export function createHttpSms(options: HttpSmsOptions): SmsGateway {
  const { perMinute, perDay } = options
  const pace = new Bottleneck({ minTime: Math.ceil(MINUTE_MS / perMinute) })
  let waiting = 0
  return {
    perDay,
    async send(phone, text) {
      if (waiting >= MOST_WAITING) throw new ChannelError('limited', 'too many are waiting')
      waiting += 1
      try {
        await pace.schedule(() => post(options, phone, text))
      } finally {
        waiting -= 1
      }
    },
  }
}

async function post(options: HttpSmsOptions, phone: string, text: string): Promise<void> {
  const { url, token, timeoutMs = TIMEOUT_MS } = options
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  const body = filled(options.body, { phone, text })
  const signal = AbortSignal.timeout(timeoutMs)
  let status: number
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    await response.arrayBuffer()
    status = response.status
  } catch (error) {
    throw new ChannelError('unknown', 'the gateway did not answer', { cause: error })
  }
  if (status === 429) throw new ChannelError('limited', 'the gateway takes no more now')
  if (status >= 500) throw new ChannelError('unavailable', `the gateway answered ${status}`)
  if (status < 200 || status >= 300) {
    throw new ChannelError('refused', `the gateway answered ${status}`)
  }
}

/** Values are put in as parts of JSON strings, so none can change the shape of the body. */
function filled(
  template: string,
  values: { readonly phone: string; readonly text: string },
): string {
  return template.replace(/\{(phone|text)\}/g, (_all, name: 'phone' | 'text') =>
    JSON.stringify(values[name]).slice(1, -1),
  )
}
