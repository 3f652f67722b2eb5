/** 我的票据: the receipts of a verified phone, newest first, in pages; each opens to its card. */
import type { Choice } from '../message.ts'
import { receiptChoice } from '../receipts/card.ts'
import { maskPhone } from '../receipts/mask.ts'
import { ask } from '../receipts/opening.ts'
import { PHONE_RETENTION_MS } from '../retention.ts'
import type { PhoneDialog } from '../session.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import { codeIn, mobileIn, mistyped, sendCode, verifyCode } from './phone.ts'
import { may } from './role.ts'

/** With “more” and “another phone”, as many as fit the buttons of one message. */
const PAGE = 6

export const mine: Intent = {
  name: 'mine',
  commands: ['mine'],
  continues: ({ session: { dialog }, text, reading }) =>
    dialog?.kind === 'phone' &&
    (mobileIn(text) ?? mistyped({ text, reading }, dialog.asked) ?? codeFor(dialog, text)) !==
      undefined,
  matches: ({ message }) => message.contact !== undefined,
  handle: async (turn, desk) => {
    const { message, picked, session, command, text } = turn
    if (message.contact) return takeContact(turn, desk, message.contact)
    if (picked?.action === 'other') return askPhone(turn, desk)
    const { dialog } = session
    if (!picked && !command && dialog?.kind === 'phone') {
      const [phone, code] = [mobileIn(text), codeFor(dialog, text)]
      if (phone !== undefined) return sendCode(turn, desk, phone)
      if (code !== undefined) return takeCode(turn, desk, dialog, code)
      return sayMistyped(turn, dialog)
    }
    const phone = await verifiedPhone(turn, desk)
    if (phone === undefined) return askPhone(turn, desk)
    return list(turn, desk, phone, Number(picked?.data?.['skip'] ?? 0))
  },
}

function codeFor({ asked }: PhoneDialog, text: string): string | undefined {
  return asked === 'code' ? codeIn(text) : undefined
}

/** Nothing was tried: it is no miss, and the question stays. */
function sayMistyped(turn: Turn, dialog: PhoneDialog): Outcome {
  const { wording } = turn
  const { phone: words } = wording.people
  const wrong = mistyped(turn, dialog.asked)
  const sentence = wrong?.what === 'code' ? words.codeLength : words.phoneLength(wrong?.digits ?? 0)
  return { reply: { text: `${sentence}\n${wording.lookup.cancelHint}` }, dialog }
}

/** Numbers change hands: a phone counts for as long as it is kept, and no longer. */
async function verifiedPhone({ message, now }: Turn, { store }: Desk): Promise<string | undefined> {
  const kept = await store.phones.of(message.from)
  return kept && now - kept.since < PHONE_RETENTION_MS ? kept.phone : undefined
}

function askPhone({ message, wording }: Turn, { channels, sms }: Desk): Outcome {
  const { phone: words } = wording.people
  const channel = channels().find(({ name }) => name === message.from.channel)
  if (channel?.traits.ownContacts) {
    return { reply: { text: words.shareContact, wantsContact: words.shareButton } }
  }
  if (!sms) return { reply: { text: words.noGateway } }
  return {
    reply: { text: `${words.askPhone}\n${wording.lookup.cancelHint}` },
    dialog: { kind: 'phone', asked: 'phone' },
  }
}

/** Only the network's word that it is the sender's own phone counts. */
async function takeContact(
  turn: Turn,
  desk: Desk,
  contact: NonNullable<Turn['message']['contact']>,
): Promise<Outcome> {
  const { phone: words } = turn.wording.people
  if (!contact.own)
    return { ...askPhone(turn, desk), reply: { ...askPhone(turn, desk).reply, text: words.notOwn } }
  const phone = mobileIn(contact.phone)
  if (phone === undefined) return { reply: { text: words.notMobile } }
  const listed = await list(turn, desk, phone, 0)
  const { from } = turn.message
  const writes = [...(listed.writes ?? []), (tx: Tx) => tx.phones.set(from, phone, turn.now)]
  return { ...listed, writes }
}

type Tx = Parameters<NonNullable<Outcome['writes']>[number]>[0]

async function takeCode(
  turn: Turn,
  desk: Desk,
  dialog: PhoneDialog,
  typed: string,
): Promise<Outcome> {
  const verified = await verifyCode(turn, desk, dialog, typed)
  if (verified.kind === 'refused') return verified.outcome
  const listed = await list(turn, desk, verified.phone, 0)
  return { ...listed, writes: [...verified.writes, ...(listed.writes ?? [])] }
}

async function list(turn: Turn, desk: Desk, phone: string, skip: number): Promise<Outcome> {
  const { wording, message, person } = turn
  const { keys, platform } = desk
  if (!may(person, 'receipts.ofPhone')) return { reply: { text: wording.people.refused } }
  const found = await ask(() => platform.findByPhone(phone, { skip, limit: PAGE + 1 }))
  if (found === 'unavailable') return { reply: { text: wording.lookup.unavailable } }
  const { phone: words, choices: labels } = { ...wording.people, choices: wording.choices }
  const shown = found.slice(0, PAGE)
  const text =
    shown.length === 0
      ? words.none(maskPhone(phone))
      : words.list(maskPhone(phone), skip + 1, skip + shown.length)
  const more: Choice[] =
    found.length > PAGE
      ? [
          {
            label: labels.more,
            intent: 'mine',
            action: 'page',
            data: { skip: String(skip + PAGE) },
          },
        ]
      : []
  const other: Choice = { label: words.other, intent: 'mine', action: 'other' }
  const target = keys.pseudonym('phone', phone)
  return {
    reply: { text, choices: [...shown.map(receiptChoice), ...more, other] },
    audit: {
      actor: keys.person(message.from),
      action: 'receipts.ofPhone',
      object: target,
      result: 'listed',
    },
  }
}
