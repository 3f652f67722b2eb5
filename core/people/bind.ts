/** 绑定: a one-time code ties an account to a person and a role; in private only. */
import { raiseAlarm, reachesAnybody } from '../alarm.ts'
import { StaleTurn } from '../errors.ts'
import { hashToken } from '../keys.ts'
import type { Sender } from '../message.ts'
import { sameName } from '../names.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import { type Wording } from '../wording/wording.ts'
import { zhCN } from '../wording/zh-cn.ts'
import { codeHash, FURTHER_LIFE_MS, givenWords, isCodeAlone, newCode } from './invitation.ts'
import type { KeptInvitation } from './kept.ts'
import { reach, type Telling } from './notice.ts'
import { mayAt } from './permission.ts'
import type { Person } from './person.ts'
import { givenOf, removeChoice, sameGiven } from './removal.ts'
import { givenInWords, shownName } from './words.ts'

/** Who invited is told of further tries with a used code so often at most. */
const QUIET_MS = 60 * 60 * 1000

export const bind: Intent = {
  name: 'bind',
  public: true,
  commands: ['bind'],
  precedes: isBareCode,
  handle: (turn, desk) => {
    if (turn.message.from.group) return Promise.resolve(inGroup(turn, desk))
    const hash = codeHash(turn.text)
    if (hash !== undefined) return withCode(turn, desk, hash)
    if (turn.person && turn.text === '') return Promise.resolve(further(turn, desk, turn.person.id))
    const { invalid, ask } = turn.wording.people.bind
    return Promise.resolve({ reply: { text: turn.text === '' ? ask : invalid }, dialog: 'keep' })
  },
}

/** Without the verb, whatever is being asked just then. */
export function isBareCode({ command, text }: Pick<Turn, 'command' | 'text'>): boolean {
  return command === undefined && isCodeAlone(text)
}

/** A code that a group has seen is void, whoever sent it there. */
function inGroup({ message, text, wording, now }: Turn, desk: Desk): Outcome {
  const hash = codeHash(text)
  const { inGroup: voids, noneInGroup } = wording.people.bind
  if (hash === undefined) return { reply: { text: noneInGroup }, dialog: 'keep' }
  const voided: Write = async (tx) => {
    if (!(await tx.invitations.close(hash, 'void'))) return
    const invitation = await tx.invitations.find(hash)
    if (!invitation) return
    await tellInviter(tx, desk, { ...invitation, hash }, 'voided', now)
    const object = givenWords(invitation.given)
    const entry = { actor: desk.keys.person(message.from), action: 'invitation.void', object }
    tx.audit.append({ ...entry, result: 'void' }, now)
  }
  return { reply: { text: voids }, dialog: 'keep', writes: [voided] }
}

async function withCode(turn: Turn, desk: Desk, hash: string): Promise<Outcome> {
  const { people: words } = turn.wording
  const invitation = await desk.store.invitations.find(hash)
  const object = invitation ? boundTo(invitation) : 'unknown code'
  const audit = auditOf(desk, turn.message.from, object, 'refused')
  const refuse = (text: string, ...writes: Write[]): Outcome => ({
    ...{ reply: { text }, dialog: 'keep', writes, audit },
  })
  if (!invitation || invitation.state === 'void') return refuse(words.bind.invalid)
  if (holds(turn, invitation)) return { reply: { text: words.bind.already }, dialog: 'keep' }
  if (invitation.state === 'used') {
    const told = await hearer(desk, invitation)
    const writes = told === 'nobody' ? [] : [usedAgain(turn, desk, hash)]
    return refuse(words.bind.used(words.bind.told[told]), ...writes)
  }
  if (!(await stands(desk.store, invitation, turn.now))) return refuse(words.bind.invalid)
  if (invitation.person !== undefined) {
    const bound = await furtherAccount(turn, desk, hash, invitation.person)
    return bound ?? refuse(turn.person ? words.bind.foreign : words.bind.invalid)
  }
  return accept(turn, desk, hash, invitation)
}

/** What the code would give is this account's already. */
function holds({ person }: Turn, { person: further, given }: KeptInvitation): boolean {
  if (!person) return false
  if (further !== undefined) return person.id === further
  return person.grants.some((grant) => sameGiven(givenOf(grant), given))
}

/** In time, the unit still in the directory, and who invited still allowed to. */
async function stands(
  repositories: Pick<Repositories, 'people' | 'units'>,
  { given, by, person, expiresAt }: KeptInvitation,
  now: number,
): Promise<boolean> {
  if (expiresAt <= now) return false
  if (person !== undefined) return true
  const { unit } = given
  if (unit !== undefined && (await repositories.units.find(unit))?.goneSince !== undefined)
    return false
  if (by === 'cli') return true
  return mayAt(repositories, await repositories.people.find(by), `invite.${given.role}`, given)
}

async function accept(
  turn: Turn,
  desk: Desk,
  hash: string,
  invitation: KeptInvitation,
): Promise<Outcome> {
  const { message, now, wording } = turn
  const { given } = invitation
  const id = turn.person?.id ?? `p${desk.random(12).toString('hex')}`
  const name = turn.person?.name ?? invitation.name
  const role = await givenInWords(given, desk.store, wording)
  const ofOther = invitation.by !== id && !sameName(invitation.name, name)
  const write: Write = async (tx) => {
    if (!(await stands(tx, invitation, now))) throw new StaleTurn()
    if (!(await tx.invitations.close(hash, 'used'))) throw new StaleTurn()
    const known = await tx.people.ofAccount(message.from)
    if (known?.id !== turn.person?.id) throw new StaleTurn()
    if (!known) {
      await tx.people.add({ id, name }, now)
      await tx.people.tie(id, message.from, now)
    }
    if (given.role !== 'payer') await tx.people.grant(id, given, invitation.by, now)
    if (ofOther) await tellOfOther(tx, desk, { ...invitation, hash }, { id, name }, now)
    else if (invitation.by !== id)
      await tellInviter(tx, desk, { ...invitation, hash }, 'accepted', now)
  }
  const shown = shownName(name, desk, message.from.channel)
  const { done, otherName } = wording.people.bind
  const text = done(shown, role) + (ofOther ? `\n${otherName(shown)}` : '')
  const result = ofOther ? 'bound under another name' : 'bound'
  return {
    ...bound(text, turn),
    writes: [write],
    audit: auditOf(desk, message.from, `${givenWords(given)} ${id}`, result),
  }
}

/** One more account of the same person, who is told on the account there was. Undefined when it cannot be. */
async function furtherAccount(
  turn: Turn,
  desk: Desk,
  hash: string,
  id: string,
): Promise<Outcome | undefined> {
  const { message, now, wording } = turn
  const { furtherDone } = wording.people.bind
  const person = await desk.store.people.find(id)
  if (turn.person || !person || (await desk.store.people.accounts(id)).length === 0)
    return undefined
  const added = ({ people }: Wording) => people.bind.added(people.channel(message.from.channel))
  const write: Write = async (tx) => {
    if (!(await tx.invitations.close(hash, 'used'))) throw new StaleTurn()
    if (!(await reach(tx, desk, id, added, now))) throw new StaleTurn()
    if (!(await tx.people.tie(id, message.from, now))) throw new StaleTurn()
  }
  const shown = shownName(person.name, desk, message.from.channel)
  return {
    ...bound(furtherDone(shown), turn),
    writes: [write],
    audit: auditOf(desk, message.from, id, 'bound'),
  }
}

/** A code for one more account, good for ten minutes. */
function further({ wording, now }: Turn, desk: Desk, id: string): Outcome {
  const nonce = desk.random(18).toString('base64url')
  const hash = codeHash(newCode(desk.keys.invitation(nonce))) ?? hashToken(nonce)
  const invitation = { given: { role: 'payer' as const }, name: '', by: id, person: id }
  return {
    reply: { text: wording.people.bind.further, code: { nonce } },
    dialog: 'keep',
    writes: [(tx) => tx.invitations.add(hash, { ...invitation, expiresAt: now + FURTHER_LIFE_MS })],
  }
}

function bound(text: string, { wording }: Turn): Outcome {
  const { whoami, myUnit } = wording.people.choices
  return {
    reply: {
      text,
      choices: [
        { label: whoami, intent: 'whoami', action: 'show' },
        { label: myUnit, intent: 'unit', action: 'show' },
      ],
    },
  }
}

/** Who will hear that a code was used again; see `tellInviter`. */
async function hearer(
  desk: Desk,
  { by, person }: KeptInvitation,
): Promise<keyof Wording['people']['bind']['told']> {
  if (by !== 'cli' && (await desk.store.people.accounts(by)).length > 0) return 'inviter'
  if (person !== undefined) return 'nobody'
  return (await reachesAnybody(desk.store, desk)) ? 'operators' : 'nobody'
}

function usedAgain({ now }: Turn, desk: Desk, hash: string): Write {
  const owner = desk.random(8).toString('hex')
  return async (tx) => {
    const invitation = await tx.invitations.find(hash)
    const first = await tx.marks.take(`used-again:${hash}`, owner, now, now + QUIET_MS)
    if (invitation && first) await tellInviter(tx, desk, { ...invitation, hash }, 'again', now)
  }
}

/**
 * Who made the code is told. Of what is wrong with a code of the command line, or of somebody who has left, operators
 * are told instead.
 */
async function tellInviter(
  tx: Repositories,
  desk: Desk,
  { by, name, given, person, hash }: KeptInvitation & { readonly hash: string },
  what: 'accepted' | 'again' | 'voided',
  now: number,
): Promise<void> {
  const words = async ({ people, ...wording }: Wording, channel: string) => {
    if (person !== undefined) return people.bind.furtherAgain
    const role = await givenInWords(given, tx, { people, ...wording })
    return people.invite[what](shownName(name, desk, channel), role)
  }
  if (person !== undefined && what !== 'again') return
  if (by !== 'cli' && (await reach(tx, desk, by, words, now))) return
  if (what === 'accepted' || person !== undefined) return
  const text = zhCN.people.alarm[what](await givenInWords(given, tx, zhCN))
  await raiseAlarm(tx, desk, { name: `invitation:${what}:${hash}`, text }, now)
}

/**
 * The code may have been passed on: who made it is told whom it went to, and can end that at once, also where names are
 * not shown in full and none could be typed. Operators are told of one of the command line. A payer was given nothing
 * that could be taken away.
 */
async function tellOfOther(
  tx: Repositories,
  desk: Desk,
  { by, name, given, hash }: KeptInvitation & { readonly hash: string },
  taker: Pick<Person, 'id' | 'name'>,
  now: number,
): Promise<void> {
  const words: Telling = async (wording, channel) => {
    const { otherName, otherPayer } = wording.people.invite
    const invited = shownName(name, desk, channel)
    if (given.role === 'payer') return otherPayer(invited)
    const role = await givenInWords(given, tx, wording)
    const choice = removeChoice({ wording, message: { from: { channel } } }, desk, taker, given)
    const text = otherName(invited, role, shownName(taker.name, desk, channel), choice.label)
    return { text, choices: [choice] }
  }
  if (by !== 'cli' && (await reach(tx, desk, by, words, now))) return
  const text = zhCN.people.alarm.otherName(await givenInWords(given, tx, zhCN))
  await raiseAlarm(tx, desk, { name: `invitation:other-name:${hash}`, text }, now)
}

/** What the audit log says of what a code gives: a role in its place, or one more account of a person. */
function boundTo({ given, person }: KeptInvitation): string {
  return person ?? givenWords(given)
}

function auditOf({ keys }: Desk, from: Sender, object: string, result: string) {
  return { actor: keys.person(from), action: 'person.bound', object, result }
}
