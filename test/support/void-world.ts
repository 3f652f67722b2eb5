/** A small world for void requests without channels: people who act, a platform that misbehaves, time that is told. */
import { createHash } from 'node:crypto'
import type { Calendar } from '../../core/calendar/calendar.ts'
import { openCalendar } from '../../core/calendar/calendar.ts'
import { hear } from '../../core/commands.ts'
import { PlatformError, StaleTurn } from '../../core/errors.ts'
import { createKeys } from '../../core/keys.ts'
import type { Choice } from '../../core/message.ts'
import type { ReceiptPlatform, ReversalState, Step } from '../../core/ports.ts'
import type { Receipt, ReceiptKey } from '../../core/receipts/receipt.ts'
import { readReference } from '../../core/receipts/reference.ts'
import { voiding } from '../../core/receipts/void/asking.ts'
import { voidDuty } from '../../core/receipts/void/duty.ts'
import { request as requests } from '../../core/receipts/void/requests.ts'
import { usualRules, type VoidRules } from '../../core/receipts/void/rules.ts'
import { type Dialog, newSession } from '../../core/session.ts'
import type { Store } from '../../core/store.ts'
import type { Desk, Outcome, Turn } from '../../core/turn.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'
import { CLINIC } from './people.ts'
import { clinicReceipt } from './voids.ts'

export const PEOPLE = {
  clerk: { role: 'clerk', unit: CLINIC.code },
  other: { role: 'clerk', unit: CLINIC.code },
  head: { role: 'approver', unit: CLINIC.code },
  second: { role: 'approver', unit: CLINIC.code },
  officer: { role: 'officer', region: '420100' },
  above: { role: 'officer', region: '420000' },
} as const
export type Actor = keyof typeof PEOPLE

/** What becomes of one call. `late` is lost, and done after a while. */
export type CallEnd = 'done' | 'refused' | 'accepted' | 'lost' | 'lost-undone' | 'late'
export type AskEnd = 'told' | 'lost'

/** Thrown at a step: everything that was not in the store is gone. */
export class Crash extends Error {}

const LATE_MS = 45 * 60_000
const START = Date.UTC(2026, 10, 23, 2, 0)

export interface World {
  now: number
  readonly calls: Map<string, number>
  /** Red receipts by the number of the original. */
  readonly reds: Map<string, number>
  /** Receipts that were booked, with how many calls had gone out by then. */
  readonly booked: Map<string, number>
  callEnds: CallEnd[]
  askEnds: AskEnd[]
  crashAt: Step | undefined
  rules: Partial<VoidRules>
  readonly desk: Desk
  /** A receipt that nobody asked about yet. */
  newReceipt(): Receipt
  /** Says something as this person. Two at once see the same before either is kept. */
  say(
    actor: Actor,
    text: string,
    more?: Pick<Turn, 'picked'> & { dialog?: Dialog },
  ): Promise<string>
  duties(): Promise<void>
}

export async function openWorld(store: Store): Promise<World> {
  await settlePeople(store)
  const landings = new Map<string, number>()
  let count = 0
  let bytes = 0
  const world: World = {
    now: START,
    calls: new Map(),
    reds: new Map(),
    booked: new Map(),
    ...{ callEnds: [], askEnds: [], crashAt: undefined, rules: {} },
    desk: undefined as never,
    newReceipt: () => clinicReceipt(1, { number: String(1_000_000 + count++).padStart(10, '0') }),
    say: (actor, text, more = {}) => say(world, actor, text, more),
    duties: () => voidDuty.perform(world.now, world.desk),
  }
  const platform = platformOf(world, landings)
  const calendar: Calendar = openCalendar([])
  const desk = {
    ...{ store, platform, calendar, keys: createKeys('a secret for tests only'), operators: [] },
    random: (size: number) => createHash('sha512').update(`${bytes++}`).digest().subarray(0, size),
    channels: () => [],
    get voidRules() {
      return { ...usualRules, ...world.rules }
    },
    reached: (step: Step) => {
      if (world.crashAt !== step) return
      world.crashAt = undefined
      throw new Crash(step)
    },
  } as unknown as Desk
  return Object.assign(world, { desk })
}

async function settlePeople(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.units.put([CLINIC], START)
    for (const [id, given] of Object.entries(PEOPLE)) {
      await tx.people.add({ id, name: id }, START)
      await tx.people.grant(id, given, 'cli', START)
      await tx.people.tie(id, { channel: 'web', user: id, conversation: id }, START)
    }
  })
}

/** It makes a red receipt of every call that it takes to heart: two calls are two. */
function platformOf(world: World, landings: Map<string, number>): ReceiptPlatform {
  const land = (number: string) => world.reds.set(number, (world.reds.get(number) ?? 0) + 1)
  const lost = () => Promise.reject(new PlatformError('timeout', 'lost'))
  const redOf = ({ code, number }: ReceiptKey): ReversalState => ({
    kind: 'done',
    red: { code, number: `9${number.slice(1)}`, check: 'redred', issuedOn: '2026-11-23' },
  })
  const stateOf = (key: ReceiptKey): ReversalState => {
    const landing = landings.get(key.number)
    if (landing !== undefined && landing <= world.now) {
      landings.delete(key.number)
      if (!world.reds.has(key.number)) land(key.number)
    }
    if (world.reds.has(key.number)) return redOf(key)
    return landing !== undefined && landing < 0 ? { kind: 'pending' } : { kind: 'none' }
  }
  const receiptOf = (key: ReceiptKey) => {
    const booked = { unit: '示范所', date: '2026-11-23', amountFen: 1 }
    return clinicReceipt(1, { ...key, flags: world.booked.has(key.number) ? { booked } : {} })
  }
  const unused = () => Promise.reject(new Error('not asked here'))
  return {
    ...{ find: unused, verify: unused, findByNumber: unused, findByPhone: unused },
    findOfUnit: (unit, query) =>
      Promise.resolve(unit === CLINIC.code && 'key' in query ? [receiptOf(query.key)] : []),
    requestReversal(key) {
      world.calls.set(key.number, (world.calls.get(key.number) ?? 0) + 1)
      switch (world.callEnds.shift() ?? 'done') {
        case 'done':
          land(key.number)
          return Promise.resolve(redOf(key) as never)
        case 'refused':
          return Promise.resolve({ kind: 'refused', reason: '不受理' })
        case 'accepted':
          landings.set(key.number, world.now + LATE_MS)
          return Promise.resolve({ kind: 'pending' })
        case 'lost':
          land(key.number)
          return lost()
        case 'lost-undone':
          return lost()
        case 'late':
          landings.set(key.number, world.now + LATE_MS)
          return lost()
      }
    },
    reversalStatus: (key) =>
      world.askEnds.shift() === 'lost' ? lost() : Promise.resolve(stateOf(key)),
  }
}

const MOST_TRIES = 5

/** As the assistant does it: a turn whose ground is gone when it is kept is run again. */
async function say(
  world: World,
  actor: Actor,
  text: string,
  more: { picked?: Choice; dialog?: Dialog },
): Promise<string> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(world, actor, text, more)
    } catch (error) {
      if (!(error instanceof StaleTurn) || tries === MOST_TRIES) throw error
    }
  }
}

async function once(
  { desk, now }: World,
  actor: Actor,
  text: string,
  { picked, dialog }: { picked?: Choice; dialog?: Dialog },
): Promise<string> {
  const from = { channel: 'web', user: actor, conversation: actor, group: false }
  const person = await desk.store.people.ofAccount(from)
  const heard = picked ? { text: '' } : hear(text)
  const turn: Turn = {
    message: { id: 'm', from, text, addressed: true, at: now },
    session: { ...newSession, ...(dialog && { dialog }) },
    ...{ wording: zhCN, now, reading: readReference(heard.text), ...heard },
    ...(person && { person }),
    ...(picked && { picked }),
  }
  const intent = picked?.intent === 'void' ? voiding : requests
  const outcome: Outcome = await intent.handle(turn, desk)
  await desk.store.transaction(async (tx) => {
    for (const write of outcome.writes ?? []) await write(tx)
    if (outcome.audit) tx.audit.append(outcome.audit, now)
  })
  return outcome.finalText?.() ?? outcome.reply?.text ?? ''
}
