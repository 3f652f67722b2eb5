/** Files in a ticket, in either direction: kept with it, and sent on. */
import { outgoing, type Taken, takeFile } from '../files/taking.ts'
import type { OutboundFile } from '../message.ts'
import type { Desk, Turn, Write } from '../turn.ts'

/** A link to a file in a group of staff can be opened for so long. */
export const STAFF_LINK_LIFE_MS = 24 * 60 * 60 * 1000

/** What was sent, kept for as long as the ticket's texts. */
export async function filesOf(
  { message, now }: Turn,
  desk: Desk,
): Promise<{
  /** Of a file that is not among them. */
  readonly trouble?: 'refused' | 'lost'
  readonly files: readonly OutboundFile[]
  readonly writes: (ticket: string) => readonly Write[]
}> {
  const taken: Taken[] = []
  for (const file of message.files ?? []) taken.push(await takeFile(message, file, desk))
  const kept = taken.flatMap((one) => (one.kind === 'kept' ? [one.file] : []))
  const going = kept.map((file) => outgoing(file, now + STAFF_LINK_LIFE_MS, desk))
  const trouble = troubleOf(taken)
  return {
    ...(trouble && { trouble }),
    files: going.map(({ file }) => file),
    writes: (ticket) => [
      ...kept.map(
        (file): Write =>
          (tx) =>
            tx.files.add({ ...file, purpose: `ticket:${ticket}` }),
      ),
      ...going.map(({ write }) => write),
    ],
  }
}

/** What the network did not hand out just now, it may hand out when it is sent again. */
function troubleOf(taken: readonly Taken[]): 'refused' | 'lost' | undefined {
  if (taken.some(({ kind }) => kind === 'unavailable')) return 'lost'
  return taken.some(({ kind }) => kind === 'refused') ? 'refused' : undefined
}
