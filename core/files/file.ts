/** Files that people send as evidence or attachments: what is kept of each, and for how long. */
import type { Pseudonym } from '../keys.ts'
import type { Instant } from '../message.ts'
import type { FileType } from './file-type.ts'

/** No file is larger, in bytes. */
export const LARGEST_FILE = 10 * 1024 * 1024
/** How long a link to a file can be opened. */
export const FILE_LINK_LIFE_MS = 10 * 60 * 1000
/** A file that was kept and not recorded since is nobody's. */
export const ORPHAN_MS = 60 * 60 * 1000

export interface KeptFile {
  /** Our own name for it, never one that was sent. */
  readonly id: string
  readonly type: FileType
  /** Bytes. */
  readonly size: number
  /** What it belongs to, and with which it goes: `void:VR-2026-000001`, `ticket:T-000001`, … */
  readonly purpose: string
  readonly owner: Pseudonym
  /** As it is shown: the name that was sent, without anything a file system or a header could obey. */
  readonly name: string
  readonly at: Instant
}

/** What is recorded of files, and the one-time links to them. */
export interface FileRecords {
  add(file: KeptFile): Promise<void>
  find(id: string): Promise<KeptFile | undefined>
  of(purpose: string): Promise<KeptFile[]>
  /** What belonged to the first belongs to the second from now on. */
  repurpose(from: string, to: string): Promise<void>
  /** With the purpose go its files, and the links to them. Resolves to how many. */
  removePurpose(purpose: string): Promise<number>
  /** Of a purpose only these are left, and the links to them. */
  removeOthers(purpose: string, kept: readonly string[]): Promise<void>
  /** Which of these are recorded. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>
  addLink(hash: string, file: string, expiresAt: Instant): Promise<void>
  /** Binds the link to the first browser that opens it. */
  openLink(hash: string, browser: string, now: Instant): Promise<KeptFile | undefined>
  forgetLinks(before: Instant): Promise<number>
}

/** A name that is safe to show and to offer for saving, with the ending of what the file really is. */
export function shownFileName(sent: string, type: FileType): string {
  const last = sent.split(/[\\/]/).at(-1) ?? ''
  const stem = last
    .replace(
      /[\u0000-\u001f\u007f-\u009f"'<>|:*?;%\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      '',
    )
    .replace(/\p{Surrogate}/gu, '')
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  return `${[...(stem || 'file')].slice(0, 80).join('')}.${type}`
}
