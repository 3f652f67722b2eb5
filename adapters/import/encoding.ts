/** Bytes to text: UTF-8 with or without BOM, or GB18030, told apart by what is in them. */
import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { importWords } from '../../core/wording/import-words.ts'
import { ImportRefusal } from './refusal.ts'

/** So many bytes from the first that is not ASCII on are looked at. */
const SAMPLE_BYTES = 64 * 1024
/** GB18030 read as UTF-8 is broken in every other character; UTF-8 with a scratch is not. */
const MOST_BROKEN = 0.1
const REPLACEMENT = '\ufffd'

/**
 * Decodes a stream of any length. Bytes that fit neither encoding become U+FFFD, for the reader to refuse.
 * Throws `ImportRefusal` for UTF-16.
 */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let held = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (decoder) {
      yield decoder.decode(chunk, { stream: true })
      continue
    }
    if (held.length === 0 && isAscii(chunk)) {
      yield Buffer.from(chunk).toString('latin1')
      continue
    }
    const start = held.length === 0 ? firstNonAscii(chunk) : 0
    if (start > 0) yield Buffer.from(chunk.subarray(0, start)).toString('latin1')
    held = Buffer.concat([held, chunk.subarray(start)])
    if (held.length < SAMPLE_BYTES) continue
    decoder = new TextDecoder(encodingOf(held, true))
    yield decoder.decode(held, { stream: true })
  }
  decoder ??= new TextDecoder(encodingOf(held, false))
  yield decoder.decode(held.length < SAMPLE_BYTES ? held : undefined)
}

/**
 * A whole document, by its bytes more than by what it declares: some declare GB18030 and are UTF-8. Only two
 * bytes a character at most, and both may fit: then the declaration counts.
 */
export function decodeXml(bytes: Uint8Array): string {
  const decode = (encoding: string) => new TextDecoder(encoding).decode(bytes)
  if (!isUtf8(bytes)) return decode(encodingOf(bytes, false))
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const text = decode('utf-8')
  const declaresGb = /^\s*<\?xml[^>]*?encoding\s*=\s*["']gb/i.test(head)
  return declaresGb && !/[\u0800-\uffff]/.test(text) ? decode('gb18030') : text
}

/** `cut`: more bytes follow, so the last character may be a part of one. */
function encodingOf(sample: Uint8Array, cut: boolean): 'utf-8' | 'gb18030' {
  const [first, second] = sample
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ImportRefusal(importWords.utf16)
  }
  const text = new TextDecoder('utf-8').decode(sample, { stream: cut })
  let broken = 0
  let characters = 0
  for (const character of text) {
    if (character === REPLACEMENT) broken += 1
    if (character > '\x7f') characters += 1
  }
  return broken <= characters * MOST_BROKEN ? 'utf-8' : 'gb18030'
}

function firstNonAscii(bytes: Uint8Array): number {
  return Math.max(
    bytes.findIndex((byte) => byte > 0x7f),
    0,
  )
}
