/** A message with files as it leaves: their contents at hand, and its parts sent one by one. */
import type { SendableFile, SendableMessage } from '../ports.ts'
import { wordingFor } from '../wording/wording.ts'

export interface LoadedFile extends Omit<SendableFile, 'read'> {
  readonly bytes: Buffer
}

/** What was deleted meanwhile is told of in the text, and what is left goes. */
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

async function load({ name, type, size, read }: SendableFile): Promise<LoadedFile | undefined> {
  const content = await read()
  if (!content) return undefined
  const parts: Uint8Array[] = []
  for await (const part of content) parts.push(part)
  return { name, type, size, bytes: Buffer.concat(parts) }
}

/** One part of a message that a network takes in several calls. Its key is the same at each try. */
export interface Part {
  readonly key: string
  readonly send: () => Promise<void>
}

const MOST_UNFINISHED = 1000

/**
 * Sends the parts of one message in order. A part that has left is not sent again when a later one failed and the
 * message is tried once more: that is remembered with the process, of the newest thousand such messages.
 */
export function createParts(): (
  id: SendableMessage['id'],
  parts: readonly Part[],
) => Promise<void> {
  const unfinished = new Map<SendableMessage['id'], Set<string>>()

  function remember(id: SendableMessage['id'], left: Set<string>): void {
    unfinished.set(id, left)
    const oldest = unfinished.size > MOST_UNFINISHED ? unfinished.keys().next().value : undefined
    if (oldest !== undefined) unfinished.delete(oldest)
  }

  return async (id, parts) => {
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
