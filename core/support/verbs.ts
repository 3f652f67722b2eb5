/** The verbs of asking for a human, and of the staff who answer. */
import type { Verb } from '../commands.ts'

const TICKET = /^[\s:：]*(?:工单\s*)?(?:[#＃]\s*)?(?:t\s*[-－]\s*)?\d{1,9}(?!\d)/iu
const WORDS = /^[\s:：]+\S/u

export const supportVerbs: readonly Verb[] = [
  {
    command: 'endHuman',
    words: ['取消人工', '结束人工', '不用人工了', '不要人工了', '退出人工', 'end human'],
  },
  {
    command: 'human',
    words: [
      ...[
        '转人工',
        '转人工客服',
        '转人工服务',
        '人工',
        '人工客服',
        '人工服务',
        '找人工',
        '我要人工',
        '我要转人工',
      ],
      ...['请转人工', '联系人工', '客服', '真人', '找真人', '我要找人工', '我找人工', '接人工'],
      ...['human', 'agent', 'talk to a human', 'talk to a person', 'speak to a human'],
    ],
    rest: WORDS,
  },
  { command: 'queue', words: ['待办', '工单', '待办工单', '/queue', 'queue', 'tickets'] },
  { command: 'take', words: ['接单', '/take', 'take'], rest: TICKET },
  { command: 'transfer', words: ['转交', '/transfer', 'transfer'], rest: WORDS },
  { command: 'junk', words: ['标记垃圾', '垃圾', '/spam', 'spam'], rest: TICKET },
  { command: 'close', words: ['关闭工单', '关闭', '结单', '/close', 'close'], rest: TICKET },
  { command: 'note', words: ['备注', '/note', 'note'], rest: WORDS },
  { command: 'canned', words: ['/c', '/canned'], rest: WORDS },
  { command: 'draft', words: ['/faq', '存为知识', '写入知识库'], rest: TICKET },
  { command: 'unblock', words: ['解除拉黑', '取消拉黑', '/unblock'], rest: TICKET },
  { command: 'block', words: ['拉黑', '/block'], rest: TICKET },
]
