/** Files of an announcement in the making: sent in as a step of writing it, kept with it, and shown. */
import { FILE_LINK_LIFE_MS } from '../files/file.ts'
import { outgoing, takeFiles } from '../files/taking.ts'
import type { Choice, OutboundFile } from '../message.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Outcome, Turn, Write } from '../turn.ts'
import type { Announcement } from './announcement.ts'
import {
  attachedTo,
  attachedToDraft,
  type Attachment,
  isAttachable,
  MOST_ATTACHMENTS,
  namesOf,
} from './attachment.ts'
import type { AnnounceDialog, Draft } from './dialog.ts'

const ANEW = /^(?:全部去掉|去掉|重新发|remove all)$/iu

/** Whether this is about the files themselves: some are sent, or those that were are not wanted. */
export function isAboutFiles({ message }: Pick<Turn, 'message'>, said: string): boolean {
  return (message.files?.length ?? 0) > 0 || ANEW.test(said)
}

/** Kept as they come, under the draft; which of them belong to it the dialog knows. */
export async function takeAttachments(
  turn: Turn,
  desk: Desk,
  dialog: AnnounceDialog,
  said: string,
): Promise<Outcome> {
  const { attaching: words } = turn.wording.announcements
  const upload = dialog.upload ?? desk.random(12).toString('hex')
  const before = ANEW.test(said) ? [] : (dialog.files ?? [])
  const taken = await takeFiles(turn.message, MOST_ATTACHMENTS - before.length, desk)
  const fitting = taken.kept.filter(({ file }) => isAttachable(file.type))
  const trouble = fitting.length < taken.kept.length ? 'refused' : taken.trouble
  const files = [...before, ...fitting.map(({ file, hash }) => attachmentOf(file, hash))]
  const writes = fitting.map(
    ({ file }): Write =>
      (tx) =>
        tx.files.add({ ...file, purpose: attachedToDraft(upload) }),
  )
  const lead = trouble === undefined ? [] : [words.trouble[trouble]]
  const { text, choices } = filesQuestion(turn, files)
  return {
    reply: { text: [...lead, text].join('\n'), choices },
    dialog: { ...dialog, upload, files },
    writes,
  }
}

function attachmentOf(
  { id, name, type, size }: Omit<Attachment, 'hash'>,
  hash: string,
): Attachment {
  return { id, name, type, size, hash }
}

export function filesQuestion(
  { wording: { announcements } }: Pick<Turn, 'wording'>,
  files: readonly Attachment[],
): { readonly text: string; readonly choices: readonly Choice[] } {
  const { attaching: words, writing } = announcements
  const none = files.length === 0
  const labels = none ? [words.none] : [words.done, words.anew]
  return {
    text: none ? writing.questions.files() : words.more(files.length, namesOf(files)),
    choices: labels.map((label) => ({
      ...{ label, intent: 'announce', action: 'answer', data: { text: label } },
    })),
  }
}

/** Sent in, and forgotten before the announcement was handed in. */
export async function areGone(
  { files: records }: Pick<Repositories, 'files'>,
  { files = [] }: Draft,
): Promise<boolean> {
  const known = await records.known(files.map(({ id }) => id))
  return known.size < files.length
}

/** In the transaction that keeps the announcement: its files are kept with it from now on, and no others. */
export async function settleFiles(
  tx: Repositories,
  { id, files = [] }: Pick<Announcement, 'id' | 'files'>,
  upload?: string,
): Promise<void> {
  const purpose = attachedTo(id)
  if (upload !== undefined) await tx.files.repurpose(attachedToDraft(upload), purpose)
  await tx.files.removeOthers(
    purpose,
    files.map((file) => file.id),
  )
}

/** Its files with links that open now, and the names of those whose time is over. */
export async function handedOut(
  { files = [] }: Pick<Announcement, 'files'>,
  { now }: Pick<Turn, 'now'>,
  desk: Desk,
): Promise<{
  readonly files: readonly OutboundFile[]
  readonly gone: string
  readonly writes: readonly Write[]
}> {
  const known = await desk.store.files.known(files.map(({ id }) => id))
  const going = files
    .filter(({ id }) => known.has(id))
    .map((file) => outgoing(file, now + FILE_LINK_LIFE_MS, desk))
  return {
    files: going.map(({ file }) => ({ ...file, shared: true })),
    gone: namesOf(files.filter(({ id }) => !known.has(id))),
    writes: going.map(({ write }) => write),
  }
}
