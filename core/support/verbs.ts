/** The verbs of asking for a human, and of the staff who answer. */
import type { Verb } from '../verb.ts'

const TICKET = /^[\s:：]*(?:工单\s*)?(?:[#＃]\s*)?(?:t\s*[-－]\s*)?\d{1,9}(?!\d)/iu
const NAMED = /^[\s:：]*(?:工单\s*)?(?:[#＃]\s*(?:t\s*[-－]\s*)?|t\s*[-－]\s*)\d{1,9}(?!\d)/iu
const WORDS = /^[\s:：]+\S/u

export const supportVerbs: readonly Verb[] = [
  {
    command: 'endHuman',
    words: ['取消人工', '结束人工', '不用人工了', '不要人工了', '退出人工', 'end human'],
  },
  {
    command: 'human',
    words: ['转人工', '我要转人工', '请转人工', '/human', 'human'],
    rest: WORDS,
  },
  {
    command: 'human',
    words: [
      ...[
        '转人工客服',
        '转人工服务',
        '人工',
        '人工客服',
        '人工服务',
        '找人工',
        '我要人工',
        '联系人工',
      ],
      ...['客服', '真人', '找真人', '我要找人工', '我找人工', '接人工', '转接人工', '转客服'],
      ...['agent', 'talk to a human', 'talk to a person', 'speak to a human'],
    ],
  },
  { command: 'queue', words: ['待办', '待办工单', '/queue', 'open tickets'] },
  { command: 'take', words: ['接单', '/take'], rest: TICKET },
  { command: 'transfer', words: ['转交', '/transfer'], rest: WORDS },
  { command: 'junk', words: ['标记垃圾', '/spam'], rest: TICKET },
  { command: 'close', words: ['关闭工单', '结单', '/close'], rest: TICKET },
  { command: 'close', words: ['关闭', 'close'], rest: TICKET, never: 'alone' },
  { command: 'take', words: ['take'], rest: TICKET, never: 'alone' },
  { command: 'note', words: ['/note'], rest: WORDS },
  { command: 'note', words: ['备注', 'note'], rest: NAMED, never: 'alone' },
  { command: 'canned', words: ['/c', '/canned'], rest: WORDS },
  { command: 'draft', words: ['/faq', '存为知识'], rest: TICKET },
  { command: 'unblock', words: ['解除拉黑', '/unblock'], rest: TICKET },
  { command: 'block', words: ['拉黑', '/block'], rest: TICKET },
]

/** Said in reply to a ticket, these are moves and no answer. */
export const bareMoves: Readonly<Record<string, 'take' | 'transfer' | 'junk' | 'close'>> = {
  接: 'take',
  接单: 'take',
  take: 'take',
  转交: 'transfer',
  transfer: 'transfer',
  垃圾: 'junk',
  标记垃圾: 'junk',
  spam: 'junk',
  关闭: 'close',
  结束: 'close',
  结单: 'close',
  close: 'close',
}
