/** Files that came in over WeChat, as a puppet hands them out. */
import { ChannelError } from '../../core/errors.ts'
import type { Puppet } from './life.ts'
import { within } from './patience.ts'

/** A large file over a slow line; what takes longer does not come. */
const LONGEST_FETCH_MS = 60_000

/** The content of the file of one message. Throws `ChannelError`. */
export async function fileOf(puppet: Puppet, message: string): Promise<AsyncIterable<Uint8Array>> {
  const late = () => new ChannelError('unavailable', 'the puppet did not hand out the file')
  try {
    const box = await within(LONGEST_FETCH_MS, puppet.messageFile(message), late)
    return (await within(LONGEST_FETCH_MS, box.toStream(), late)) as AsyncIterable<Uint8Array>
  } catch (error) {
    if (error instanceof ChannelError) throw error
    throw new ChannelError('unavailable', 'the puppet has no such file now', { cause: error })
  }
}
