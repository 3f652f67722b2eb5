/** A WeChat message as a puppet tells of it → our message, or nothing where there is nobody to answer. */
import * as PUPPET from 'wechaty-puppet'
import type { InboundFile, InboundMessage, Instant } from '../../core/message.ts'

export const CHANNEL = 'wechat'

const Kind = PUPPET.types.Message

/** The account itself, as the puppet logged it in. */
export interface Me {
  readonly id: string
  /** Its name, by which people mention it. */
  readonly name: string
}

/** What is read from the network only when it is needed. */
export interface Attached {
  /** The address on a link card; empty when the puppet cannot read it. Never rejects. */
  url(): Promise<string>
}

export interface DecodeOptions {
  readonly me: Me
  /** A message of a group that begins so is meant for the assistant. */
  readonly prefix: string
  /** When it came. */
  readonly now: Instant
}

/** What a person sends that has no words. Of the rest (notes of WeChat's own, recalls) nobody expects an answer. */
const WORDLESS = new Set([
  ...[Kind.Audio, Kind.Contact, Kind.ChatHistory, Kind.Emoticon, Kind.Image, Kind.Attachment],
  ...[Kind.Location, Kind.MiniProgram, Kind.Transfer, Kind.RedEnvelope, Kind.Video, Kind.Post],
])
const WITH_FILE = new Set([Kind.Image, Kind.Attachment, Kind.Video])

/** Accounts of WeChat's own and of organisations: they send, but nobody reads there. */
const SERVICE = /^(?:gh_|weixin$|fmessage$|medianote$|newsapp$|filehelper$|floatbottle$|qqmail$)/

/** Never throws for what a puppet tells. */
export async function decode(
  payload: PUPPET.payloads.Message,
  attached: Attached,
  options: DecodeOptions,
): Promise<InboundMessage | undefined> {
  const { talkerId: user, roomId, type } = payload
  if (!payload.id || !user || user === options.me.id || SERVICE.test(user)) return undefined
  // Over gRPC what is absent is an empty text.
  const group = Boolean(roomId)
  const said = await wordsOf(payload, attached)
  if (said === undefined) return undefined
  const { quotation, words } = quotedIn(said)
  const heard = group ? heardInGroup(words, payload, options) : { text: words, addressed: true }
  const own = quotation && quotation.name !== '' && quotation.name === options.me.name
  const file = WITH_FILE.has(type) ? [fileOf(payload)] : undefined
  return {
    id: `${options.me.id}:${payload.id}`,
    from: { channel: CHANNEL, conversation: roomId || user, user, group },
    text: storable(own ? heard.text : withQuoted(heard.text, quotation)),
    ...(own && { quoted: storable(quotation.words) }),
    // Who replies to something that the account said means the account.
    addressed: heard.addressed || own === true,
    at: instantOf(payload.timestamp, options.now),
    ...(file && { files: file }),
  }
}

/** Puppets give seconds or milliseconds; what bears no time is of `now`. */
export function instantOf(timestamp: number | undefined, now: Instant): Instant {
  if (!timestamp || timestamp < 0) return now
  return timestamp < 1e11 ? timestamp * 1000 : timestamp
}

async function wordsOf(
  { type, text }: PUPPET.payloads.Message,
  attached: Attached,
): Promise<string | undefined> {
  if (type === Kind.Text) return text ?? ''
  if (type === Kind.Url) return attached.url()
  return WORDLESS.has(type) ? '' : undefined
}

/** A mention of everybody is not meant for the assistant, whoever is on the list. */
function heardInGroup(
  said: string,
  payload: PUPPET.payloads.Message,
  { me, prefix }: DecodeOptions,
): { text: string; addressed: boolean } {
  const everybody = /@(?:所有人|all\b)/i.test(said)
  const ids = 'mentionIdList' in payload ? (payload.mentionIdList ?? []) : []
  const named = mentionOf(me)
  const byName = named?.test(said) ?? false
  const text = named ? said.replace(named, ' ').trim() : said.trim()
  if (byName || (!everybody && ids.includes(me.id))) {
    return { text: withoutMentions(text), addressed: true }
  }
  if (prefix === '' || !text.startsWith(prefix)) return { text, addressed: false }
  return { text: text.slice(prefix.length).replace(/^[\s,，:：、]+/, ''), addressed: true }
}

/** `@name` up to the space that WeChat puts behind it, or the end. */
function mentionOf({ name }: Me): RegExp | undefined {
  if (name === '') return undefined
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`@${escaped}(?=[\\s\\u2005]|$)[\\s\\u2005]?`, 'u')
}

/** Somebody may have named the account otherwise, in this group only: what was mentioned at the beginning goes. */
function withoutMentions(text: string): string {
  return text.replace(/^(?:@[^\s\u2005]{1,40}[\s\u2005]+)+/u, '').trim()
}

/** A quotation, as WeChat writes it into the text: 「name：words」, a line, and what is said to them. */
const QUOTED = /^「([^：」]{0,64})：([^]{0,4000}?)」\s*\n[-— ]{5,}\n?([^]*)$/u

interface Quotation {
  readonly name: string
  readonly words: string
}

/** Anybody can type the same: what is quoted is a claim, and proves nothing. */
function quotedIn(text: string): { readonly quotation?: Quotation; readonly words: string } {
  const [, name = '', words = '', said] = QUOTED.exec(text) ?? []
  return said === undefined ? { words: text } : { quotation: { name, words }, words: said.trim() }
}

const BARE_VERB =
  /^(?:请|帮我)?(?:查票|查验|查一下|查|验票|验真伪?|验|取票|lookup|verify)?(?:这张票?|一下)?[\s。？?！!]*$/iu

/** “查票” said to a quoted receipt means the receipt; any other words are meant as they stand. */
function withQuoted(said: string, quotation: Quotation | undefined): string {
  if (!quotation || !BARE_VERB.test(said) || !/\d/.test(quotation.words)) return said
  return `${said} ${quotation.words}`.trim()
}

/** By the message's id the puppet finds the file again, in this life or, where it remembers, in the next. */
function fileOf({ id, filename, type }: PUPPET.payloads.Message): InboundFile {
  const picture = type === Kind.Image
  return {
    name: filename || (picture ? 'image.jpg' : 'file'),
    type: picture ? 'image/jpeg' : 'application/octet-stream',
    ref: id,
  }
}

/** NUL and halves of surrogate pairs cannot be kept by every database: one such message must not block the rest. */
function storable(text: string): string {
  return text.replace(/\0/g, '').replace(/\p{Surrogate}/gu, '\ufffd')
}
