/** Following one request: its card with its history, its receipt and files, and what who asked may still do. */
import { FILE_LINK_LIFE_MS } from '../../files/file.ts'
import { outgoing } from '../../files/taking.ts'
import { ofUnit } from '../../people/held-receipts.ts'
import { shownName } from '../../people/words.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import { nextSteps, receiptCard } from '../card.ts'
import { clockTime } from '../date.ts'
import { may } from '../../people/role.ts'
import { ask } from '../opening.ts'
import { mayBeWithdrawn, type VoidLevel, type VoidRequest } from '../void.ts'
import { byPerson, refusalOf } from './approving.ts'
import { advance } from './asking.ts'
import { evidenceOf, programNote, requestReply } from './card.ts'
import { makeMove } from './moving.ts'
import { approversFor, mayWithdraw } from './people.ts'
import { redPage } from './red-page.ts'

const MOST_STEPS = 12

export async function show(turn: Turn, desk: Desk, request: VoidRequest): Promise<Outcome> {
  const { person, wording, now, message } = turn
  const viewer = { person, wording, now, channel: message.from.channel }
  const history = await historyOf(turn, desk, request)
  const text = [wording.void.card.history, ...history].join('\n')
  const reply = await requestReply(desk.store, desk, request, viewer, `${request.id}\n${text}`)
  return { reply, dialog: 'keep' }
}

async function historyOf(turn: Turn, desk: Desk, { id }: VoidRequest): Promise<string[]> {
  const { wording, now, message } = turn
  const steps = (await desk.store.voids.steps(id)).slice(-MOST_STEPS)
  return Promise.all(
    steps.map(async ({ move, at, by, note }) => {
      const who = by === undefined ? undefined : await desk.store.people.find(by)
      const name = who && shownName(who.name, desk, message.from.channel)
      const why = by === undefined ? programNote(note, wording) : note
      return wording.void.card.step(clockTime(at, now), move, name, why)
    }),
  )
}

/** By who asked, for as long as nothing was ever submitted. */
export async function withdraw(turn: Turn, desk: Desk, request: VoidRequest): Promise<Outcome> {
  const refusal = await refusalOf(turn, desk, request, mayStillWithdraw)
  if (refusal) return (await calledBefore(turn, desk, request)) ?? refusal
  const write = byPerson(turn, request, mayStillWithdraw, async (tx, { id: by }) => {
    const actor = desk.keys.person(turn.message.from)
    await makeMove(tx, desk, request, { move: 'withdraw', actor, by }, turn.now)
  })
  return { reply: { text: turn.wording.void.done.withdrawn(request.id) }, writes: [write] }
}

/** To be submitted again: its state alone would not tell who asked why it cannot be withdrawn. */
async function calledBefore(
  { person, wording }: Turn,
  { store }: Desk,
  request: VoidRequest,
): Promise<Outcome | undefined> {
  const { id, state, calledAt } = request
  if (state !== 'approved' || calledAt === undefined) return undefined
  if (!(await mayWithdraw(store, person, request))) return undefined
  return { reply: { text: wording.void.done.calledBefore(id) }, dialog: 'keep' }
}

const mayStillWithdraw: typeof mayWithdraw = async (tx, person, request) =>
  mayBeWithdrawn(request) && mayWithdraw(tx, person, request)

const mayUrge: typeof mayWithdraw = async (tx, person, request) =>
  request.state === 'requested' && !request.urgent && mayWithdraw(tx, person, request)

/** All approvers of the unit are told at once. */
export async function urge(turn: Turn, desk: Desk, request: VoidRequest): Promise<Outcome> {
  const refusal = await refusalOf(turn, desk, request, mayUrge)
  if (refusal) return refusal
  let told = true
  const write = byPerson(turn, request, mayUrge, async (tx, { id: by }) => {
    const actor = desk.keys.person(turn.message.from)
    told = (await approversFor(tx, request)).length > 0
    const level: VoidLevel = request.level === 0 && told ? 1 : request.level
    const changes = { urgent: true, level }
    await makeMove(tx, desk, request, { move: 'urge', actor, by, changes }, turn.now)
  })
  const { done } = turn.wording.void
  const finalText = () => (told ? done.urged(request.id) : done.urgedAbove(request.id))
  return { reply: { text: '' }, writes: [write], finalText }
}

/** The receipt as it is now, the payer masked. The whole of it is for the unit's own people. */
export async function receiptOf(turn: Turn, desk: Desk, request: VoidRequest): Promise<Outcome> {
  const { wording, person } = turn
  const { unit, receipt: key } = request
  const found = await ask(() => desk.platform.findOfUnit(unit, { key }))
  const [receipt] = found === 'unavailable' ? [] : found
  if (!receipt) return { reply: { text: wording.void.done.receiptAway }, dialog: 'keep' }
  const kept = await desk.store.units.find(unit)
  const own = kept !== undefined && may(person, 'receipts.ofUnit', { unit: kept })
  const steps = own ? nextSteps(receipt, wording, 'full') : []
  const choices = steps.map((step) => ofUnit(unit, step))
  const back = { label: request.id, intent: 'request', action: 'show', data: { id: request.id } }
  return {
    reply: {
      text: wording.lookup.found,
      card: receiptCard(receipt, wording),
      choices: [...choices, back],
    },
    audit: shownTo(turn, desk, request, 'void.receipt'),
    dialog: 'keep',
  }
}

export async function showFiles(turn: Turn, desk: Desk, { id }: VoidRequest): Promise<Outcome> {
  const { done } = turn.wording.void
  const kept = await desk.store.files.of(evidenceOf(id))
  if (kept.length === 0) return { reply: { text: done.noFiles }, dialog: 'keep' }
  const going = kept.map((file) => outgoing(file, turn.now + FILE_LINK_LIFE_MS, desk))
  return {
    reply: { text: done.files, files: going.map(({ file }) => file) },
    writes: going.map(({ write }) => write),
    audit: shownTo(turn, desk, { id }, 'void.files'),
    dialog: 'keep',
  }
}

function shownTo(
  { message }: Turn,
  { keys }: Desk,
  { id }: Pick<VoidRequest, 'id'>,
  action: 'void.receipt' | 'void.files',
) {
  return { actor: keys.person(message.from), action, object: id, result: 'shown' }
}

export function showRed(turn: Turn, desk: Desk, { red, id, state }: VoidRequest): Promise<Outcome> {
  if (red) return Promise.resolve(redPage(turn, desk, red))
  const text = turn.wording.void.done.notNow(id, state)
  return Promise.resolve({ reply: { text }, dialog: 'keep' })
}

/** A draft for the same receipt: what was given back can be asked for anew. */
export function askAgain(turn: Turn, desk: Desk, { receipt }: VoidRequest): Promise<Outcome> {
  return advance(turn, desk, receipt)
}
