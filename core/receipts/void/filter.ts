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
  const { list: words, states: names } = wording.void
  const { states, rest } = statesIn(text, wording)
  const days = AGE.exec(text)?.[1]
  const code = UNIT_CODE.exec(text)?.[0].toUpperCase()
  const unitName = code === undefined ? nameIn(rest) : undefined
  return {
    query: {
      ...(states && { states }),
      ...(days !== undefined && { before: now - Number(days) * DAY_MS }),
      ...(code !== undefined && { units: [code] }),
      ...(unitName !== undefined && { unitName }),
    },
    parts: [
      ...(states ? [states.map((state) => names[state]).join('、')] : []),
      ...[code, unitName].filter((part) => part !== undefined),
      ...(days !== undefined ? [words.older(Number(days))] : []),
    ],
  }
}

/** As the lists themselves name a state, or by a word for it; with what is left of the text. */
function statesIn(text: string, { void: { states: names, toConfirm } }: Wording) {
  const shown = [
    ...voidStates.map((state) => [state, names[state]] as const),
    ['approved', toConfirm] as const,
  ]
  for (const [state, name] of shown) {
    const rest = text.replace(plainText(name), ' ')
    if (rest !== text) return { states: [state], rest }
  }
  return { states: stateWords.find(([, pattern]) => pattern.test(text))?.[0], rest: text }
}

/** What is left without states, ages and the words between: part of a unit's name. */
function nameIn(text: string): string | undefined {
  const left = text.replace(BETWEEN, ' ')
  const name = left.replace(/[\s，,；;、：:的]+/gu, ' ').trim()
  return name.length >= 2 ? name.slice(0, 60) : undefined
}
