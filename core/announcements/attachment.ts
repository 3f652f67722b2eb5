/** Attachments of an announcement: what they may be, and what they belong to. Part of what is approved. */
import { z } from 'zod'
import { type FileType, fileTypes } from '../files/file-type.ts'
import type { OutboundFile } from '../message.ts'

export interface Attachment {
  /** Our own name for its content. */
  readonly id: string
  readonly name: string
  readonly type: FileType
  /** Bytes. */
  readonly size: number
  /** SHA-256 of its content, in hexadecimal. */
  readonly hash: string
}

export const MOST_ATTACHMENTS = 5

/** Documents and pictures: what anybody can open, and what runs nothing. */
const attachable: ReadonlySet<FileType> = new Set<FileType>([
  ...(['pdf', 'ofd', 'docx', 'xlsx', 'pptx', 'jpeg', 'png', 'webp'] as const),
])

export function isAttachable(type: FileType): boolean {
  return attachable.has(type)
}

export const attachmentsSchema = z
  .array(
    z.object({
      id: z.string().max(64),
      name: z.string().max(255),
      type: z.enum(fileTypes),
      size: z.number().int().nonnegative(),
      hash: z.string().length(64),
    }),
  )
  .max(MOST_ATTACHMENTS)

/** With this its contents are kept: see `retention.ts`. */
export function attachedTo(announcement: string): string {
  return `announcement:${announcement}`
}

/** What was sent in for one that is not written yet. */
export function attachedToDraft(draft: string): string {
  return `announcement-draft:${draft}`
}

/** Names, as a sentence has them. */
export function namesOf(files: readonly Pick<Attachment, 'name'>[]): string {
  return files.map(({ name }) => name).join('、')
}

/** Without a link: it may be read hours later. */
export function toAll({ id, name, type, size }: Attachment): OutboundFile {
  return { id, name, type, size, shared: true }
}
