/** What a file is, by its content and nothing else: the name and the declared type are whatever the sender says. */

export const fileTypes = [
  'jpeg',
  'png',
  'webp',
  'pdf',
  'ofd',
  'xml',
  'xlsx',
  'docx',
  'pptx',
  'zip',
] as const
export type FileType = (typeof fileTypes)[number]

export const mediaTypes: Readonly<Record<FileType, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  xml: 'application/xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  zip: 'application/zip',
}

const BEGINNINGS: readonly (readonly [FileType, RegExp])[] = [
  ['jpeg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['webp', /^RIFF[^]{4}WEBP/],
  ['pdf', /^%PDF-\d/],
]

/** Undefined for everything else: it is not kept. */
export function fileTypeOf(content: Uint8Array): FileType | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const start = bytes.subarray(0, 64).toString('latin1')
  const plain = BEGINNINGS.find(([, beginning]) => beginning.test(start))?.[0]
  if (plain) return plain
  if (start.startsWith('PK\x03\x04')) return zipTypeOf(bytes)
  return isXml(bytes) ? 'xml' : undefined
}

/** Text that begins with a tag. One with a DOCTYPE is refused: nobody here needs it, and parsers obey it. */
function isXml(bytes: Buffer): boolean {
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (!/^\s*<(?:\?xml|[A-Za-z_])/.test(text) || text.includes('\0')) return false
  return !/<!(?:DOCTYPE|ENTITY)/i.test(text) && !/^\s*(?:<\?[^>]*>\s*)?<(?:html|svg)\b/i.test(text)
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const MOST_ENTRIES = 10_000
const MACROS = /(?:^|\/)vbaProject\.bin$/i

function zipTypeOf(bytes: Buffer): FileType | undefined {
  const names = zipNames(bytes)
  if (!names || names.some(isUnsafe)) return undefined
  if (names.includes('OFD.xml')) return 'ofd'
  if (!names.includes('[Content_Types].xml')) return 'zip'
  if (names.some((name) => MACROS.test(name))) return undefined
  if (names.some((name) => name.startsWith('xl/'))) return 'xlsx'
  if (names.some((name) => name.startsWith('ppt/'))) return 'pptx'
  return names.some((name) => name.startsWith('word/')) ? 'docx' : 'zip'
}

/** The names in a zip's directory; undefined when it is none that can be read. */
function zipNames(bytes: Buffer): string[] | undefined {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END_OF_DIRECTORY)
    return undefined
  const count = bytes.readUInt16LE(end + 10)
  if (count === 0 || count > MOST_ENTRIES) return undefined
  const names: string[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
    const next = at + 46 + (name ?? 0)
    if (next > end) return undefined
    names.push(bytes.toString('utf8', at + 46, next))
    at = next + (extra ?? 0) + (comment ?? 0)
  }
  return names
}

function isUnsafe(name: string): boolean {
  return /^[\\/]|^[A-Za-z]:|\0/.test(name) || name.split(/[\\/]/).includes('..')
}
