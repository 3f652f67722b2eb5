/** Files as the Bot API takes and hands them out: uploads in multipart bodies, downloads by id. */
import type { IncomingMessage } from 'node:http'

export interface Upload {
  readonly kind: 'photo' | 'document'
  readonly name: string
  readonly bytes: Buffer
}

export interface Body {
  readonly payload: Record<string, unknown>
  readonly uploads: ReadonlyMap<string, { readonly name: string; readonly bytes: Buffer }>
}

/** JSON, or a form whose values are JSON wherever that can be. */
export async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/')) return formOf(bytes, type)
  const text = bytes.toString()
  const payload = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  return { payload, uploads: new Map() }
}

/** Names may stand without quotes, as grammY writes those of files. */
function formOf(bytes: Buffer, type: string): Body {
  const boundary = /boundary=(.+)$/.exec(type)?.[1] ?? ''
  const payload: Record<string, unknown> = {}
  const uploads = new Map<string, { name: string; bytes: Buffer }>()
  for (const part of bytes.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const [, head = '', body = ''] = /^\r\n([^]*?)\r\n\r\n([^]*)\r\n$/.exec(part) ?? []
    const [, key = ''] = /;name="([^"]+)"/.exec(head) ?? []
    const [, name] = /;filename=([^;\r\n]+)/.exec(head) ?? []
    const content = Buffer.from(body, 'latin1')
    if (name === undefined) payload[key] = jsonOr(content.toString())
    else uploads.set(key, { name: Buffer.from(name, 'latin1').toString(), bytes: content })
  }
  return { payload, uploads }
}

/** Texts stand in a form as they are, everything else as JSON. */
function jsonOr(text: string): unknown {
  if (!/^[[{]/.test(text)) return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** The file of a `sendPhoto` or `sendDocument`; undefined when it names none. */
export function uploadIn({ payload, uploads }: Body, kind: Upload['kind']): Upload | undefined {
  const [, id = ''] = /^attach:\/\/(.+)$/.exec(String(payload[kind])) ?? []
  const file = uploads.get(id)
  return file && { kind, ...file }
}
