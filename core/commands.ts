/** The verbs a message may begin with. A verb is taken off before values are read: `lookup` would fit a check code. */
import { announcementVerbs } from './announcements/verbs.ts'
import { looksLikeQuestion } from './faq/words.ts'
import { peopleVerbs } from './people/verbs.ts'
import { voidVerbs } from './receipts/void/verbs.ts'
import { plainText, readReference } from './receipts/reference.ts'
import { supportVerbs } from './support/verbs.ts'
import type { Command } from './turn.ts'
import type { Verb } from './verb.ts'

const verbs: readonly Verb[] = [
  ...peopleVerbs,
  ...voidVerbs,
  ...supportVerbs,
  ...announcementVerbs,
  { command: 'start', words: ['/start'] },
  {
    command: 'lookup',
    words: [
      '查票据',
      '查票',
      '取票',
      '查询票据',
      '我要查票',
      '我想查票',
      '查一下票据',
      '查一下票',
      '查下票',
      'lookup',
      'find a receipt',
    ],
    leads: true,
  },
  {
    command: 'verify',
    words: [
      '查验票据',
      '查验一下',
      '查验真伪',
      '查验',
      '验票',
      '验真伪',
      '验真',
      '查真伪',
      '验一下',
      '我要查验',
      'verify',
    ],
    leads: true,
  },
  { command: 'erase', words: ['删除我的数据', '删除我的信息', 'delete my data'] },
  {
    command: 'cancel',
    words: [
      ...['取消', '退出', '不查了', '算了', '算了不查了', '算了,不查了', '不想查了', '算了吧'],
      ...['我不查了', '我不想查了', '算了,我不想查了', '不用了', '不用了谢谢', '不用了,谢谢'],
      ...['cancel', 'stop', 'quit'],
    ],
  },
  { command: 'privacy', words: ['隐私', '隐私政策', 'privacy'] },
  { command: 'language', words: ['语言', 'english', '英文', '中文', 'language'] },
  {
    command: 'help',
    words: [
      '帮助',
      '你好',
      '您好',
      '在吗',
      '菜单',
      '怎么用',
      'help',
      'start',
      'hi',
      'hello',
      'menu',
    ],
  },
]

export interface Heard {
  readonly command?: Command
  /** What came after the verb, or all of it. */
  readonly text: string
}

/** `查票 4299…` → lookup and the rest. A verb inside a question (“查验是什么意思”) is none. */
export function hear(message: string): Heard {
  const text = plainText(message).trim()
  for (const { command, words, leads, never, rest: takes } of verbs) {
    for (const word of words) {
      const rest = afterWord(text, word, leads ?? false, takes)
      if (rest !== undefined && !(never && rest === '')) return { command, text: rest }
    }
  }
  return { text }
}

const PUNCTUATION = /^[\s:,.!?。，、！？：~]*$/u

function afterWord(text: string, word: string, leads: boolean, takes?: RegExp): string | undefined {
  const slash = text.startsWith('/')
  const body = slash && !word.startsWith('/') ? text.slice(1) : text
  if (!body.toLowerCase().startsWith(word)) return undefined
  const rest = body.slice(word.length)
  if (/[A-Za-z]$/.test(word) && /^[0-9A-Za-z]/.test(rest)) return undefined
  if (PUNCTUATION.test(rest)) return ''
  // `/lookup@somebody` is for another assistant in the same chat.
  if (slash && rest.startsWith('@')) return undefined
  if (takes?.test(rest)) return rest.replace(/^[\s:：]+/u, '').trim()
  return slash || (leads && bringsValues(rest)) ? rest.trim() : undefined
}

/** “查验 8 位代码是什么” asks about values and brings none. */
function bringsValues(rest: string): boolean {
  if (!/[0-9]/.test(rest)) return false
  const { code, number, check, payment } = readReference(rest)
  return !looksLikeQuestion(rest) || (code ?? number ?? check ?? payment) !== undefined
}
