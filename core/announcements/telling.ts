/** An announcement as a message: the same words on every network, with what to press or to say. */
import { saying } from '../choices.ts'
import type { Address, OutboundMessage } from '../message.ts'
import type { ChannelTraits } from '../ports.ts'
import { clockTime } from '../receipts/date.ts'
import { zhCN } from '../wording/zh-cn.ts'
import type { Announcement } from './announcement.ts'

type Announced = Pick<
  Announcement,
  'id' | 'title' | 'text' | 'emergency' | 'acknowledge' | 'at' | 'follows'
>

/** Chinese, as it was approved. A reminder stands for what it reminds of. */
export function announced(
  announcement: Announced,
  { group }: Pick<Address, 'group'>,
  { choices }: Pick<ChannelTraits, 'choices'>,
): OutboundMessage {
  const { id, title, text, emergency, acknowledge, at, follows } = announcement
  const { announcements: words } = zhCN
  const buttons = choices === 'buttons'
  const asked =
    acknowledge && words.pleaseAcknowledge(clockTime(acknowledge.until, at), !buttons, group)
  const reminder = follows?.kind === 'reminder'
  const about = reminder ? follows.id : id
  const foot = words.foot(about, reminder ? undefined : follows)
  const head = words.head(title, emergency, follows?.kind)
  const said = `${words.choices.received} ${about}`
  return {
    text: [head, text, ...(asked ? [asked] : []), foot].join('\n\n'),
    personal: false,
    ...((asked || reminder) && buttons && { choices: [saying(words.choices.received, said)] }),
  }
}
