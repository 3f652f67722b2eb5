/** An announcement with attachments: `multipart/form-data` with a part `content`, which holds the JSON, and files. */
import { isNativeError } from 'node:util/types'
import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  type Attachment,
  isAttachable,
  MOST_ATTACHMENTS,
} from '../../core/announcements/attachment.ts'
import { LARGEST_FILE, shownFileName } from '../../core/files/file.ts'
import type { Files } from '../../core/ports.ts'
import { refuse } from './problem.ts'

/** As for a call without files. */
const LONGEST_CONTENT = 1024 * 1024
const CONTENT = 'content'
const limits = {
  // One byte more shows that it is too large.
  ...{ fileSize: LARGEST_FILE + 1, files: MOST_ATTACHMENTS + 1, fields: 1 },
  ...{ parts: MOST_ATTACHMENTS + 2, fieldSize: LONGEST_CONTENT, headerPairs: 20 },
}

/** The part that is wrong, and why; nothing that was sent is repeated. */
class FormError extends Error {
  override readonly name = 'FormError'
  readonly field: string

  constructor(field: string, why: string) {
    super(why)
    this.field = field
  }
}

const attached = new WeakMap<FastifyRequest, readonly Attachment[]>()

/** What came with a call, kept already: whoever refuses the call drops it, and what a crash leaves is swept. */
export function attachedTo(request: FastifyRequest): readonly Attachment[] {
  return attached.get(request) ?? []
}

export async function registerMultipart(app: FastifyInstance): Promise<void> {
  await app.register(multipart, { throwFileSizeLimit: false })
}

/**
 * For `preValidation`, once it is known who calls: the JSON becomes the body, and is checked like that of every call.
 * Answers 422 with the part that is wrong; then nothing of the call is kept.
 */
export async function readForm(
  request: FastifyRequest,
  reply: FastifyReply,
  files: Pick<Files, 'keep' | 'remove'>,
): Promise<FastifyReply | undefined> {
  if (!request.isMultipart()) return undefined
  const kept: Attachment[] = []
  try {
    request.body = await partsOf(request, kept, files)
    attached.set(request, kept)
    return undefined
  } catch (error) {
    await dropAll(kept, files)
    if (isOurs(error)) throw error
    const [field, detail] =
      error instanceof FormError ? [error.field, error.message] : fieldOf(error)
    // The rest of a body that was not read to its end is nobody's next request.
    return refuse(reply.header('Connection', 'close'), 422, { field, detail })
  }
}

export async function dropAll(
  kept: readonly Attachment[],
  files: Pick<Files, 'remove'>,
): Promise<void> {
  await Promise.all(kept.map(({ id }) => files.remove(id)))
}

/** Resolves to the content. */
async function partsOf(
  request: FastifyRequest,
  kept: Attachment[],
  files: Pick<Files, 'keep'>,
): Promise<unknown> {
  let content: unknown
  for await (const part of request.parts({ limits })) {
    if (part.fieldname === CONTENT) {
      if (content !== undefined) throw new FormError(CONTENT, 'more than one')
      content = part.type === 'file' ? await jsonIn(part) : jsonOf(part.value)
    } else if (part.type === 'file') {
      if (kept.length === MOST_ATTACHMENTS) throw new FormError('files', 'too-many')
      await keep(part, kept, files)
    } else {
      throw new FormError('body', 'a part that is no file')
    }
  }
  if (content === undefined) throw new FormError(CONTENT, 'missing')
  return content
}

/** A part with a file's name, as programs send JSON that has a type. */
async function jsonIn({ file }: MultipartFile): Promise<unknown> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of file as AsyncIterable<Buffer>) {
    size += part.length
    if (size > LONGEST_CONTENT) throw new FormError(CONTENT, 'too-large')
    parts.push(part)
  }
  return jsonOf(Buffer.concat(parts).toString())
}

/** JSON that says it is JSON has been read already. */
function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    throw new FormError(CONTENT, 'not JSON')
  }
}

/** Noted as soon as it is kept, so that it goes with the others when it is none that is taken. */
async function keep(
  { file, filename }: MultipartFile,
  all: Attachment[],
  files: Pick<Files, 'keep'>,
): Promise<void> {
  const field = `files.${all.length}`
  const kept = await files.keep(file)
  if (kept.kind === 'refused') throw new FormError(field, kept.reason)
  const { id, type, size, hash } = kept
  all.push({ id, type, size, hash, name: shownFileName(filename, type) })
  if (!isAttachable(type)) throw new FormError(field, 'unknown-type')
}

/** Our own disk or store failed, not the call. */
function isOurs(error: unknown): boolean {
  return isNativeError(error) && 'syscall' in error
}

/** What the reader of forms says. */
function fieldOf(error: unknown): readonly [field: string, detail: string] {
  const code = isNativeError(error) && 'code' in error ? String(error.code) : ''
  if (code === 'FST_FILES_LIMIT') return ['files', 'too-many']
  if (code === 'FST_INVALID_JSON_FIELD_ERROR') return [CONTENT, 'not JSON']
  if (code === 'FST_FIELDS_LIMIT' || code === 'FST_PARTS_LIMIT') return ['body', 'too many parts']
  return ['body', 'not a whole form']
}
