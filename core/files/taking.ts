/** A file that came with a message: fetched from its network when an intent wants it, and kept. */
import { ChannelError } from '../errors.ts'
import { hashToken } from '../keys.ts'
import type { InboundFile, InboundMessage, Instant, OutboundFile } from '../message.ts'
import type { Desk, Write } from '../turn.ts'
import { type KeptFile, LARGEST_FILE, shownFileName } from './file.ts'

/** What was kept, but for what it belongs to: the intent records that in its transaction (`tx.files.add`). */
export type Taken =
  | { readonly kind: 'kept'; readonly file: Omit<KeptFile, 'purpose'>; readonly hash: string }
  | { readonly kind: 'refused'; readonly reason: 'empty' | 'too-large' | 'unknown-type' | 'gone' }
  | { readonly kind: 'unavailable' }

/** Never throws for what the network does. What nobody records afterwards is swept within hours. */
export async function takeFile(
  { from, at }: Pick<InboundMessage, 'from' | 'at'>,
  file: InboundFile,
  { files, keys, fetchFile }: Pick<Desk, 'files' | 'keys' | 'fetchFile'>,
): Promise<Taken> {
  if (file.size !== undefined && file.size > LARGEST_FILE) {
    return { kind: 'refused', reason: 'too-large' }
  }
  try {
    const kept = await files.keep(await fetchFile(from.channel, file))
    if (kept.kind === 'refused') return kept
    const { id, type, size, hash } = kept
    const name = shownFileName(file.name, type)
    return { kind: 'kept', file: { id, type, size, name, owner: keys.person(from), at }, hash }
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    return error.kind === 'refused' ? { kind: 'refused', reason: 'gone' } : { kind: 'unavailable' }
  }
}

/** What is told of files that were not taken: the last thing that was wrong. */
export type Trouble = 'too-many' | 'refused' | 'away'

/** The files of one message, as long as there is room for them. */
export async function takeFiles(
  message: Pick<InboundMessage, 'from' | 'at' | 'files'>,
  room: number,
  desk: Pick<Desk, 'files' | 'keys' | 'fetchFile'>,
): Promise<{ readonly kept: readonly Kept[]; readonly trouble?: Trouble }> {
  const sent = message.files ?? []
  const kept: Kept[] = []
  let trouble: Trouble | undefined
  for (const file of sent) {
    if (kept.length === room) return { kept, trouble: 'too-many' }
    const taken = await takeFile(message, file, desk)
    if (taken.kind === 'kept') kept.push(taken)
    else trouble = taken.kind === 'refused' ? 'refused' : 'away'
  }
  return { kept, ...(trouble && { trouble }) }
}

type Kept = Extract<Taken, { kind: 'kept' }>

/** The file as a message carries it, and what must be written with the message so that its link opens until then. */
export function outgoing(
  { id, name, type, size }: Pick<KeptFile, 'id' | 'name' | 'type' | 'size'>,
  until: Instant,
  { keys, random }: Pick<Desk, 'keys' | 'random'>,
): { readonly file: OutboundFile; readonly write: Write } {
  const nonce = random(18).toString('base64url')
  return {
    file: { id, name, type, size, nonce },
    write: (tx) => tx.files.addLink(hashToken(keys.linkToken(nonce)), id, until),
  }
}
