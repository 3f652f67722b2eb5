/** Verifying a phone by a code of six digits; each request and each wrong code is a miss of the guard. */
import { raiseAlarm } from '../alarm.ts'
import { ChannelError, StaleTurn } from '../errors.ts'
import { sameText } from '../keys.ts'
import { clockTime } from '../receipts/date.ts'
import { attemptOf, type Attempt, verdictOn } from '../receipts/guard.ts'
import { maskPhone } from '../receipts/mask.ts'
import { recordMiss, stillAllowed } from '../receipts/opening.ts'
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

/** 11 digits of a mobile phone of the mainland, however it is written. */
export function mobileIn(text: string): string | undefined {
  const digits = text.replace(/[\s()+-]/g, '')
  return /^(?:86)?(1[3-9]\d{9})$/.exec(digits)?.[1]
}

/** Sends a code before the turn is kept: when that fails, another one is sent, and only the last one counts. */
export async function sendCode(turn: Turn, desk: Desk, phone: string): Promise<Outcome> {
  const { message, now, wording } = turn
  const { phone: words } = wording.people
  const attempt = attemptFor(turn, desk, phone)
  const locked = await lockedReply(turn, desk, attempt)
  if (locked) return locked
  if (!desk.sms) return { reply: { text: words.noGateway } }
  const refusal = await overLimit(turn, desk, phone, desk.sms.perDay)
  if (refusal) return refusal
  const code = String(desk.random(6).readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
  try {
    await desk.sms.send(phone, words.sms(code))
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    return { reply: { text: error.kind === 'limited' ? words.tooMany : words.notSent } }
  }
  const [id, miss] = [desk.random(12).toString('hex'), desk.random(16).toString('hex')]
  const { channel, user } = message.from
  const kept = { id, channel, user, phone, hash: hashOf(desk, phone, id, code), at: now }
  return {
    reply: { text: words.askCode(maskPhone(phone)) },
    dialog: { kind: 'phone', asked: 'code', miss },
    writes: [recordMiss(desk, attempt, now, { id: miss }), (tx) => tx.phones.addCode(kept)],
    audit: auditOf(attempt, 'sent'),
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

/** The budget is counted in the store, so that a restart does not renew it. */
async function overLimit(
  { message, now, wording }: Turn,
  desk: Desk,
  phone: string,
  perDay: number,
): Promise<Outcome | undefined> {
  const { phones } = desk.store
  const hour = await phones.sent(message.from, phone, now - HOUR_MS)
  const day = await phones.sent(message.from, phone, now - DAY_MS)
  const reply = { text: wording.people.phone.tooMany }
  if (day.all >= perDay) {
    const text = zhCN.people.alarm.smsBudget(perDay)
    const alarm: Write = async (tx) => void (await raiseAlarm(tx, desk, { name: 'sms', text }, now))
    return { reply, writes: [alarm] }
  }
  const calm = hour.account < MOST_AN_HOUR && hour.phone < MOST_AN_HOUR && day.phone < MOST_A_DAY
  return calm ? undefined : { reply }
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
