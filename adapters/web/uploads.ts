/** Files that visitors send: kept as they are uploaded, and named afterwards in the message that they belong to. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LARGEST_FILE, ORPHAN_MS } from '../../core/files/file.ts'
import { type FileType, mediaTypes } from '../../core/files/file-type.ts'
import { type Keys, sameText } from '../../core/keys.ts'
import type { InboundFile, Instant } from '../../core/message.ts'
import type { Clock, FileKept, Files } from '../../core/ports.ts'
import type { Refusal } from './problem.ts'
import { conversationOf, fromOurPage } from './visitor.ts'

/** Of one address: a handful of pictures of one matter, not an archive. */
const MOST_A_WINDOW = 20
const WINDOW_MS = 10 * 60 * 1000
/** Of everybody, within the time after which what nobody wanted is swept: so much of the disk at most. */
const MOST_UNCLAIMED_BYTES = 1024 * 1024 * 1024

export interface UploadOptions {
  readonly files: Pick<Files, 'keep'>
  readonly keys: Pick<Keys, 'seal'>
  readonly clock: Clock
  readonly refuse: (reply: FastifyReply, status: Refusal) => FastifyReply
}

/** The body is the file and nothing else; its name comes with the message. */
export function registerUploads(app: FastifyInstance, options: UploadOptions): void {
  const room = createRoom(options.clock)
  const rateLimit = { max: MOST_A_WINDOW, timeWindow: WINDOW_MS }
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, body, parsed) => parsed(null, body))
    scope.post('/chat/files', { config: { rateLimit } }, (request, reply) =>
      takeUpload(request, reply, room, options),
    )
    done()
  })
}

async function takeUpload(
  request: FastifyRequest,
  reply: FastifyReply,
  room: ReturnType<typeof createRoom>,
  { files, keys, refuse }: UploadOptions,
): Promise<FastifyReply> {
  if (!fromOurPage(request)) return refuse(reply, 403)
  const conversation = conversationOf(request)
  if (conversation === undefined) return refuse(reply, 401)
  if (room.isFull()) return refuse(reply, 503)
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_FILE) return refuse(reply, 413)
  const kept = await keepBody(request, files)
  if (!kept) return refuse(reply, 422)
  if (kept.kind === 'refused') return refuse(reply, STATUS[kept.reason])
  room.take(kept.size)
  return reply.code(201).send({ ref: refOf(kept, conversation, keys), size: kept.size })
}

/** Undefined when the browser broke off. */
async function keepBody(
  { body, raw }: FastifyRequest,
  files: UploadOptions['files'],
): Promise<FileKept | undefined> {
  try {
    return await files.keep((body ?? []) as AsyncIterable<Uint8Array>)
  } catch (error) {
    if (raw.readableAborted) return undefined
    throw error
  }
}

const STATUS = { empty: 422, 'too-large': 413, 'unknown-type': 415 } as const satisfies Record<
  Extract<FileKept, { kind: 'refused' }>['reason'],
  Refusal
>

/** Nobody but the conversation that uploaded it can name it. */
function refOf(
  { id, type }: { readonly id: string; readonly type: FileType },
  conversation: string,
  keys: Pick<Keys, 'seal'>,
): string {
  return `${id}.${type}.${keys.seal(`upload\n${conversation}\n${id}.${type}`)}`
}

/** The files by their own ids; undefined when one of them was not uploaded in this conversation. */
export function ownUploads(
  named: readonly { readonly ref: string; readonly name: string }[],
  conversation: string,
  keys: Pick<Keys, 'seal'>,
): InboundFile[] | undefined {
  const files = named.map(({ ref, name }) => {
    const [id = '', type = ''] = ref.split('.')
    const own = refOf({ id, type: type as FileType }, conversation, keys)
    return sameText(own, ref) ? { name, type: mediaTypes[type as FileType], ref: id } : undefined
  })
  return files.every((file) => file !== undefined) ? files : undefined
}

/** How much was taken lately; forgotten with the process, as the sweep does not. */
function createRoom(clock: Clock) {
  let taken: { readonly at: Instant; readonly size: number }[] = []
  return {
    isFull(): boolean {
      taken = taken.filter(({ at }) => clock() - at < ORPHAN_MS)
      const bytes = taken.reduce((sum, { size }) => sum + size, 0)
      return bytes + LARGEST_FILE > MOST_UNCLAIMED_BYTES
    },
    take: (size: number) => void taken.push({ at: clock(), size }),
  }
}
