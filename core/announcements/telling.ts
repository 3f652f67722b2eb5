/** An announcement as a message: the same words on every network, with what to press or to say. */
import { saying } from '../choices.ts'
import type { Address, OutboundMessage } from '../message.ts'
import type { ChannelTraits } from '../ports.ts'
import { clockTime } from '../receipts/date.ts'
import { zhCN } from '../wording/zh-cn.ts'
import type { Announcement } from './announcement.ts'

type Announced = Pick<Announcement, 'id' | 'title' | 'text' | 'emergency' | 'acknowledge' | 'at'>

/** Chinese, as it was approved. */
export function announced(
  { id, title, text, emergency, acknowledge, at }: Announced,
  { group }: Pick<Address, 'group'>,
  { choices }: Pick<ChannelTraits, 'choices'>,
): OutboundMessage {
  const { announcements: words } = zhCN
  const buttons = choices === 'buttons'
  const asked =
    acknowledge && words.pleaseAcknowledge(clockTime(acknowledge.until, at), !buttons, group)
  return {
    text: [words.head(title, emergency), text, ...(asked ? [asked] : []), words.foot(id)].join(
      '\n\n',
    ),
    personal: false,
    ...(asked &&
      buttons && { choices: [saying(words.choices.received, `${words.choices.received} ${id}`)] }),
  }
}
