/** Files that came in over WeChat, as a puppet hands them out, and those of ours that leave. */
import { promisify } from 'node:util'
import { FileBox, type FileBoxInterface } from 'file-box'
import { puppet as grpc } from 'wechaty-grpc'
import { ChannelError } from '../../core/errors.ts'
import type { LoadedFile } from '../../core/files/sending.ts'
import type { Puppet } from './life.ts'
import { within } from './patience.ts'

/** A large file over a slow line; what takes longer does not come. */
const LONGEST_FETCH_MS = 60_000
const LONGEST_SEND_MS = 60_000
/** gRPC's. */
const UNIMPLEMENTED = 12

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

/** What WeChat makes of it, a picture or a file, goes by the name's ending. Throws what the puppet throws. */
export async function sendFile(
  puppet: Puppet,
  conversation: string,
  { name, bytes }: LoadedFile,
): Promise<void> {
  const box = FileBox.fromBuffer(await bytes(), name)
  const send = isRemote(puppet)
    ? sendOnce(puppet, conversation, box)
    : puppet.messageSendFile(conversation, box)
  await within(LONGEST_SEND_MS, send, () => new ChannelError('unknown', 'no answer in time'))
}

/** What `wechaty-puppet-service` is made of. */
interface Remote extends Pick<Puppet, 'messageSendFile'> {
  serializeFileBox(box: FileBoxInterface): Promise<string>
  readonly grpcManager: { readonly client: grpc.PuppetClient }
}

function isRemote(puppet: Puppet): puppet is Puppet & Remote {
  return 'serializeFileBox' in puppet && 'grpcManager' in puppet
}

/**
 * Its own `messageSendFile`, but for the second try that it makes by an older road whenever the first one failed: that
 * one may have worked and only its answer be lost, and what is too fast for WeChat must not be repeated at once.
 */
async function sendOnce(
  puppet: Puppet & Remote,
  conversation: string,
  box: FileBoxInterface,
): Promise<void> {
  try {
    const request = new grpc.MessageSendFileRequest()
    request.setConversationId(conversation)
    request.setFileBox(await uploaded(puppet, box))
    const { client } = puppet.grpcManager
    await promisify(client.messageSendFile.bind(client))(request)
  } catch (error) {
    if (!isUnknownCall(error)) throw error
    await puppet.messageSendFile(conversation, box)
  }
}

/** Its content is with the server then, and nothing has been sent. */
async function uploaded(puppet: Remote, box: FileBoxInterface): Promise<string> {
  try {
    return await puppet.serializeFileBox(box)
  } catch (error) {
    if (isUnknownCall(error)) throw error
    throw new ChannelError('unavailable', 'the puppet did not take the file', { cause: error })
  }
}

/** A server of before 2022, which knows the older road only. */
function isUnknownCall(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIMPLEMENTED
}
