/**
 * The send gate: what may go where is decided here, on the target of the outgoing message and nothing else.
 * See the table "What each channel may carry" in the project's interface paper.
 */
import type { Address, OutboundMessage } from './message.ts'
import { zhCN } from './wording/zh-cn.ts'

/** Nothing about a receipt or a person ever enters a group, whoever asked for it. */
export function gated(message: OutboundMessage, to: Address): OutboundMessage {
  if (!to.group) return message
  const personal = message.personal || message.card !== undefined || message.link !== undefined
  return personal ? { text: zhCN.group.goPrivate, personal: false } : message
}
