/** A workbook that somebody asked for: sent as the channel allows, and deleted after a day. */
import type { OutboundFile } from '../message.ts'
import type { Sheet } from '../ports.ts'
import { localDay } from '../receipts/date.ts'
import type { Desk, Turn, Write } from '../turn.ts'
import { FILE_LINK_LIFE_MS } from './file.ts'
import { outgoing } from './taking.ts'

/** The name gets the day and its ending. Undefined when it is larger than any file may be. */
export async function exported(
  name: string,
  sheets: readonly Sheet[],
  { message, now }: Turn,
  desk: Desk,
): Promise<{ readonly file: OutboundFile; readonly writes: readonly Write[] } | undefined> {
  const kept = await desk.files.keep(inOnePiece(await desk.workbooks.write(sheets)))
  if (kept.kind === 'refused') return undefined
  const { id, type, size } = kept
  const file = {
    ...{ id, type, size, name: `${name}-${localDay(now)}.${type}` },
    ...{ owner: desk.keys.person(message.from), at: now, purpose: `export:${id}` },
  }
  const going = outgoing(file, now + FILE_LINK_LIFE_MS, desk)
  return { file: going.file, writes: [(tx) => tx.files.add(file), going.write] }
}

async function* inOnePiece(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(content)
}
