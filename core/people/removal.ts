/** 移除: ending somebody's role at once, by those above; the person is told. */
import { StaleTurn } from '../errors.ts'
import type { Choice } from '../message.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import { givenWords } from './invitation.ts'
import { notify } from './notice.ts'
import { mayAt } from './permission.ts'
import { type Given, type Grant, type Person, placeOf, type Role, roles } from './person.ts'
import type { Action } from './role.ts'
import { givenInWords, shownName } from './words.ts'

const MOST_CHOICES = 8

const actionOf: Readonly<Record<Role, Action | undefined>> = {
  payer: undefined,
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
    if (!turn.person) return say(wording.people.refused)
    if (picked?.action === 'no') return say(words.kept)
    if (picked?.action === 'ask') return ask(turn, desk, picked)
    if (picked?.action === 'yes') return removed(turn, desk, picked)
    return text === '' ? say(words.ask) : byName(turn, desk, text)
  },
}

/** The choice of ending this role of this person. */
export function removeChoice(
  { message, wording: { people } }: Turn,
  desk: Desk,
  { id, name }: Pick<Person, 'id' | 'name'>,
  { role, unit, region }: Given,
): Choice {
  return {
    label: people.choices.remove(shownName(name, desk, message.from.channel), people.role(role)),
    intent: 'remove',
    action: 'ask',
    data: {
      id,
      role,
      ...(unit !== undefined && { unit }),
      ...(region !== undefined && { region }),
    },
  }
}

/** Only those whom this person may remove are found: of others nothing is told. */
async function byName(turn: Turn, desk: Desk, name: string): Promise<Outcome> {
  const { store } = desk
  const choices: Choice[] = []
  for (const found of await store.people.named(name)) {
    for (const given of found.grants.map(givenOf)) {
      if (await mayRemove(store, turn.person, found.id, given)) {
        choices.push(removeChoice(turn, desk, found, given))
      }
    }
  }
  const { people } = turn.wording
  if (choices.length === 0) return { reply: { text: people.refused } }
  return { reply: { text: people.remove.which, choices: choices.slice(0, MOST_CHOICES) } }
}

async function mayRemove(
  repositories: Pick<Repositories, 'units'>,
  actor: Person | undefined,
  id: string,
  given: Given,
): Promise<boolean> {
  const action = actionOf[given.role]
  if (!actor || !action || actor.id === id) return false
  return mayAt(repositories, actor, action, given)
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
        { label: confirmRemove, intent: 'remove', action: 'yes', data },
        { label: keep, intent: 'remove', action: 'no' },
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
    const actor = await tx.people.ofAccount(message.from)
    if (!(await mayRemove(tx, actor, id, given))) throw new StaleTurn()
    await notify(
      tx,
      desk,
      id,
      async (words) => words.people.remove.told(await givenInWords(given, tx, words)),
      now,
    )
    if (!(await tx.people.revoke(id, placeOf(given)))) throw new StaleTurn()
    const left = await tx.people.find(id)
    if (left?.grants.length === 0) await tx.people.leave(id, now)
  }
  const entry = { actor: desk.keys.person(message.from), action: 'person.removed' }
  return {
    reply: { text: people.remove.done(target.name, target.role) },
    writes: [write],
    audit: { ...entry, object: givenWords(given), result: 'removed' },
  }
}

/** The person and role that a choice names, if they are still there and this person may end it. */
async function targetOf(turn: Turn, desk: Desk, { id = '', role = '', unit, region }: Data) {
  const { store } = desk
  const known = roles.find((one) => one === role)
  const person = await store.people.find(id)
  if (!known || !person) return undefined
  const place = { ...(unit !== undefined && { unit }), ...(region !== undefined && { region }) }
  const given: Given = { role: known, ...place }
  const holds = person.grants.map(givenOf).some((held) => sameGiven(held, given))
  if (!holds || !(await mayRemove(store, turn.person, id, given))) return undefined
  const name = shownName(person.name, desk, turn.message.from.channel)
  return { id, given, name, role: await givenInWords(given, store, turn.wording) }
}

type Data = Readonly<Record<string, string>>

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
