/** Files that came in over WeChat, as a puppet hands them out, and those of ours that leave. */
import { FileBox } from 'file-box'
import { ChannelError } from '../../core/errors.ts'
import type { LoadedFile } from '../../core/files/sending.ts'
import type { Puppet } from './life.ts'
import { within } from './patience.ts'

/** A large file over a slow line; what takes longer does not come. */
const LONGEST_FETCH_MS = 60_000
const LONGEST_SEND_MS = 60_000

/** The content of the file of one message. Throws `ChannelError`. */
export async function fileOf(puppet: Puppet, message: string): Promise<AsyncIterable<Uint8Array>> {
  const late = () => new ChannelError('unavailable', 'the puppet did not hand out the file')
  try {
    const box = await within(LONGEST_FETCH_MS, puppet.messageFile(message), late)
    return whole(
      (await within(LONGEST_FETCH_MS, box.toStream(), late)) as AsyncIterable<Uint8Array>,
    )
  } catch (error) {
    if (error instanceof ChannelError) throw error
    throw new ChannelError('unavailable', 'the puppet has no such file now', { cause: error })
  }
}

async function* whole(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* content
  } catch (error) {
    throw new ChannelError('unavailable', 'the puppet broke off in a file', { cause: error })
  }
}

/** What WeChat makes of it, a picture or a file, goes by the name's ending. */
export async function sendFile(
  puppet: Puppet,
  conversation: string,
  { name, bytes }: LoadedFile,
): Promise<void> {
  const sent = puppet.messageSendFile(conversation, FileBox.fromBuffer(await bytes(), name))
  await within(LONGEST_SEND_MS, sent, () => new ChannelError('unknown', 'no answer in time'))
}
