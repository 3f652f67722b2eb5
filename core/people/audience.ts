/** Whom a group or a queue is for, read from words: “省属医院”, “武汉市 学校”, “交款人”, “襄阳”. */
import type { FaqQuery } from '../ports.ts'
import type { Turn } from '../turn.ts'
import type { Audience } from './kept.ts'
import { findRegion, PROVINCE, regions } from './regions.ts'

const kinds: readonly (readonly [NonNullable<Audience['kind']>, RegExp])[] = [
  ['payer', /^(?:缴款人|交款人|payers?)$/iu],
  ['医院', /^(?:医院|医疗机构|hospitals?)$/iu],
  ['学校', /^(?:学校|高校|院校|schools?)$/iu],
  ['社会团体', /^(?:社会团体|社团|慈善组织|慈善|societies)$/iu],
  ['省直单位', /^(?:省直单位|省直用票单位|省直)$/u],
  ['市州县单位', /^(?:市州县单位|市州县|市州票据管理人员|各市州|市州)$/u],
  ['其他', /^(?:其他|其他单位)$/u],
]

/** Undefined when it is none. Without a region it is the province's. */
export function readAudience(text: string): Audience | undefined {
  const words = text.replace(/[\s:：，,]+/gu, '').replace(/^(?:的)/u, '')
  const provincial = words.replace(/^省属/u, '')
  const plain = kindOf(words) ?? kindOf(provincial)
  if (plain) return { kind: plain, region: PROVINCE }
  const region = regionIn(words)
  if (!region) return undefined
  const rest = words.slice(region.length).replace(/^(?:的|所有|全部)/u, '')
  if (rest === '' || /^(?:用票)?单位$/u.test(rest)) return { region: region.code }
  const kind = kindOf(rest)
  return kind && { kind, region: region.code }
}

function kindOf(words: string) {
  return kinds.find(([, pattern]) => pattern.test(words))?.[0]
}

/** The longest beginning that names a region. */
function regionIn(words: string): { readonly code: string; readonly length: number } | undefined {
  const longest = Math.max(...regions.map(({ name }) => name.length))
  for (let length = Math.min(longest, words.length); length >= 2; length--) {
    const region = findRegion(words.slice(0, length))
    if (region) return { code: region.code, length }
  }
  return undefined
}

/** For whom an answer is meant: told by the group, or by the roles of who asks in private. Others get the general ones. */
export function askerOf({ group, person, message }: Turn): Pick<FaqQuery, 'audience'> {
  if (message.from.group) {
    if (!group) return {}
    if (group.staff) return { audience: 'bureau' }
    return { audience: group.audience.kind === 'payer' ? 'payer' : 'unit' }
  }
  const roles = new Set(person?.grants.map(({ role }) => role))
  if (roles.has('officer') || roles.has('administrator')) return { audience: 'bureau' }
  return roles.size > 0 ? { audience: 'unit' } : {}
}
