/** The receipts of one's own unit: its people need the code and number alone, or the payer and the date. */
import type { Choice, Reply } from '../message.ts'
import { couldBeName } from '../names.ts'
import type { UnitQuery } from '../ports.ts'
import { cardReply, receiptChoice } from '../receipts/card.ts'
import { targetOf } from '../receipts/guard.ts'
import { lookup } from '../receipts/lookup.ts'
import { ask } from '../receipts/opening.ts'
import type { Receipt } from '../receipts/receipt.ts'
import { objectionTo } from '../receipts/void/rules.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { heldTo, ofUnit, whileHeld } from './held-receipts.ts'
import { unitsFor } from './role.ts'

const MOST_SHOWN = 8

/** 查票 for everybody; what it does more is for the people of a unit, and only for the unit's own receipts. */
export const ownLookup: Intent = whileHeld({
  ...lookup,
  matches: (turn) => queryOf(turn) !== undefined || (lookup.matches?.(turn) ?? false),
  handle: async (turn, desk) => (await ownReceipts(turn, desk)) ?? lookup.handle(turn, desk),
})

/** A receipt, and the unit whose it is. */
interface Found {
  readonly receipt: Receipt
  readonly unit: string
}

/** Undefined for whoever has no unit, and when the unit has no such receipt: then it goes on as for everybody. */
async function ownReceipts(turn: Turn, desk: Desk): Promise<Outcome | undefined> {
  const query = queryOf(turn)
  if (!query) return undefined
  const found: Found[] = []
  for (const { code: unit } of unitsFor(turn.person, 'receipts.ofUnit')) {
    const receipts = await ask(() => desk.platform.findOfUnit(unit, query))
    if (receipts === 'unavailable') return { reply: { text: turn.wording.lookup.unavailable } }
    found.push(...receipts.map((receipt) => ({ receipt, unit })))
  }
  if (found.length > 0) return shown(turn, desk, found)
  if (!('payer' in query)) return undefined
  const meant = turn.reading.payer !== undefined || turn.command !== undefined
  return meant ? { reply: { text: turn.wording.people.own.none } } : undefined
}

/** Code and number without a check code, or a name and a day. */
function queryOf({ person, picked, reading, command, session }: Turn): UnitQuery | undefined {
  if (picked || unitsFor(person, 'receipts.ofUnit').length === 0) return undefined
  const { date, check, payer = bareName(reading) } = reading
  const open = !command && session.dialog?.kind === 'lookup' ? session.dialog : undefined
  const { code = open?.code, number = open?.number } = reading
  if (code && number) return check === undefined ? { key: { code, number } } : undefined
  if (open || code || number || date === undefined) return undefined
  return payer === undefined ? undefined : { payer, date }
}

/** What is said beside the date, as it is written: names have dots, brackets and digits, too. */
function bareName({ rest, words }: Turn['reading']): string | undefined {
  const name = rest.replace(/日期|[缴交]款人/g, ' ').replace(/^[\s\p{P}]+|[\s,.;:!?。、]+$/gu, '')
  return couldBeName(name) && words.length >= 2 ? name : undefined
}

function shown(turn: Turn, desk: Desk, found: readonly Found[]): Outcome {
  const { wording, message } = turn
  const [first, ...others] = found
  if (!first) return { reply: { text: wording.people.own.none } }
  const entry = { actor: desk.keys.person(message.from), action: 'receipts.ofUnit' }
  const audit = { ...entry, object: targetOf(desk.keys, first.receipt), result: `${found.length}` }
  if (others.length === 0) {
    return heldTo(first.unit, turn, { reply: ownCard(first.receipt, wording), audit })
  }
  const some = found.slice(0, MOST_SHOWN)
  const choices = some.map(({ receipt, unit }) => ofUnit(unit, receiptChoice(receipt)))
  return { reply: { text: wording.people.own.list(found.length), choices }, audit }
}

/** The card, from which its unit may also ask to have it reversed. */
function ownCard(receipt: Receipt, wording: Wording): Reply {
  const reply = cardReply(receipt, wording)
  if (objectionTo(receipt) !== undefined) return reply
  const { code, number } = receipt
  const start: Choice = {
    ...{ label: wording.void.menu.void, intent: 'void', action: 'start' },
    data: { code, number },
  }
  return { ...reply, choices: [...(reply.choices ?? []), start] }
}
