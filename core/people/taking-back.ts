/** 撤销邀请: an invitation that nobody has used is void, by who made it or may make such ones. */
import { StaleTurn } from '../errors.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { givenWords } from './invitation.ts'
import type { OpenInvitation } from './kept.ts'
import { reach } from './notice.ts'
import { mayAt, refused } from './permission.ts'
import type { Person } from './person.ts'
import { givenInWords, shownName } from './words.ts'

export const takeBack: Intent = {
  name: 'uninvite',
  commands: ['uninvite'],
  handle: async (turn, desk) => {
    const { person, text, wording } = turn
    const { takeBack: words } = wording.people.invite
    if (!person) return refused(turn, desk, 'invite.clerk')
    if (text === '') return { reply: { text: words.ask }, dialog: 'keep' }
    const found = await openFor(desk.store, turn, person)
    if (found.length === 0) return { reply: { text: words.none }, dialog: 'keep' }
    return takenBack(turn, desk, found)
  },
}

async function openFor(
  repositories: Pick<Repositories, 'invitations' | 'units'>,
  { text, now }: Turn,
  person: Person,
): Promise<OpenInvitation[]> {
  const found: OpenInvitation[] = []
  for (const one of await repositories.invitations.openFor(text, now)) {
    const may = await mayAt(repositories, person, `invite.${one.given.role}`, one.given)
    if (one.by === person.id || may) found.push(one)
  }
  return found
}

async function takenBack(
  turn: Turn,
  desk: Desk,
  found: readonly OpenInvitation[],
): Promise<Outcome> {
  const { message, wording, text } = turn
  const roles = await Promise.all(
    found.map(({ given }) => givenInWords(given, desk.store, wording)),
  )
  const write: Write = async (tx) => {
    const person = await tx.people.ofAccount(message.from)
    const now = person ? await openFor(tx, turn, person) : []
    const same =
      now.length === found.length && now.every(({ hash }, at) => hash === found[at]?.hash)
    if (!person || !same) throw new StaleTurn()
    for (const one of found) {
      await voided(tx, desk, turn, one)
      if (one.by !== 'cli' && one.by !== person.id) await tellInviter(tx, desk, one, turn.now)
    }
  }
  const shown = shownName(text, desk, message.from.channel)
  return {
    reply: { text: wording.people.invite.takeBack.done(shown, roles) },
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
