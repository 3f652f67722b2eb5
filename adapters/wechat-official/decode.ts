/** What the official account's followers do → our message, or nothing where there is nothing to answer. */
import type { InboundFile, InboundMessage } from '../../core/message.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'
import type { Fields } from './xml.ts'

export const CHANNEL = 'wechat-official'

/** What a person sends that has no words; a link card is no text of theirs either. */
const WORDLESS = new Set(['image', 'voice', 'video', 'shortvideo', 'location', 'link', 'file'])

/**
 * The id is the same for each delivery of one message and for no other: MsgId repeats between people, and events
 * have none.
 */
export function decode(fields: Fields): InboundMessage | undefined {
  const user = fields.get('FromUserName') ?? ''
  const time = fields.get('CreateTime') ?? ''
  if (user === '' || !/^\d{1,12}$/.test(time)) return undefined
  const said = fields.get('MsgType') === 'event' ? eventOf(fields) : messageOf(fields)
  if (!said) return undefined
  const { key, ...rest } = said
  return {
    id: [...key, time, user].join('.'),
    from: { channel: CHANNEL, conversation: user, user, group: false },
    addressed: true,
    at: Number(time) * 1000,
    ...rest,
  }
}

interface Said {
  /** What tells this message from others of the same person in the same second. */
  readonly key: readonly string[]
  readonly text: string
  readonly files?: readonly InboundFile[]
}

function messageOf(fields: Fields): Said | undefined {
  const [id, kind] = [fields.get('MsgId'), fields.get('MsgType') ?? '']
  if (!id) return undefined
  if (kind === 'text') return { key: [id], text: storable(fields.get('Content') ?? '') }
  if (!WORDLESS.has(kind)) return undefined
  const media = fields.get('MediaId')
  if (kind !== 'image' || !media) return { key: [id], text: '' }
  const picture = { name: 'image.jpg', type: 'image/jpeg', ref: media }
  return { key: [id], text: '', files: [picture] }
}

/** Who comes is greeted, a press of the menu says its words, a scanned receipt its text. The rest is nobody's question. */
function eventOf(fields: Fields): Said | undefined {
  const [event, eventKey] = [fields.get('Event') ?? '', fields.get('EventKey') ?? '']
  const key = ['event', event, eventKey].map(storable)
  switch (event) {
    case 'subscribe':
      return { key, text: zhCN.choices.help }
    case 'CLICK':
      return { key, text: storable(eventKey) }
    case 'scancode_waitmsg':
      return { key, text: storable(fields.get('ScanCodeInfo.ScanResult') ?? '') }
    default:
      return undefined
  }
}

/** NUL and halves of surrogate pairs cannot be kept by every database: one such message must not block the rest. */
function storable(text: string): string {
  return text.replace(/\0/g, '').replace(/\p{Surrogate}/gu, '\ufffd')
}
