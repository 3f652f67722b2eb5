/** Who is told what when a void request moves: kept with the transaction of the move. */
import { raiseAlarm } from '../../alarm.ts'
import type { Instant, Reply } from '../../message.ts'
import { notify, tellAccount, type Telling } from '../../people/notice.ts'
import type { Repositories } from '../../store.ts'
import type { Desk } from '../../turn.ts'
import type { Wording } from '../../wording/wording.ts'
import { zhCN } from '../../wording/zh-cn.ts'
import { isOver, type VoidLevel, type VoidMove, type VoidRequest } from '../void.ts'
import { noteIn, requestReply } from './card.ts'
import { approversFor, decidersOf, levelsTo, peopleAt } from './people.ts'

/** With these the unit has answered a payer's wish; with other ends the wish waits for the unit again. */
const ENDS: readonly VoidMove[] = ['finish', 'refuse', 'giveUp']

type Words = Wording['void']['told']

interface Told {
  readonly tx: Repositories
  readonly desk: Pick<Desk, 'channels' | 'keys' | 'operators'>
  readonly request: VoidRequest
  readonly now: Instant
}

export async function tellOf(
  tx: Repositories,
  desk: Pick<Desk, 'channels' | 'keys' | 'operators'>,
  request: VoidRequest,
  move: VoidMove,
  now: Instant,
): Promise<void> {
  const told: Told = { tx, desk, request, now }
  await tellAsked(told, move)
  await tellOutcome(told, move)
  if (ENDS.includes(move)) await tellPayers(told)
  else if (isOver(request)) await reopenWishes(told)
}

/** Those who are to give their word. */
async function tellAsked(told: Told, move: VoidMove): Promise<void> {
  const { id, asker, urgent } = told.request
  switch (move) {
    case 'request':
      return card(told, await asked(told), (words) => words[urgent ? 'urge' : 'request'])
    case 'urge':
      return card(told, await hurried(told), (words) => words.urge)
    case 'remind':
    case 'escalate':
      return card(told, await asked(told), (words) => words[move])
    case 'approve':
      if (!told.request.needsOfficer) return
      await card(told, await asked(told), (words) => words.confirm)
      return say(told, [asker], ({ void: { told: words } }) => words.approved(id))
  }
}

/** Those who asked, or had their word, hear what came of it. */
async function tellOutcome(told: Told, move: VoidMove): Promise<void> {
  const { request } = told
  const { id, asker } = request
  const note = (wording: Wording) => noteIn(request, wording) ?? ''
  switch (move) {
    case 'giveBack':
      return card(told, [asker], (words, wording) => words.giveBack(id, note(wording)))
    case 'withdraw':
      return say(told, await concerned(told), ({ void: { told: words } }) => words.withdraw(id))
    case 'expire':
      return card(told, [asker], (words) => words.expire(id))
    case 'finish':
      return card(told, people(request), (words) => words.finish)
    case 'refuse':
      return card(told, people(request), (words, wording) => words.refuse(id, note(wording)))
    case 'fail':
      await tellDeciders(told)
      return say(told, [asker], ({ void: { told: words } }) => words.failedForAsker(id))
    case 'giveUp':
      return card(told, people(request), (words) => words.giveUp(id))
  }
}

/** Approved, and not submitted because the platform is away: told once, to who asked and to who could look into it. */
export async function tellDelayed(
  tx: Repositories,
  desk: Told['desk'],
  request: VoidRequest,
  now: Instant,
): Promise<void> {
  const told: Told = { tx, desk, request, now }
  const { id, asker } = request
  await say(told, [asker], ({ void: { told: words } }) => words.delayed(id))
  const deciders = await decidersOf(tx, request)
  await say(told, deciders, ({ void: { told: words } }) => words.delayedForOfficer(id))
  if (deciders.length > 0) return
  const alarm = { name: `void-delayed:${id}`, text: zhCN.void.told.delayedForOfficer(id) }
  await raiseAlarm(tx, desk, alarm, now)
}

/** An officer, or the operators where nobody is bound who could decide. */
async function tellDeciders(told: Told): Promise<void> {
  const { tx, desk, request, now } = told
  const deciders = await decidersOf(tx, request)
  if (deciders.length > 0) return card(told, deciders, (words) => words.fail)
  const alarm = { name: `void:${request.id}`, text: zhCN.void.alarm(request.id) }
  await raiseAlarm(tx, desk, alarm, now)
}

/** Those who asked and had their word. */
function people({ asker, approver, confirmer }: VoidRequest): string[] {
  return [asker, approver, confirmer].filter((id) => id !== undefined)
}

function asked({ tx, request }: Told) {
  return peopleAt(tx, request, request.level)
}

/** Every approver of the unit, and whoever it has come to above them. */
async function hurried(told: Told) {
  const approvers = await approversFor(told.tx, told.request)
  return new Set([...approvers, ...(await asked(told))])
}

/** Everybody who was asked for a word up to now, or gave it: nothing comes of it. */
async function concerned({ tx, request }: Told): Promise<Set<string>> {
  const { approver, confirmer, ...rest } = request
  const first: VoidRequest = { ...rest, state: 'requested' }
  const askedAnew = approver !== undefined && request.needsOfficer
  const asked = askedAnew
    ? [
        ...(await askedUpTo(tx, first, await levelInUnit(tx, request))),
        ...(await askedUpTo(tx, { ...request, state: 'approved' }, request.level)),
      ]
    : await askedUpTo(tx, first, request.level)
  return new Set([...asked, approver, confirmer].filter((id) => id !== undefined))
}

async function askedUpTo(
  tx: Repositories,
  request: VoidRequest,
  level: VoidLevel,
): Promise<string[]> {
  const asked = await Promise.all(levelsTo(level).map((each) => peopleAt(tx, request, each)))
  return asked.flat()
}

/** How far it had come among the unit's approvers when it was approved: its level is that of the officers since. */
async function levelInUnit(
  { voids }: Pick<Repositories, 'voids'>,
  { id, urgent }: VoidRequest,
): Promise<VoidLevel> {
  const moves = (await voids.steps(id)).map(({ move }) => move)
  const passedOn = moves.slice(0, moves.indexOf('approve')).includes('escalate')
  return urgent || passedOn ? 1 : 0
}

async function card(
  { tx, desk, request, now }: Told,
  to: Iterable<string>,
  intro: (words: Words, wording: Wording) => string,
): Promise<void> {
  for (const id of to) {
    const person = await tx.people.find(id)
    const telling: Telling = (wording, channel): Promise<Reply> =>
      requestReply(
        tx,
        desk,
        request,
        { person, channel, wording, now },
        intro(wording.void.told, wording),
      )
    await notify(tx, desk, id, telling, now)
  }
}

async function say(
  { tx, desk, now }: Told,
  to: Iterable<string>,
  words: (wording: Wording) => string,
): Promise<void> {
  for (const id of to) await notify(tx, desk, id, words, now)
}

/** The payers whose wish it was. */
async function tellPayers({ tx, desk, request, now }: Told): Promise<void> {
  const unit = (await tx.units.find(request.unit))?.name ?? request.unit
  for (const { id, account } of await tx.wishes.ofRequest(request.id)) {
    if (!(await tx.wishes.settle(id, 'taken', 'over'))) continue
    const telling: Telling = ({ void: { told: words, choices } }) =>
      request.state === 'done'
        ? {
            text: words.payerDone(unit, request.name),
            choices: [{ label: choices.red, intent: 'wish', action: 'red', data: { id } }],
          }
        : words.payerNot(unit, request.name)
    await tellAccount(tx, desk, { ...account, group: false }, telling, now)
  }
}

async function reopenWishes({ tx, request }: Told): Promise<void> {
  for (const { id } of await tx.wishes.ofRequest(request.id)) {
    await tx.wishes.settle(id, 'taken', 'open')
  }
}
