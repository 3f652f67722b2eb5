/** Choices: offered with a reply, made by button, by number, by their own words or by a plain yes or no. */
import type { Choice, InboundMessage, OfferedChoice } from './message.ts'
import { plainText } from './receipts/reference.ts'
import type { Offer, Session } from './session.ts'

/** Offers that are remembered, so many and so many bytes: buttons further back are told to be over. */
const REMEMBERED = 12
const MOST_BYTES = 8 * 1024
const NUMERALS = '一二三四五六七八九十'
const ORDINAL =
  /^(?:回复|选|选择|第)?\s*(\d{1,2}|[一二三四五六七八九十])\s*(?:个|项|条|号|张)?[.。、)]?$/u

const ENGLISH = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth']
const ENGLISH_ORDINAL = new RegExp(`^(?:the )?(${ENGLISH.join('|')})(?: one)?[.!]?$`, 'i')

/** What a network sends back for each choice: which offer, and which of it. Nothing else is in it. */
export function offered(offer: Offer): OfferedChoice[] {
  return offer.choices.map(({ label }, index) => ({ label, data: `${offer.id}.${index}` }))
}

/**
 * A choice that says words of its own when it is pressed: for messages that no session knows of, in a group of staff.
 * Whoever presses it has only said these words, and may what they may.
 */
export function saying(label: string, words: string): OfferedChoice {
  return { label, data: `=${words}` }
}

/** A label that fits on a button. */
export function bounded(label: string): string {
  const letters = Array.from(label)
  return letters.length > 24 ? `${letters.slice(0, 23).join('')}…` : label
}

/** The words that a press says. */
export function wordOf(choice: string | undefined): string | undefined {
  return choice?.startsWith('=') ? choice.slice(1) : undefined
}

/** The session after a reply: a new offer comes first, older ones stay for their buttons. */
export function withOffer(session: Session, offer: Offer | undefined): Session {
  if (!offer) return { ...session, offering: false }
  return { ...session, offering: true, offers: newest([offer, ...session.offers]) }
}

/** The same for a notice that comes while nothing waits: a number means it, words what was offered before as well. */
export function withNotice(session: Session, offer: Offer): Session {
  return withOffer(session, session.offering ? { ...offer, beside: true } : offer)
}

/** The same for a notice that comes while a question waits: a number still answers the question. */
export function withAside(session: Session, offer: Offer): Session {
  const [current, ...others] = session.offers
  const aside = { ...offer, aside: true }
  const offers =
    session.offering && current ? [current, aside, ...others] : [aside, ...session.offers]
  return { ...session, offers: newest(offers) }
}

/** The last offer is remembered in any case, however long it is. */
function newest(offers: readonly Offer[]): Offer[] {
  let bytes = 0
  return offers.slice(0, REMEMBERED).filter((offer, index) => {
    bytes += Buffer.byteLength(JSON.stringify(offer))
    return index === 0 || bytes <= MOST_BYTES
  })
}

/**
 * The choice this message makes, if any. Numbers mean what was offered last only, words also a notice that came beside
 * a question, and what a notice came beside.
 */
export function pickedChoice(session: Session, message: InboundMessage) {
  if (message.choice !== undefined) {
    const [id, index] = message.choice.split('.')
    return session.offers.find((offer) => offer.id === id)?.choices[Number(index)]
  }
  const held = session.offering ? heldOut(session.offers) : []
  const text = plainText(message.text).trim()
  if (text === '') return undefined
  const position = positionIn(text)
  if (position !== undefined) return held[0]?.choices[position - 1]
  const aside = session.offers.slice(0, 2).find((offer) => offer.aside)
  const choices = [...held, ...(aside ? [aside] : [])].flatMap((offer) => offer.choices)
  const labelled = choices.find(({ label }) => wordsOf(label) === wordsOf(text))
  return labelled ?? confirmed(held, text)
}

/** In whatever width and case it is typed. */
const wordsOf = (label: string) => plainText(label).trim().toLowerCase()

const YES =
  /^(?:确认|确定|是|是的|对|对的|好|好的|可以|嗯|删除|yes|y|ok|okay|sure|delete|confirm)[.!。]?$/iu
const NO =
  /^(?:不|不是|不要|不用|不对|不行|不了|否|取消|算了|算了吧|不删|不删了|别删|no|n|cancel)[.!。]?$/iu
/** Said to nothing but such a question: also when something came in between. */
const SURELY = /^(?:确认|确定|confirm)[.!。]?$/iu

export function surely(text: string): boolean {
  return SURELY.test(text)
}

/** A plain yes or no to the question whether something is really to be done, if it was asked last, notices apart. */
function confirmed([last, ...before]: readonly Offer[], text: string): Choice | undefined {
  const means = YES.test(text) ? 'yes' : NO.test(text) ? 'no' : undefined
  const asked = surely(text) ? [last, ...before] : [last]
  const choices = asked.flatMap((offer) => offer?.choices ?? [])
  return means && choices.find((choice) => choice.means === means)
}

/** The newest offer, and those that it or the notices before it came beside. */
function heldOut(offers: readonly Offer[]): readonly Offer[] {
  const last = offers.findIndex(({ beside }) => !beside)
  return last < 0 ? offers : offers.slice(0, last + 1)
}

/** What notices offered since this was: words that are typed may be about that. */
export function offeredSince({ offers }: Session, choice: Choice): Choice[] {
  const at = offers.findIndex(({ choices }) => choices.includes(choice))
  if (at < 0 || offers[at]?.aside) return []
  const asides = offers.slice(at + 1, 2).filter(({ aside }) => aside)
  return [...offers.slice(0, at), ...asides].flatMap(({ choices }) => choices)
}

/** “2”, “２”, “二”, “第二个”, “the second one” → 2. */
function positionIn(text: string): number | undefined {
  const english = ENGLISH_ORDINAL.exec(text)?.[1]?.toLowerCase()
  if (english !== undefined) return ENGLISH.indexOf(english) + 1
  const ordinal = ORDINAL.exec(text)?.[1]
  if (ordinal === undefined) return undefined
  return /\d/.test(ordinal) ? Number(ordinal) : NUMERALS.indexOf(ordinal) + 1
}
