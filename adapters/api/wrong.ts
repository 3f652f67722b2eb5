/** What is told of a call that does not fit its schema: which fields, and what they take; nothing that was sent but names. */
import { apiWords, type ApiWords } from '../../core/wording/api-words.ts'

const MOST_TOLD = 3
const LONGEST_NAME = 40

/** What the schemas themselves say, and the words for it. */
const own: Readonly<Record<string, 'either' | 'tooDeep' | 'region' | 'group'>> = {
  'an audience, or what it follows': 'either',
  'nested too deep': 'tooDeep',
  'not a region of Hubei': 'region',
  'not the audience of a group': 'group',
}

/** What is wrong, as the validator says it. */
export interface Issue {
  readonly keyword: string
  readonly instancePath: string
  readonly message?: string
  readonly params: {
    readonly expected?: string
    readonly origin?: string
    readonly format?: string
    readonly minimum?: number
    readonly maximum?: number
    readonly values?: readonly unknown[]
    readonly keys?: readonly string[]
  }
}

export type Language = keyof typeof apiWords

/** The first field that is wrong, and a sentence that names the first few. */
export function wrongIn(
  issues: readonly Issue[],
  sent: unknown,
  language: Language,
): { readonly field: string; readonly detail: string } {
  const words = apiWords[language]
  const told = issues.slice(0, MOST_TOLD).map((issue) => {
    const path = issue.instancePath.split('/').filter(Boolean)
    const field = path.join('.') || 'body'
    const what = isMissing(issue, path, sent) ? words.missing : whatIn(issue, field, words)
    return { field, what: words.wrong(field, what) }
  })
  return { field: told[0]?.field ?? 'body', detail: words.join(told.map(({ what }) => what)) }
}

function isMissing({ keyword }: Issue, path: readonly string[], sent: unknown): boolean {
  const found = path.reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], sent)
  return keyword === 'invalid_type' && found === undefined
}

function whatIn({ keyword, message = '', params }: Issue, field: string, words: ApiWords): string {
  const { origin = '', minimum = 0, maximum = 0, values = [], keys = [] } = params
  switch (keyword) {
    case 'custom':
      return words[own[message] ?? 'unfit']
    case 'invalid_union':
      return field.startsWith('audience') ? words.audience : words.unfit
    case 'invalid_type':
      return words.types[params.expected ?? ''] ?? words.unfit
    case 'too_small':
      return origin === 'number' || origin === 'int' ? words.least(minimum) : words.empty
    case 'too_big':
      return words.most(maximum, origin)
    case 'invalid_value':
      return words.oneOf(values.map(String))
    case 'unrecognized_keys':
      return words.unknown(keys.slice(0, MOST_TOLD).map((key) => key.slice(0, LONGEST_NAME)))
    case 'invalid_format':
      return params.format === 'datetime'
        ? words.instant
        : (words.formats[lastOf(field)] ?? words.unfit)
    default:
      return words.unfit
  }
}

function lastOf(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1)
}

/** The one of ours that is wanted most; English where neither is. */
export function languageOf(accepted = ''): Language {
  const wanted = accepted.split(',').map((part) => {
    const [tag = '', ...parameters] = part
      .toLowerCase()
      .split(';')
      .map((one) => one.trim())
    const quality = parameters.find((one) => one.startsWith('q='))?.slice(2)
    return { tag: tag.split('-')[0], quality: Number(quality ?? 1) || 0 }
  })
  const best = wanted
    .filter(({ tag, quality }) => (tag === 'zh' || tag === 'en') && quality > 0)
    .reduce((best, one) => (one.quality > best.quality ? one : best), { tag: 'en', quality: 0 })
  return best.tag === 'zh' ? 'zh' : 'en'
}
