/** 我的单位: the unit as the directory lists it, and its people for who may see them. */
import type { Choice } from '../message.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { mayAt } from './permission.ts'
import type { Member, Person } from './person.ts'
import { PROVINCE, regionName, regionsUnder } from './regions.ts'
import { may } from './role.ts'
import { removeChoice } from './removal.ts'
import type { KeptUnit } from './unit.ts'
import { grantWords, shownName } from './words.ts'

const MOST_SHOWN = 30
/** Beside two other choices, as many as fit the buttons of one message. */
const MOST_CHOICES = 6
/** Who works for many units sees the first; the others by their code. */
const MOST_UNITS = 3

export const unit: Intent = {
  name: 'unit',
  commands: ['unit'],
  handle: async (turn, desk) => {
    const { person, text, wording } = turn
    if (!person) return { reply: { text: wording.people.unit.none }, dialog: 'keep' }
    return text === '' ? ownUnits(turn, desk, person) : oneUnit(turn, desk, person, text)
  },
}

async function ownUnits(turn: Turn, desk: Desk, person: Person): Promise<Outcome> {
  const { wording } = turn
  const { unit: words } = wording.people
  const parts: string[] = []
  const choices: Choice[] = []
  for (const grant of person.grants.filter((one) => 'unit' in one).slice(0, MOST_UNITS)) {
    const kept = await desk.store.units.find(grant.unit.code)
    if (!kept || !may(person, 'unit.see', { unit: kept })) {
      parts.push(grantWords(grant, wording))
      continue
    }
    const seen = await view(turn, desk, person, kept)
    parts.push(`${seen.text}\n${words.role(wording.people.role(grant.role))}`)
    choices.push(...seen.choices)
  }
  parts.push(...(await aboveUnits(person, desk.store, wording)))
  const text = parts.length > 0 ? parts.join('\n\n') : words.none
  return { reply: { text, choices: choices.slice(0, MOST_CHOICES) }, dialog: 'keep' }
}

/** How many units lie under who stands above them. */
async function aboveUnits(
  { grants }: Person,
  { units }: Pick<Repositories, 'units'>,
  { people }: Wording,
): Promise<string[]> {
  const parts: string[] = []
  for (const grant of grants) {
    if (grant.role === 'administrator') {
      parts.push(people.unit.bureau(await units.count(regionsUnder(PROVINCE))))
    } else if (grant.role === 'officer') {
      const count = await units.count(regionsUnder(grant.region))
      parts.push(people.unit.region(regionName(grant.region), count))
    }
  }
  return parts
}

/** One unit by its code. A unit of others and one that does not exist get the same words. */
async function oneUnit(turn: Turn, desk: Desk, person: Person, code: string): Promise<Outcome> {
  const kept = await desk.store.units.find(code.toUpperCase())
  if (!kept || !may(person, 'unit.see', { unit: kept })) {
    return { reply: { text: turn.wording.people.refused }, dialog: 'keep' }
  }
  const { text, choices } = await view(turn, desk, person, kept)
  return { reply: { text, choices: choices.slice(0, MOST_CHOICES) }, dialog: 'keep' }
}

async function view(turn: Turn, desk: Desk, person: Person, kept: KeptUnit) {
  const { unit: words } = turn.wording.people
  const text = words.text({ ...kept, region: regionName(kept.region) })
  if (!may(person, 'unit.people', { unit: kept })) return { text, choices: [] }
  const members = await desk.store.people.members(kept.code)
  const shown = members.slice(0, MOST_SHOWN)
  const lines = shown.map((member) => memberWords(turn, desk, member))
  const more = members.length > shown.length ? [words.more(members.length - shown.length)] : []
  const canRemove = await mayAt(desk.store, person, 'unit.remove', { unit: kept.code })
  const removable = canRemove ? shown.filter(({ id }) => id !== person.id) : []
  const parts = [text, words.people(lines), ...more, words.inviteHint]
  return {
    text: parts.join('\n'),
    choices: removable.map((member) =>
      removeChoice(turn, desk, member, { role: member.role, unit: kept.code }),
    ),
  }
}

function memberWords({ message, wording: { people } }: Turn, desk: Desk, member: Member): string {
  return `${shownName(member.name, desk, message.from.channel)} ${people.role(member.role)}`
}
