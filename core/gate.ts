/**
 * The send gate: what may go where is decided here, on the target of the outgoing message and nothing else.
 * See the table "What each channel may carry" in the project's interface paper.
 */
import type { Address, OutboundMessage } from './message.ts'
import type { ChannelTraits } from './ports.ts'
import { wordingFor } from './wording/wording.ts'

/** Nothing about a receipt or a person ever enters a group, whoever asked for it. */
export function gated(message: OutboundMessage, to: Address): OutboundMessage {
  return to.group && isPersonal(message) ? movedToPrivate(message) : message
}

/**
 * How the files of a message travel. Into a group, and out of the country while that is not approved, only a one-time
 * link goes; so it does where the network carries no files. What is nobody's secret goes wherever files do.
 */
export function filesTravel(
  message: Pick<OutboundMessage, 'personal' | 'files'>,
  to: Address,
  { crossBorder, files }: Pick<ChannelTraits, 'crossBorder' | 'files'>,
): 'themselves' | 'as-links' {
  if (!files) return 'as-links'
  if (message.files?.every(({ shared }) => shared)) return 'themselves'
  if (to.group) return 'as-links'
  return message.personal && crossBorder ? 'as-links' : 'themselves'
}

function movedToPrivate({ locale, answers }: OutboundMessage): OutboundMessage {
  const text = wordingFor(locale).group.goPrivate
  return { text, personal: false, ...(locale && { locale }), ...(answers && { answers }) }
}

function isPersonal({ personal, card, link, code }: OutboundMessage): boolean {
  return personal || card !== undefined || link !== undefined || code !== undefined
}
