/** An FAQ entry: one Markdown file with front matter, read into a value or into a list of what is wrong with it. */
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'

export interface FaqEntry {
  /** Letters, digits and dashes; unique in the folder. */
  readonly id: string
  readonly group: string
  readonly audience: readonly Audience[]
  /** The document the answer rests on (文号), as it is shown. */
  readonly basis: string
  /** Since when it holds, yyyy-MM-dd. */
  readonly effective: string
  /** What took its place, or since when it no longer holds. */
  readonly superseded?: string
  /** Whether somebody has checked it against the text of the rule. */
  readonly reviewed: boolean
  /** Ids of entries to go on with. */
  readonly related: readonly string[]
  /** Other wordings of the question. */
  readonly similar: readonly string[]
  readonly en?: { readonly question: string; readonly similar: readonly string[] }
  /** 标准问 */
  readonly question: string
  /** Markdown; a short first paragraph, then the steps. */
  readonly answer: string
  readonly englishAnswer?: string
}

export type Audience = (typeof AUDIENCES)[number]

export interface Problem {
  /** Counted from 1. */
  readonly line: number
  /** One Chinese sentence for who edits the file. */
  readonly why: string
}

export type Parsed =
  | { readonly ok: true; readonly entry: FaqEntry }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const AUDIENCES = ['payer', 'unit', 'accountant', 'bureau'] as const

const NAMES: Readonly<Record<string, string>> = {
  audience: '对象（payer、unit、accountant、bureau 中的一个或几个）',
  effective: '生效日期（如 2026-01-31）',
  reviewed: '是否已核对（true 或 false）',
  similar: '其他问法（一行一个的列表）',
  related: '相关问题（编号的列表）',
  en: '英文问法（question 和 similar）',
}

const filled = z.string().trim().min(1)
const date = z.iso.date()
const frontMatter = z.strictObject({
  id: filled.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  group: filled,
  audience: z.array(z.enum(AUDIENCES)).min(1),
  basis: filled,
  effective: date,
  superseded: filled.nullish(),
  reviewed: z.boolean(),
  related: z.array(filled).nullish(),
  similar: z.array(filled),
  en: z.strictObject({ question: filled, similar: z.array(filled).nullish() }).nullish(),
})

type FrontMatter = z.infer<typeof frontMatter>

interface Halves {
  readonly head: string
  readonly body: readonly string[]
  /** Lines before the body. */
  readonly above: number
}

/** Reads the text of a file; `file` must end in the entry's id and `.md`. Never throws. */
export function parseEntry(text: string, file: string): Parsed {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const halves = split(lines)
  if (!halves) return refused(1, '文件要以一行“---”开头，属性写完后再用一行“---”结束。')
  const head = readHead(halves.head)
  const body = readBody(halves)
  const problems = [...misnamed(head, file), ...('problems' in body ? body.problems : [])]
  if ('problems' in head || 'problems' in body || problems.length > 0) {
    return { ok: false, problems: [...('problems' in head ? head.problems : []), ...problems] }
  }
  return { ok: true, entry: { ...entryHead(head.value), ...body.value } }
}

/** All wordings of an entry that a question is compared with, the standard question first. */
export function wordingsOf({ question, similar, en }: FaqEntry): string[] {
  return [...new Set([question, ...similar, ...(en ? [en.question, ...en.similar] : [])])]
}

function split(lines: readonly string[]): Halves | undefined {
  if (lines[0]?.trimEnd() !== '---') return undefined
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
  if (end < 0) return undefined
  return { head: lines.slice(1, end).join('\n'), body: lines.slice(end + 1), above: end + 1 }
}

type Read<T> = { readonly value: T } | { readonly problems: readonly Problem[] }

function readHead(source: string): Read<FrontMatter> {
  const lineCounter = new LineCounter()
  const document = parseDocument(source, { lineCounter, prettyErrors: false })
  const lineAt = (offset: number) => lineCounter.linePos(offset).line + 1
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        why: `属性的格式读不懂，请检查缩进、冒号和引号（${message.split('\n')[0]}）。`,
      })),
    }
  }
  const checked = frontMatter.safeParse(asJson(() => document.toJS({ maxAliasCount: 0 })))
  if (checked.success) return { value: checked.data }
  const problems = checked.error.issues.map((issue) => {
    const node = nodeAt(document, issue.path) ?? unknownKeyAt(source, issue)
    return { line: node === undefined ? 1 : lineAt(node), why: whyWrong(issue) }
  })
  return { problems }
}

/** Aliases that grow without end are refused by the reader with an exception; to us that is no front matter. */
function asJson(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Where the deepest part of the path that exists begins in the source. */
function nodeAt(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const node: unknown = document.getIn(path.slice(0, depth), true)
    const range = z.object({ range: z.array(z.number()).min(1) }).safeParse(node)
    if (range.success) return range.data.range[0]
  }
  return undefined
}

/** Where the line of an unknown property begins, when it is one of the outermost. */
function unknownKeyAt(source: string, issue: z.core.$ZodIssue): number | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined
  const at = source.split('\n').findIndex((line) => line.startsWith(`${issue.keys[0]}:`))
  return at < 0 ? undefined : source.split('\n').slice(0, at).join('\n').length + Math.min(at, 1)
}

function whyWrong(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `不认识的属性：${issue.keys.join('、')}。`
  const [key = ''] = issue.path
  const name = String(key)
  if (name === '') return '“---”之间要写属性，一行一个，如“id: fetch-how”。'
  const missing = issue.code === 'invalid_type' && issue.input === undefined
  const place = typeof issue.path[1] === 'number' ? `第 ${issue.path[1] + 1} 项` : ''
  return missing
    ? `缺少属性 ${name}，或内容为空。`
    : `属性 ${name} ${place}写得不对：应为${NAMES[name] ?? '一段不为空的文字（编号只用小写字母、数字和短横线）'}。`
}

function misnamed(head: Read<FrontMatter>, file: string): Problem[] {
  const name = file.split(/[\\/]/).at(-1) ?? file
  if ('problems' in head || name === `${head.value.id}.md`) return []
  return [{ line: 2, why: `编号 ${head.value.id} 与文件名 ${name} 不一致。` }]
}

function entryHead({ superseded, related, en, ...head }: FrontMatter) {
  return {
    ...head,
    related: related ?? [],
    ...(superseded ? { superseded } : {}),
    ...(en ? { en: { question: en.question, similar: en.similar ?? [] } } : {}),
  }
}

type Body = Pick<FaqEntry, 'question' | 'answer' | 'englishAnswer'>

/** `# question`, the answer, and after `## English` the English answer. */
function readBody({ body, above }: Halves): Read<Body> {
  const title = body.findIndex((line) => line.trim() !== '')
  const question = /^#\s+(.*\S)\s*$/.exec(body[title] ?? '')?.[1]
  const line = above + 1 + Math.max(0, title)
  if (question === undefined) return problem(line, '属性之后的第一行应为“# 标准问”。')
  const rest = body.slice(title + 1)
  const english = rest.findIndex((one) => /^##\s+English\s*$/i.test(one))
  const answer = (english < 0 ? rest : rest.slice(0, english)).join('\n').trim()
  if (answer === '') return problem(line, '标准问下面没有写答案。')
  if (english < 0) return { value: { question, answer } }
  const englishAnswer = rest
    .slice(english + 1)
    .join('\n')
    .trim()
  return englishAnswer === ''
    ? problem(line + 1 + english, '“## English”下面没有写英文答案。')
    : { value: { question, answer, englishAnswer } }
}

function problem(line: number, why: string): { readonly problems: readonly Problem[] } {
  return { problems: [{ line, why }] }
}

function refused(line: number, why: string): Parsed {
  return { ok: false, problems: [{ line, why }] }
}
