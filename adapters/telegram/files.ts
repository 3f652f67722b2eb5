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

export type FileSender = <Rest extends Caption>(
  chat: string,
  file: LoadedFile,
  rest: Rest,
) => Promise<void>

/** What Telegram keeps of a file, and by which call it is sent. */
interface Kept {
  readonly kind: 'photo' | 'document'
  readonly id: string
}

/** Of so many files it is remembered what Telegram calls them: those of the announcements under way, and more. */
const MOST_KEPT = 500

/**
 * What goes to many is uploaded once, and sent by Telegram's own id of it from then on, for as long as the process
 * lives. Who comes while it is being uploaded waits for that.
 */
export function createFileSender(api: Pick<Api, 'sendDocument' | 'sendPhoto'>): FileSender {
  const kept = new Map<string, Kept>()
  const uploading = new Map<string, Promise<unknown>>()

  async function byId<Rest extends Caption>(chat: string, key: string, known: Kept, rest: Rest) {
    try {
      const { kind, id } = known
      await (kind === 'photo' ? api.sendPhoto(chat, id, rest) : api.sendDocument(chat, id, rest))
      return true
    } catch (error) {
      if (!isAboutId(error)) throw error
      kept.delete(key)
      return false
    }
  }

  return async (chat, file, rest) => {
    const { again: key } = file
    if (key === undefined) return void (await upload(api, chat, file, rest))
    for (let other = uploading.get(key); other; other = uploading.get(key)) {
      await other.catch(() => undefined)
    }
    const known = kept.get(key)
    if (known && (await byId(chat, key, known, rest))) return
    const own = upload(api, chat, file, rest)
    uploading.set(key, own)
    try {
      const made = await own
      if (made) kept.set(key, made)
    } finally {
      uploading.delete(key)
    }
    const oldest = kept.size > MOST_KEPT ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
  }
}

/** Some pictures it does not show (too long, too narrow): those go as documents. */
async function upload<Rest extends Caption>(
  api: Pick<Api, 'sendDocument' | 'sendPhoto'>,
  chat: string,
  { bytes, name, type, size }: LoadedFile,
  rest: Rest,
): Promise<Kept | undefined> {
  const content = await bytes()
  const file = () => new InputFile(content, uploadName(name))
  if (SHOWN.has(type) && size <= LARGEST_FILE) {
    try {
      const { photo } = await api.sendPhoto(chat, file(), rest)
      return keptAs('photo', photo?.at(-1))
    } catch (error) {
      if (!isAboutPicture(error)) throw error
    }
  }
  const { document } = await api.sendDocument(chat, file(), rest)
  return keptAs('document', document)
}

/** Another Bot API server may tell less than its types say. */
function keptAs(kind: Kept['kind'], file: { file_id: string } | undefined): Kept | undefined {
  return file && { kind, id: file.file_id }
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

/** Telegram does not know the file by its id any more; nothing was sent. */
function isAboutId(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    error.error_code === 400 &&
    /file.?(?:id|reference|identifier)|remote file/i.test(error.description)
  )
}
