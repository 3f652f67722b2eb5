/**
 * The send gate: what may go where is decided here, on the target of the outgoing message and nothing else.
 * See the table "What each channel may carry" in the project's interface paper.
 */
import type { Address, OutboundMessage } from './message.ts'
import type { ChannelTraits } from './ports.ts'
import { wordingFor } from './wording/wording.ts'

/** What a message may come to carry beside its words: files of a receipt. */
export interface Carrying extends OutboundMessage {
  readonly attachments?: readonly unknown[]
}

/**
 * Nothing about a receipt or a person ever enters a group, whoever asked for it; and no file of a receipt leaves the
 * country unless that was approved: there the one-time page shows it.
 */
export function gated(
  message: Carrying,
  to: Address,
  { crossBorder }: Pick<ChannelTraits, 'crossBorder'>,
): OutboundMessage {
  if (!isPersonal(message)) return message
  if (to.group) return movedToPrivate(message)
  return crossBorder ? withoutFiles(message) : message
}

function movedToPrivate({ locale, answers }: OutboundMessage): OutboundMessage {
  const text = wordingFor(locale).group.goPrivate
  return { text, personal: false, ...(locale && { locale }), ...(answers && { answers }) }
}

function isPersonal({ personal, card, link, code }: OutboundMessage): boolean {
  return personal || card !== undefined || link !== undefined || code !== undefined
}

function withoutFiles({ attachments: _files, ...message }: Carrying): OutboundMessage {
  return message
}
