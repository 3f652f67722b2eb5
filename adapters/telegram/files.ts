/** Files that came in over Telegram, and those of ours that leave: what the Bot API takes, and hands out. */
import { type Api, GrammyError, InputFile } from 'grammy'
import { ChannelError } from '../../core/errors.ts'
import { LARGEST_FILE } from '../../core/files/file.ts'
import type { LoadedFile } from '../../core/files/sending.ts'
import type { Channel } from '../../core/ports.ts'
import { channelErrorOf } from './failures.ts'

const PUBLIC_ROOT = 'https://api.telegram.org'
/** Ten megabytes over a slow line; what takes longer does not come. */
const DOWNLOAD_TIMEOUT_MS = 120_000

export interface FetchOptions {
  readonly api: Pick<Api, 'getFile'>
  readonly token: string
  /** Another Bot API server, without a slash at the end. */
  readonly root?: string
}

/** The address of a download holds the token: nothing of it, nor of what fetch says, leaves with an error. */
export function createFetch({
  api,
  token,
  root = PUBLIC_ROOT,
}: FetchOptions): NonNullable<Channel['fetch']> {
  return async ({ ref }) => {
    const { file_path: path, file_size: size = 0 } = await asking(() => api.getFile(ref))
    if (size > LARGEST_FILE) throw new ChannelError('refused', 'the file is too large')
    if (path === undefined) throw gone()
    const url = `${root}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`
    const response = await download(url)
    if (response.status === 404) throw gone()
    if (!response.ok || !response.body) {
      throw new ChannelError('unavailable', `Telegram answered ${response.status} to a download`)
    }
    return whole(response.body)
  }
}

async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    // An id that Telegram does not know any more, or a file beyond its own limit of 20 MB.
    if (error instanceof GrammyError && error.error_code === 400) throw gone()
    throw channelErrorOf(error)
  }
}

/** No redirects: the token must not travel elsewhere. */
async function download(url: string): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)
    return await fetch(url, { redirect: 'error', signal })
  } catch {
    throw new ChannelError('unavailable', 'Telegram cannot be reached for a download')
  }
}

async function* whole(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch {
    throw new ChannelError('unavailable', 'a download from Telegram broke off')
  }
}

function gone(): ChannelError {
  return new ChannelError('refused', 'Telegram has no such file any more')
}

/** Telegram shows these in the chat; everything else is a document. */
const SHOWN = new Set<LoadedFile['type']>(['jpeg', 'png'])

export interface Caption {
  readonly caption?: string
}

/** Some pictures it does not show (too long, too narrow): those go as documents. */
export async function sendFile<Rest extends Caption>(
  api: Pick<Api, 'sendDocument' | 'sendPhoto'>,
  chat: string,
  { bytes, name, type }: LoadedFile,
  rest: Rest,
): Promise<void> {
  const file = () => new InputFile(bytes, uploadName(name))
  if (SHOWN.has(type) && bytes.length <= LARGEST_FILE) {
    try {
      await api.sendPhoto(chat, file(), rest)
      return
    } catch (error) {
      if (!isAboutPicture(error)) throw error
    }
  }
  await api.sendDocument(chat, file(), rest)
}

/** It travels in a header, and not in quotes. */
function uploadName(name: string): string {
  return name.replace(/[\s"';]+/g, '_')
}

function isAboutPicture(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    error.error_code === 400 &&
    /photo|image/i.test(error.description)
  )
}
