/** A message with files as it leaves: their contents at hand, and its parts sent one by one. */
import { ChannelError } from '../errors.ts'
import type { OnePart, SendableFile, SendableMessage } from '../ports.ts'
import { wordingFor } from '../wording/wording.ts'

export interface LoadedFile extends Omit<SendableFile, 'read'> {
  /** Throws `ChannelError` (`refused`) when it is gone. */
  bytes(): Promise<Buffer>
}

/**
 * What was deleted meanwhile is told of in the text, and what is left goes. A file that goes to many is read only when
 * its network wants it.
 */
export async function withContents(
  message: SendableMessage,
): Promise<{ readonly message: SendableMessage; readonly files: readonly LoadedFile[] }> {
  const { files = [], ...rest } = message
  const loaded = await Promise.all(files.map(load))
  const gone = files.filter((_file, index) => !loaded[index])
  const words = gone.map(({ name }) => wordingFor(message.locale).files.gone(name))
  return {
    message: { ...rest, text: [rest.text, ...words].filter(Boolean).join('\n') },
    files: loaded.filter((file) => file !== undefined),
  }
}

async function load(file: SendableFile): Promise<LoadedFile | undefined> {
  const { read: _read, ...known } = file
  if (known.again !== undefined) return { ...known, bytes: () => laterBytes(file) }
  const bytes = await bytesOf(file)
  return bytes && { ...known, bytes: () => Promise.resolve(bytes) }
}

async function laterBytes(file: SendableFile): Promise<Buffer> {
  const bytes = await bytesOf(file)
  if (!bytes) throw new ChannelError('refused', 'the file is there no more')
  return bytes
}

async function bytesOf({ read }: SendableFile): Promise<Buffer | undefined> {
  const content = await read()
  if (!content) return undefined
  const parts: Uint8Array[] = []
  for await (const part of content) parts.push(part)
  return Buffer.concat(parts)
}

/** One part of a message that a network takes in several calls. Its key is the same at each try: `text…` or `file…`. */
export interface Part {
  readonly key: string
  readonly send: () => Promise<void>
}

const MOST_UNFINISHED = 1000

/**
 * Sends the parts of one message in order. A part that has left is not sent again when a later one failed and the
 * message is tried once more: that is remembered with the process, of the newest thousand such messages. Of what may
 * not leave twice only the one part goes that is asked for.
 */
export function createParts(): (
  message: Pick<SendableMessage, 'id' | 'part'>,
  parts: readonly Part[],
) => Promise<void> {
  const unfinished = new Map<SendableMessage['id'], Set<string>>()

  function remember(id: SendableMessage['id'], left: Set<string>): void {
    unfinished.set(id, left)
    const oldest = unfinished.size > MOST_UNFINISHED ? unfinished.keys().next().value : undefined
    if (oldest !== undefined) unfinished.delete(oldest)
  }

  return async ({ id, part }, parts) => {
    if (part) return sendOne(part, parts)
    const left = unfinished.get(id) ?? new Set<string>()
    for (const { key, send } of parts) {
      if (left.has(key)) continue
      await send()
      left.add(key)
      if (parts.length > 1) remember(id, left)
    }
    unfinished.delete(id)
  }
}

async function sendOne({ at, follows }: OnePart, parts: readonly Part[]): Promise<void> {
  const later = parts.slice(at + 1)
  follows({ any: later.length > 0, text: later.some(({ key }) => key.startsWith('text')) })
  await parts[at]?.send()
}
