/** The verbs about people and units, and what may follow each. */
import type { Verb } from '../verb.ts'

const CODE =
  /^[\s:：]*(?:我的)?(?:邀请码|绑定码|(?:my )?code)?[\s:：是]*[0-9A-Za-z](?:[\s-]?[0-9A-Za-z]){7,}[\s。.!]*$/iu
const ASKS = '.*(?:[?？吗呢]|怎么|怎样|如何|什么|哪|多少|能不能|是不是|有没有|可不可以|是否|能否)'
const SAYS = '还|没|不(?!动产)|未(?!成年)|要|想|需要|可以|已|是|.*[了的吧啊]$'
/** Names of units end so, whatever they begin with: 未来科技城医院. */
const NAMED = '.*(?:院|校|学|会|局|中心|所|公司)$'
/** A code, or a name: no question, and nothing that is said of the unit. */
const UNIT = new RegExp(
  String.raw`^[\s:：]+(?:[0-9A-Za-z-]{1,30}|(?!${ASKS})(?:(?=${NAMED})|(?!${SAYS}))\p{Script=Han}[\p{Script=Han}\p{N}A-Za-z()·-]{2,60})$`,
  'u',
)
const INVITED = new RegExp(String.raw`^[\s:：]+(?!${ASKS})\S.{0,59}$`, 'u')
const NAME = /^[\s:：]+\S[^?？]{0,30}$/u

export const peopleVerbs: readonly Verb[] = [
  {
    command: 'bind',
    words: [
      '绑定',
      '请绑定',
      '我要绑定',
      '我想绑定',
      '帮我绑定',
      '请帮我绑定',
      'bind',
      'please bind',
    ],
    rest: CODE,
  },
  { command: 'unbind', words: ['解绑', '解除绑定', '取消绑定', 'unbind'] },
  { command: 'whoami', words: ['我是谁', '我的身份', 'whoami', 'who am i'] },
  {
    command: 'unit',
    words: ['我的单位', '本单位', 'my unit'],
    rest: UNIT,
  },
  {
    command: 'invite',
    words: ['邀请', 'invite'],
    rest: /^[\s:：]+\S|^(?:经办|负责人|监管|专管|管理员|缴款人|交款人)/u,
  },
  {
    command: 'uninvite',
    words: [
      '撤销邀请',
      '取消邀请',
      '收回邀请',
      '作废邀请',
      'cancel invitation',
      'withdraw invitation',
    ],
    rest: INVITED,
  },
  { command: 'remove', words: ['移除', 'remove'], rest: NAME },
  {
    command: 'group',
    words: ['本群', 'this group'],
    rest: /^[\s:：]+\S|^(?:客服|省直|省属|市州|交款人|缴款人|取消)/u,
  },
  { command: 'status', words: ['状态', '运行状态', '运行情况', 'status'] },
  { command: 'mine', words: ['我的票据', '我的电子票据', '查我的票据', 'mine', 'my receipts'] },
]
