/** WeChat's server as the official account calls it: one access token, shared by all calls, and what is done with it. */
import { z } from 'zod'
import { ChannelError } from '../../core/errors.ts'
import { LARGEST_FILE } from '../../core/files/file.ts'
import type { Clock } from '../../core/ports.ts'
import { ApiRefusal, channelErrorOf, isTokenOver, UnreadableAnswer } from './failures.ts'

const CALL_TIMEOUT_MS = 15_000
/** A token is replaced this long before its end, so that none ends on the way. */
const EARLY_MS = 5 * 60 * 1000

export interface ApiOptions {
  /** Without a slash at the end. */
  readonly apiRoot: string
  readonly appId: string
  readonly appSecret: string
  readonly clock: Clock
}

export interface Api {
  /** Gets a token if there is none. Throws what the server answered. */
  connect(): Promise<void>
  /** Throws `ApiRefusal`, or what the connection threw. */
  call(path: string, body: unknown): Promise<void>
  /** The bytes of a media file; of one that is larger than what is kept, so many that it is seen to be. */
  readMedia(mediaId: string): Promise<Uint8Array>
}

const answerSchema = z.object({ errcode: z.number().optional() }).loose()
const tokenSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
})

export function createApi(options: ApiOptions): Api {
  const { apiRoot } = options
  const tokens = createTokens(options)

  /** A token that turns out to be over is replaced, and the call made once more: nothing was done before. */
  async function withToken<T>(work: (token: string) => Promise<T>): Promise<T> {
    const token = await tokens.current()
    try {
      return await work(token)
    } catch (error) {
      if (!isTokenOver(error)) throw error
      tokens.drop(token)
      return work(await tokens.current())
    }
  }

  return {
    connect: async () => void (await tokens.current()),
    call: (path, body) =>
      withToken(async (token) => {
        const url = `${apiRoot}${path}?${new URLSearchParams({ access_token: token })}`
        const headers = { 'content-type': 'application/json; charset=utf-8' }
        await answerOf(url, { method: 'POST', headers, body: JSON.stringify(body) })
      }),
    readMedia: (mediaId) =>
      withToken(async (token) => {
        const query = new URLSearchParams({ access_token: token, media_id: mediaId })
        return mediaOf(await ask(`${apiRoot}/cgi-bin/media/get?${query}`))
      }),
  }
}

/** One token at a time: whoever needs one while it is fetched waits for the same. */
function createTokens({ apiRoot, appId, appSecret, clock }: ApiOptions) {
  let held: { readonly token: string; readonly until: number } | undefined
  let fetching: Promise<string> | undefined

  async function fetchToken(): Promise<string> {
    const query = { grant_type: 'client_credential', appid: appId, secret: appSecret }
    const answer = await answerOf(`${apiRoot}/cgi-bin/token?${new URLSearchParams(query)}`)
    const { access_token: token, expires_in: seconds } = tokenSchema.parse(answer)
    const life = seconds * 1000
    held = { token, until: clock() + Math.max(life - EARLY_MS, life / 2) }
    return token
  }

  return {
    async current(): Promise<string> {
      if (held && clock() < held.until) return held.token
      fetching ??= fetchToken()
        .catch((error: unknown) => {
          throw beforeTheCall(error)
        })
        .finally(() => {
          fetching = undefined
        })
      return fetching
    },
    /** Only if it is still the one that was found to be over: somebody may have fetched another meanwhile. */
    drop(token: string): void {
      if (held?.token === token) held = undefined
    },
  }
}

/** Without a token nothing was sent, however it failed. */
function beforeTheCall(error: unknown): unknown {
  if (error instanceof ApiRefusal) return error
  return new ChannelError('unavailable', channelErrorOf(error).message, { cause: error })
}

/** No redirects: a token must not travel elsewhere. */
function ask(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(CALL_TIMEOUT_MS) })
}

/** Throws `ApiRefusal` for an error code, `UnreadableAnswer` for what is no answer of WeChat's. */
async function answerOf(url: string, init?: RequestInit): Promise<unknown> {
  const response = await ask(url, init)
  const { data: answer } = answerSchema.safeParse(await response.json().catch(() => undefined))
  if (answer?.errcode) throw new ApiRefusal(answer.errcode)
  if (!response.ok || !answer) throw new UnreadableAnswer()
  return answer
}

/** Errors come as JSON where the file should be. */
async function mediaOf(response: Response): Promise<Uint8Array> {
  if (!response.ok) throw new UnreadableAnswer()
  if (response.headers.get('content-type')?.includes('json')) {
    const { errcode = -1 } = answerSchema.safeParse(await response.json()).data ?? {}
    throw new ApiRefusal(errcode)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    chunks.push(chunk)
    if (size > LARGEST_FILE) break
  }
  return Buffer.concat(chunks)
}
