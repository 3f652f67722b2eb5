/** An announcement as a message: the same words on every network, with what to press or to say. */
import { saying } from '../choices.ts'
import type { Address, OutboundMessage } from '../message.ts'
import type { ChannelTraits } from '../ports.ts'
import { clockTime } from '../receipts/date.ts'
import { zhCN } from '../wording/zh-cn.ts'
import type { Announcement } from './announcement.ts'
import { namesOf, toAll } from './attachment.ts'

export interface Announced extends Pick<
  Announcement,
  'title' | 'text' | 'files' | 'emergency' | 'mandatory' | 'acknowledge' | 'at' | 'follows'
> {
  /** None until it is handed in. */
  readonly id: string | undefined
}

/** What a button of one without a number names: pressed on a trial, it notes nothing. */
const NOBODYS = 'A-000000'

/** Chinese, as it was approved. A reminder stands for what it reminds of. */
export function announced(
  announcement: Announced,
  { group }: Pick<Address, 'group'>,
  { choices, files: follow = false }: Pick<ChannelTraits, 'choices' | 'files'>,
): OutboundMessage {
  const { id, title, text, files = [], emergency, acknowledge, at, follows } = announcement
  const { announcements: words } = zhCN
  const buttons = choices === 'buttons'
  const asked =
    acknowledge && words.pleaseAcknowledge(clockTime(acknowledge.until, at), !buttons, group)
  const reminder = follows?.kind === 'reminder'
  const about = reminder ? follows.id : id
  // In a group it would be for each of them to say, in private.
  const optional = !announcement.mandatory && !group && words.howToUnsubscribe
  const foot = words.foot(about, reminder ? undefined : follows)
  const head = words.head(title, emergency, follows?.kind)
  const said = `${words.choices.received} ${about ?? NOBODYS}`
  const attached = files.length > 0 && words.attaching.attached(namesOf(files), about, follow)
  return {
    text: [head, text, attached, asked, optional, foot].filter(Boolean).join('\n\n'),
    formatted: true,
    personal: false,
    ...(files.length > 0 && { files: files.map(toAll) }),
    ...((asked || reminder) && buttons && { choices: [saying(words.choices.received, said)] }),
  }
}
