/** The verbs about void requests, and what may follow each. A question such as “怎么冲红” is none of them. */
import type { Verb } from '../../verb.ts'

const ID = /^[\s:：]*(?:vr[\s-]*)?20\d{2}[\s-]*\d{6}/iu
/** A state, an age, a unit's code, or behind a space what may be part of a unit's name. */
const FILTER =
  /^[\s:：]*(?:待审批|已同意|已提交|已冲红|已退回|已撤回|未受理|结果不明|不明|逾期|未结|全部|超过|[0-9A-Za-z]{4,})|^[\s:：]+(?!.*(?:[?？吗呢]|怎么|怎样|如何|什么|哪))\p{L}{2,}/u

/** “作废”, “我要作废一张票据”, “票据作废”, … */
function asSaid(verb: string): string[] {
  const begins = ['', '要', '想', '我要', '我想', '申请', '我要申请', '我想申请']
  const ends = verb === '退票' ? [''] : ['', '票据', '一张票', '一张票据', '这张票', '这张票据']
  const whole = begins.flatMap((begin) => ends.map((end) => `${begin}${verb}${end}`))
  return [...whole, `${verb}申请`, `票据${verb}`, `票据要${verb}`]
}

export const voidVerbs: readonly Verb[] = [
  {
    command: 'voids',
    words: ['冲红申请列表', '冲红申请清单', '冲红列表', '冲红清单', '/voids', 'void list'],
    rest: FILTER,
  },
  { command: 'approvals', words: ['待我审批', '待我办理', '待审批', '/approvals', 'approvals'] },
  {
    command: 'requests',
    words: ['我的申请', '我的冲红申请', '我的冲红', '/requests', 'my requests'],
  },
  {
    command: 'wishes',
    words: ['退票意愿', '冲红意愿', '交款人意愿', '缴款人意愿', '/wishes', 'wishes'],
  },
  {
    command: 'void',
    words: [
      ...['冲红', '红冲', '作废', '退票'].flatMap(asSaid),
      ...[
        '开错了要作废',
        '开错了,要作废',
        '票开错了要作废',
        '票开错了,要作废',
        '开错了',
        '票开错了',
      ],
      ...['这张票开错了', '票据开错了', '开错票了', '开错票'],
      ...['/void', 'void request', 'request a void', 'void'],
    ],
    leads: true,
  },
  { command: 'approve', words: ['同意', 'approve'], rest: ID },
  { command: 'giveBack', words: ['退回', 'return'], rest: ID },
  { command: 'withdraw', words: ['撤回申请', '撤回', 'withdraw'], rest: ID },
  { command: 'urge', words: ['加急', 'urgent'], rest: ID },
  { command: 'request', words: ['vr-', 'vr ', 'vr－'], leads: true },
]
