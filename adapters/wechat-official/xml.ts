/** XML as WeChat's server speaks it: one element `xml` with texts in it, and now and then one level more. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'

export type Fields = ReadonlyMap<string, string>

const DEEPEST = 4
const MOST_TAGS = 400

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  maxNestedTags: DEEPEST,
})

/** What a person typed stands in CDATA and may be anything; it ends at the first `]]>` here as in the parser. */
const CDATA = /<!\[CDATA\[[^]*?\]\]>/g
const DECLARATION = /^\s*<\?xml [^<>?]*\?>/
const FOREIGN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos);)/

/**
 * The texts by name; those one level down as `ScanCodeInfo.ScanResult`. Undefined for what is none of WeChat's:
 * definitions, comments and instructions are refused before anything is parsed.
 */
export function readXml(text: string): Fields | undefined {
  const frame = text.replace(CDATA, '').replace(DECLARATION, '')
  if (/<[!?]/.test(frame) || FOREIGN_ENTITY.test(frame)) return undefined
  if (frame.split('<', MOST_TAGS + 1).length > MOST_TAGS) return undefined
  try {
    if (XMLValidator.validate(text) !== true) return undefined
    const root: unknown = (parser.parse(text) as { xml?: unknown }).xml
    return isNode(root) ? new Map(fieldsOf(root, '')) : undefined
  } catch {
    return undefined
  }
}

type Node = Readonly<Record<string, unknown>>

/** An element that is given twice is left out: nobody should choose which of the two counts. */
function* fieldsOf(node: Node, prefix: string): Iterable<[string, string]> {
  for (const [name, value] of Object.entries(node)) {
    if (name.startsWith('#')) continue
    const text = textOf(value)
    if (text !== undefined) yield [`${prefix}${name}`, text]
    else if (isNode(value) && prefix === '') yield* fieldsOf(value, `${name}.`)
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return decodeFive(value)
  if (!isNode(value) || !('#cdata' in value)) return undefined
  const { '#cdata': cdata } = value
  return Array.isArray(cdata) ? cdata.join('') : String(cdata)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const FIVE: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
}

function decodeFive(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => FIVE[entity] ?? entity)
}

/** Numbers stand bare, as WeChat's own examples have them; a text goes into CDATA and cannot leave it. */
export function writeXml(fields: Readonly<Record<string, string | number>>): string {
  const elements = Object.entries(fields).map(([name, value]) => {
    const inner =
      typeof value === 'number'
        ? value
        : `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
    return `<${name}>${inner}</${name}>`
  })
  return `<xml>${elements.join('')}</xml>`
}
