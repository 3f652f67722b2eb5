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
  readonly refused: boolean
  readonly files: readonly OutboundFile[]
  readonly writes: (ticket: string) => readonly Write[]
}> {
  const taken: Taken[] = []
  for (const file of message.files ?? []) taken.push(await takeFile(message, file, desk))
  const kept = taken.flatMap((one) => (one.kind === 'kept' ? [one.file] : []))
  const going = kept.map((file) => outgoing(file, now + STAFF_LINK_LIFE_MS, desk))
  return {
    refused: kept.length < taken.length,
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
