/** 撤销邀请: an invitation that nobody has used is void, by who made it or may make such ones. */
import { StaleTurn } from '../errors.ts'
import type { Choice } from '../message.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { givenWords } from './invitation.ts'
import type { OpenInvitation } from './kept.ts'
import { reach } from './notice.ts'
import { mayAt, refused } from './permission.ts'
import type { Person } from './person.ts'
import { MOST_CHOICES, sameGiven, toldApart } from './removal.ts'
import { givenInWords, shownName } from './words.ts'

export const takeBack: Intent = {
  name: 'uninvite',
  commands: ['uninvite'],
  handle: async (turn, desk) => {
    const { person, picked, text, wording } = turn
    const { takeBack: words } = wording.people.invite
    if (!person) return refused(turn, desk, 'invite.clerk')
    const asked = picked ? await pickedOne(desk, picked) : { name: text }
    if (asked?.name === '') return { reply: { text: words.ask }, dialog: 'keep' }
    const found = asked ? await openFor(desk.store, turn, person, asked) : []
    const [first] = found
    if (!first) return { ...refused(turn, desk, 'invite.clerk'), reply: { text: words.none } }
    const kinds = found.filter((one, at) => at === firstLike(found, one))
    return kinds.length > 1 ? which(turn, desk, kinds, first) : takenBack(turn, desk, found, first)
  },
}

/** Whose invitations are meant, and where there are several kinds, which. */
type Asked = Pick<OpenInvitation, 'name'> & Partial<Pick<OpenInvitation, 'given'>>

function pickedOne({ store }: Desk, { data }: Choice): Promise<Asked | undefined> {
  return store.invitations.find(data?.['hash'] ?? '')
}

async function openFor(
  repositories: Pick<Repositories, 'invitations' | 'units'>,
  { now }: Turn,
  person: Person,
  { name, given }: Asked,
): Promise<OpenInvitation[]> {
  const found: OpenInvitation[] = []
  for (const one of await repositories.invitations.openFor(name, now)) {
    const may = await mayAt(repositories, person, `invite.${one.given.role}`, one.given)
    const meant = given === undefined || sameGiven(one.given, given)
    if (meant && (one.by === person.id || may)) found.push(one)
  }
  return found
}

function firstLike(found: readonly OpenInvitation[], { given }: OpenInvitation): number {
  return found.findIndex((other) => sameGiven(other.given, given))
}

/** Namesakes: what each was given tells them apart. */
async function which(
  turn: Turn,
  desk: Desk,
  kinds: readonly OpenInvitation[],
  { name }: OpenInvitation,
): Promise<Outcome> {
  const { message, wording } = turn
  const { which: asks } = wording.people.invite.takeBack
  const choices = await Promise.all(
    kinds.slice(0, MOST_CHOICES).map(async ({ hash, given }) => {
      const label = await givenInWords(given, desk.store, wording)
      return { label, intent: 'uninvite', action: 'one', data: { hash } }
    }),
  )
  const shown = shownName(name, desk, message.from.channel)
  return { reply: { text: asks(shown), choices: await toldApart(turn, desk, choices) } }
}

async function takenBack(
  turn: Turn,
  desk: Desk,
  found: readonly OpenInvitation[],
  { name, given }: OpenInvitation,
): Promise<Outcome> {
  const { message, wording, picked } = turn
  const asked = picked ? { name, given } : { name }
  const write: Write = async (tx) => {
    const person = await tx.people.ofAccount(message.from)
    const now = person ? await openFor(tx, turn, person, asked) : []
    const same =
      now.length === found.length && now.every(({ hash }, at) => hash === found[at]?.hash)
    if (!person || !same) throw new StaleTurn()
    for (const one of found) {
      await voided(tx, desk, turn, one)
      if (one.by !== 'cli' && one.by !== person.id) await tellInviter(tx, desk, one, turn.now)
    }
  }
  const shown = shownName(name, desk, message.from.channel)
  const role = await givenInWords(given, desk.store, wording)
  return {
    reply: { text: wording.people.invite.takeBack.done(shown, role) },
    dialog: 'keep',
    writes: [write],
  }
}

/** The code opens nothing any more; the audit log is told. */
export async function voided(
  tx: Pick<Repositories, 'invitations' | 'audit'>,
  { keys }: Pick<Desk, 'keys'>,
  { message, now }: Turn,
  { hash, given }: OpenInvitation,
): Promise<void> {
  if (!(await tx.invitations.close(hash, 'void'))) throw new StaleTurn()
  const entry = { actor: keys.person(message.from), action: 'invitation.void' }
  tx.audit.append({ ...entry, object: givenWords(given), result: 'void' }, now)
}

async function tellInviter(
  tx: Repositories,
  desk: Desk,
  { by, name, given }: OpenInvitation,
  now: number,
): Promise<void> {
  const words = async (wording: Wording, channel: string) => {
    const role = await givenInWords(given, tx, wording)
    return wording.people.invite.takeBack.told(shownName(name, desk, channel), role)
  }
  await reach(tx, desk, by, words, now)
}
