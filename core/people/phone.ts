/** Verifying a phone by a code of six digits; each request and each wrong code is a miss of the guard. */
import { raiseAlarm } from '../alarm.ts'
import { ChannelError, StaleTurn } from '../errors.ts'
import { sameText } from '../keys.ts'
import { clockTime } from '../receipts/date.ts'
import { attemptOf, type Attempt, verdictOn } from '../receipts/guard.ts'
import { maskPhone } from '../receipts/mask.ts'
import { recordMiss, stillAllowed } from '../receipts/opening.ts'
import type { SmsGateway } from '../ports.ts'
import type { PhoneDialog } from '../session.ts'
import type { Desk, Outcome, Turn, Write } from '../turn.ts'
import { zhCN } from '../wording/zh-cn.ts'
import type { PhoneCode } from './kept.ts'

const MINUTE = 60_000
export const CODE_LIFE_MS = 5 * MINUTE
const HOUR_MS = 60 * MINUTE
const DAY_MS = 24 * HOUR_MS
/** Codes to one phone, or for one account, in an hour and to one phone in a day: nobody is to be pestered. */
const MOST_AN_HOUR = 3
const MOST_A_DAY = 10

/** “我的手机号是”, “验证码：”, “my code is”: what may stand around the digits. */
const AROUND =
  /我的?|本人|手机|电话|号码?|短信|收到的?|验证码|是|为|\b(?:my|the|phone|mobile|number|code|is)\b|[:,.。]/giu

function digitsIn(text: string): string | undefined {
  const digits = text.replace(AROUND, '').replace(/[\s()+-]/g, '')
  return /^\d+$/.test(digits) ? digits.replace(/^(?:00)?86(?=1)/, '') : undefined
}

/** 11 digits of a mobile phone of the mainland, however it is written. */
export function mobileIn(text: string): string | undefined {
  return /^1[3-9]\d{9}$/.exec(digitsIn(text) ?? '')?.[0]
}

export function codeIn(text: string): string | undefined {
  return /^\d{6}$/.exec(digitsIn(text) ?? '')?.[0]
}

/** What was meant for the phone, or for the code, and is neither. A bare number of another shape is something else. */
export function mistyped(
  { text, reading }: Pick<Turn, 'text' | 'reading'>,
  asked: PhoneDialog['asked'],
): { readonly what: 'phone' | 'code'; readonly digits: number } | undefined {
  const number = digitsIn(text)
  if (number === undefined || mobileIn(text) !== undefined || reading.code) return undefined
  const digits = number.length
  if (asked === 'code' && /验证码|\bcode\b|^\d{3,5}$|^\d{7}$/iu.test(text.trim())) {
    return { what: 'code', digits }
  }
  const meant = /手机|电话|\bphone\b|\bmobile\b/iu.test(text)
  return meant || /^1[3-9]\d{7,11}$|^\d{11}$/.test(number) ? { what: 'phone', digits } : undefined
}

/**
 * Sends a code. That it counts is committed before it leaves, so that side by side, or after a crash, no more go out
 * than the limits allow; of several only the last one opens.
 */
export async function sendCode(turn: Turn, desk: Desk, phone: string): Promise<Outcome> {
  const { message, now, wording } = turn
  const { phone: words } = wording.people
  const attempt = attemptFor(turn, desk, phone)
  const locked = await lockedReply(turn, desk, attempt)
  if (locked) return locked
  if (!desk.sms) return { reply: { text: words.noGateway } }
  const code = String(desk.random(6).readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
  const [id, miss] = [desk.random(12).toString('hex'), desk.random(16).toString('hex')]
  const { channel, user } = message.from
  const kept = { id, channel, user, phone, hash: hashOf(desk, phone, id, code), at: now }
  const refusal = await reserve(turn, desk, kept, desk.sms.perDay)
  if (refusal !== undefined) return { reply: { text: refusal } }
  const sent = await send(desk, desk.sms, kept, words.sms(code))
  if (sent === 'failed') return { reply: { text: words.notSent } }
  const text = sent === 'unknown' ? words.askCodeUnsure : words.askCode
  return {
    reply: { text: text(maskPhone(phone)) },
    dialog: { kind: 'phone', asked: 'code', miss },
    writes: [recordMiss(desk, attempt, now, { id: miss })],
    audit: auditOf(attempt, 'sent'),
  }
}

/** Counts the code against the limits, or says why not. They are kept in the store: a restart does not renew them. */
function reserve(
  { now, wording }: Turn,
  { store, operators, channels }: Desk,
  code: PhoneCode,
  perDay: number,
): Promise<string | undefined> {
  const { phone: words } = wording.people
  return store.transaction(async (tx) => {
    const hour = await tx.phones.sent(code, code.phone, now - HOUR_MS)
    const day = await tx.phones.sent(code, code.phone, now - DAY_MS)
    if (day.all >= perDay) {
      const text = zhCN.people.alarm.smsBudget(perDay)
      await raiseAlarm(tx, { operators, channels }, { name: 'sms', text }, now)
      return words.budget
    }
    if (day.phone >= MOST_A_DAY) return words.tooManyToday
    if (hour.account >= MOST_AN_HOUR || hour.phone >= MOST_AN_HOUR) return words.tooManyNow
    await tx.phones.addCode(code)
    return undefined
  })
}

/** What surely did not leave is not counted. An answer that was lost may be a message on its way. */
async function send(
  { store }: Desk,
  gateway: SmsGateway,
  { id, phone }: PhoneCode,
  text: string,
): Promise<'sent' | 'unknown' | 'failed'> {
  try {
    await gateway.send(phone, text)
    return 'sent'
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    if (error.kind === 'unknown') return 'unknown'
    await store.transaction((tx) => tx.phones.dropCode(id))
    return 'failed'
  }
}

export type Verified =
  | { readonly kind: 'verified'; readonly phone: string; readonly writes: readonly Write[] }
  | { readonly kind: 'refused'; readonly outcome: Outcome }

/** What was typed against the last code that was sent for this account. */
export async function verifyCode(
  turn: Turn,
  desk: Desk,
  dialog: PhoneDialog,
  typed: string,
): Promise<Verified> {
  const { message, now, wording } = turn
  const { from } = message
  const { wrongCode } = wording.people.phone
  const refused = (outcome: Outcome): Verified => ({ kind: 'refused', outcome })
  const sent = await desk.store.phones.code(from)
  if (!sent || now - sent.at >= CODE_LIFE_MS) return refused({ reply: { text: wrongCode } })
  const attempt = attemptFor(turn, desk, sent.phone)
  const locked = await lockedReply(turn, desk, attempt, dialog.miss)
  if (locked) return refused(locked)
  if (!sameText(hashOf(desk, sent.phone, sent.id, typed), sent.hash)) {
    desk.meter.count('misses', { channel: from.channel })
    const writes = [recordMiss(desk, attempt, now, { except: dialog.miss })]
    const audit = auditOf(attempt, 'missed')
    return refused({ reply: { text: wrongCode }, dialog, writes, audit })
  }
  const { miss } = dialog
  const writes: Write[] = [stillAllowed(attempt, now, miss), verify(turn, sent)]
  if (miss !== undefined) writes.push((tx) => tx.misses.remove(miss))
  return { kind: 'verified', phone: sent.phone, writes }
}

/** The code is used up, also when it is typed twice at once. */
function verify({ message, now }: Turn, { id, phone }: PhoneCode): Write {
  return async (tx) => {
    if ((await tx.phones.code(message.from))?.id !== id) throw new StaleTurn()
    await tx.phones.closeCode(id)
    await tx.phones.set(message.from, phone, now)
  }
}

function attemptFor({ message }: Turn, { keys }: Desk, phone: string): Attempt {
  return attemptOf(keys, message.from, keys.pseudonym('phone', phone))
}

async function lockedReply(
  { now, wording }: Turn,
  { store }: Desk,
  attempt: Attempt,
  except?: string,
): Promise<Outcome | undefined> {
  const { lockedUntil } = await verdictOn(store.misses, attempt, now, { except })
  if (lockedUntil === undefined) return undefined
  return { reply: { text: wording.lookup.locked(clockTime(lockedUntil, now)) } }
}

/** Keyed: six digits would be found from a plain hash in a moment. */
function hashOf({ keys }: Desk, phone: string, id: string, code: string): string {
  return keys.pseudonym('phone', `${phone}:${id}:${code}`)
}

function auditOf(attempt: Attempt, result: string) {
  return { actor: attempt.person, action: 'phone.code', object: attempt.target, result }
}
