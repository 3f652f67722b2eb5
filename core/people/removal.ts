/** 移除: ending somebody's role at once, by those above; the person is told. */
import { StaleTurn } from '../errors.ts'
import type { Choice, Sender } from '../message.ts'
import { clockTime } from '../receipts/date.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import { givenWords } from './invitation.ts'
import { notify, type Telling } from './notice.ts'
import { endRole } from './leaving.ts'
import { refused } from './permission.ts'
import { type Given, type Grant, type Person, placeOf } from './person.ts'
import { type Action, may } from './role.ts'
import { givenInWords, shownName } from './words.ts'

export const MOST_CHOICES = 8

const actionOf: Readonly<Record<Grant['role'], Action>> = {
  clerk: 'unit.remove',
  approver: 'unit.remove',
  officer: 'officer.remove',
  administrator: 'administrator.remove',
}

export const remove: Intent = {
  name: 'remove',
  commands: ['remove'],
  handle: (turn, desk) => {
    const { picked, text, wording } = turn
    const { remove: words } = wording.people
    const say = (sentence: string) => Promise.resolve<Outcome>({ reply: { text: sentence } })
    if (!turn.person) return Promise.resolve(refused(turn, desk, 'unit.remove'))
    if (picked?.action === 'no') return say(words.kept)
    if (picked?.action === 'ask') return ask(turn, desk, picked)
    if (picked?.action === 'yes') return removed(turn, desk, picked)
    return text === '' ? say(words.ask) : byName(turn, desk, text)
  },
}

/** The language it is offered in, and the channel, which may not carry names. */
type Where = Pick<Turn, 'wording'> & {
  readonly message: { readonly from: Pick<Sender, 'channel'> }
}

/** The choice of ending this role of this person; `role` says it in words, with its place where there are several. */
export function removeChoice(
  { message, wording: { people } }: Where,
  desk: Pick<Desk, 'channels'>,
  { id, name }: Pick<Person, 'id' | 'name'>,
  given: Given,
  role = people.role(given.role),
): Choice {
  const { unit, region } = given
  return {
    label: people.choices.remove(shownName(name, desk, message.from.channel), role),
    intent: 'remove',
    action: 'ask',
    data: {
      id,
      role: given.role,
      ...(unit !== undefined && { unit }),
      ...(region !== undefined && { region }),
    },
  }
}

/** Those that would read the same differ by the account that was bound last, and where that does not help by number. */
export async function toldApart(
  { wording: { people }, now }: Turn,
  { store }: Desk,
  choices: readonly Choice[],
): Promise<Choice[]> {
  const isAlone = ({ label }: Choice, all: readonly Choice[]) =>
    all.filter((other) => other.label === label).length === 1
  const known = await Promise.all(
    choices.map(async (choice) => {
      if (isAlone(choice, choices)) return choice
      const accounts = await store.people.accounts(choice.data?.['id'] ?? '')
      const last = accounts.toSorted((a, b) => a.since - b.since).at(-1)
      if (!last) return choice
      const { channel, since } = last
      const time = clockTime(since, now)
      return { ...choice, label: people.remove.bound(choice.label, people.channel(channel), time) }
    }),
  )
  return known.map((choice, at) => {
    if (isAlone(choice, known)) return choice
    const nth = known.slice(0, at + 1).filter(({ label }) => label === choice.label).length
    return { ...choice, label: `${choice.label} (${nth})` }
  })
}

/** Only those whom this person may remove are found: of others nothing is told. */
async function byName(turn: Turn, desk: Desk, name: string): Promise<Outcome> {
  const named = await desk.store.people.named(name)
  const found = named.flatMap((person) =>
    person.grants
      .filter((grant) => mayRemove(turn.person, person, grant))
      .map((grant) => ({ person, given: givenOf(grant) })),
  )
  if (found.length === 0) return refused(turn, desk, 'unit.remove')
  const { remove: words } = turn.wording.people
  const some = found.slice(0, MOST_CHOICES)
  const choices = await Promise.all(
    some.map(async ({ person, given }) => {
      const role =
        found.length > 1 ? await givenInWords(given, desk.store, turn.wording) : undefined
      return removeChoice(turn, desk, person, given, role)
    }),
  )
  const text = found.length > some.length ? words.whichMany : words.which
  return { reply: { text, choices: await toldApart(turn, desk, choices) } }
}

function mayRemove(actor: Person | undefined, { id }: Person, grant: Grant): boolean {
  const matter = 'unit' in grant ? { unit: grant.unit } : 'region' in grant ? grant : {}
  return actor?.id !== id && may(actor, actionOf[grant.role], matter)
}

async function ask(turn: Turn, desk: Desk, { data = {} }: Choice): Promise<Outcome> {
  const { people } = turn.wording
  const target = await targetOf(turn, desk, data)
  if (!target) return { reply: { text: people.remove.gone } }
  const { confirmRemove, keep } = people.choices
  return {
    reply: {
      text: people.remove.confirm(target.name, target.role),
      choices: [
        { label: confirmRemove, intent: 'remove', action: 'yes', data, means: 'yes' },
        { label: keep, intent: 'remove', action: 'no', means: 'no' },
      ],
    },
  }
}

async function removed(turn: Turn, desk: Desk, { data = {} }: Choice): Promise<Outcome> {
  const { message, wording, now } = turn
  const { people } = wording
  const target = await targetOf(turn, desk, data)
  if (!target) return { reply: { text: people.remove.gone } }
  const { id, given } = target
  const write: Write = async (tx) => {
    const person = await tx.people.find(id)
    const grant = person && heldGrant(person, data)
    const actor = await tx.people.ofAccount(message.from)
    if (!grant || !mayRemove(actor, person, grant)) throw new StaleTurn()
    const told: Telling = async (words) =>
      words.people.remove.told(await givenInWords(given, tx, words))
    await notify(tx, desk, id, told, now)
    if (!(await endRole(tx, desk, id, given, now))) throw new StaleTurn()
  }
  const entry = { actor: desk.keys.person(message.from), action: 'person.removed' }
  return {
    reply: { text: people.remove.done(target.name, target.role) },
    writes: [write],
    audit: { ...entry, object: `${givenWords(given)} ${id}`, result: 'removed' },
  }
}

/** The person and role that a choice names, if they are still there and this person may end it. */
async function targetOf(turn: Turn, { store, channels }: Desk, data: Data) {
  const person = await store.people.find(data['id'] ?? '')
  const grant = person && heldGrant(person, data)
  if (!grant || !mayRemove(turn.person, person, grant)) return undefined
  const given = givenOf(grant)
  const name = shownName(person.name, { channels }, turn.message.from.channel)
  return { id: person.id, given, name, role: await givenInWords(given, store, turn.wording) }
}

type Data = Readonly<Record<string, string>>

function heldGrant({ grants }: Person, { role, unit, region }: Data): Grant | undefined {
  return grants.find((grant) => {
    const held = givenOf(grant)
    return held.role === role && held.unit === unit && held.region === region
  })
}

/** A role and its place, as it would be given. */
export function givenOf(grant: Grant): Given {
  return {
    role: grant.role,
    ...('unit' in grant && { unit: grant.unit.code }),
    ...('region' in grant && { region: grant.region }),
  }
}

export function sameGiven(left: Given, right: Given): boolean {
  return left.role === right.role && placeOf(left) === placeOf(right)
}
