/** What an officer asks for behind 冲红列表: states, an age, and a unit by its code or part of its name. */
import type { Turn } from '../../turn.ts'
import type { Wording } from '../../wording/wording.ts'
import { plainText } from '../reference.ts'
import { openStates, type VoidState, voidStates } from '../void.ts'
import type { VoidQuery } from './kept.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const stateWords: readonly (readonly [readonly VoidState[], RegExp])[] = [
  [['requested'], /待审批|waiting/iu],
  [['approved'], /已同意|approved/iu],
  [['submitted'], /已提交(?:平台)?|submitted/iu],
  [['done'], /已冲红|done/iu],
  [['refused'], /(?:平台)?未受理|refused/iu],
  [['failed'], /(?:结果)?不明|failed|unknown/iu],
  [['returned'], /已退回|returned/iu],
  [['withdrawn'], /已撤回|withdrawn/iu],
  [['expired'], /逾期(?:未审批)?|expired|closed/iu],
  [openStates, /未结|open/iu],
]
const AGE = /(\d{1,4})\s*(?:天|days?)/iu
const UNIT_CODE = /(?<![0-9A-Za-z-])(?=[0-9A-Za-z-]*\d)[0-9A-Za-z-]{8,30}(?![0-9A-Za-z-])/u
const others = ['全部', '所有', '超过', '以上', 'older than', 'all', '单位', AGE.source]
const BETWEEN = new RegExp(
  [...stateWords.map(([, { source }]) => source), ...others].join('|'),
  'giu',
)

/** What is looked for, and the words that say so. */
export interface Filter {
  readonly query: VoidQuery
  readonly parts: readonly string[]
}

export function filterIn(text: string, { now, wording }: Pick<Turn, 'now' | 'wording'>): Filter {
  const { list: words } = wording.void
  const { asked, names, rest } = statesIn(text, wording)
  const days = AGE.exec(text)?.[1]
  const code = UNIT_CODE.exec(text)?.[0].toUpperCase()
  const unitName = code === undefined ? nameIn(rest) : undefined
  return {
    query: {
      ...asked,
      ...(days !== undefined && { before: now - Number(days) * DAY_MS }),
      ...(code !== undefined && { units: [code] }),
      ...(unitName !== undefined && { unitName }),
    },
    parts: [
      ...(names.length > 0 ? [names.join('、')] : []),
      ...[code, unitName].filter((part) => part !== undefined),
      ...(days !== undefined ? [words.older(Number(days))] : []),
    ],
  }
}

interface States {
  readonly asked: Pick<VoidQuery, 'states' | 'toConfirm'>
  readonly names: readonly string[]
  /** What is left of the text. */
  readonly rest: string
}

/** As the lists themselves name a state, or by a word for it. */
function statesIn(text: string, { void: { states: names, toConfirm } }: Wording): States {
  const shown = [
    ...voidStates.map((state) => ({ name: names[state], asked: { states: [state] } })),
    { name: toConfirm, asked: { toConfirm: true } },
  ]
  for (const { name, asked } of shown) {
    const rest = without(text, plainText(name))
    if (rest !== text) return { asked, names: [name], rest }
  }
  const states = stateWords.find(([, pattern]) => pattern.test(text))?.[0]
  if (!states) return { asked: {}, names: [], rest: text }
  return { asked: { states }, names: states.map((state) => names[state]), rest: text }
}

/** The text without the first of these words in it, however they are capitalised. */
function without(text: string, words: string): string {
  const at = text.toLowerCase().indexOf(words.toLowerCase())
  return at < 0 ? text : `${text.slice(0, at)} ${text.slice(at + words.length)}`
}

/** What is left without states, ages and the words between: part of a unit's name. */
function nameIn(text: string): string | undefined {
  const left = text.replace(BETWEEN, ' ')
  const name = left.replace(/[\s，,；;、：:的]+/gu, ' ').trim()
  return name.length >= 2 ? name.slice(0, 60) : undefined
}
