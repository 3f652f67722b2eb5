/** 我的单位: the unit as the directory lists it, and its people for who may see them. */
import type { Choice } from '../message.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { refused } from './permission.ts'
import type { Grant, Member, Person } from './person.ts'
import { PROVINCE, regionName, regionsUnder } from './regions.ts'
import { may, unitsFor } from './role.ts'
import { removeChoice, toldApart } from './removal.ts'
import type { KeptUnit, Unit } from './unit.ts'
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
  const { unit: words } = turn.wording.people
  const own = person.grants.filter((grant) => 'unit' in grant).slice(0, MOST_UNITS)
  const seen = await Promise.all(own.map((grant) => ownUnit(turn, desk, person, grant)))
  const above = await aboveUnits(person, desk.store, turn.wording)
  const parts = [...seen.map(({ text }) => text), ...above]
  const choices = seen.flatMap((one) => one.choices)
  return {
    reply: { text: parts.join('\n\n') || words.none, choices: choices.slice(0, MOST_CHOICES) },
    dialog: 'keep',
  }
}

/** As it came with the person: nothing more is asked for who may not see the people. */
async function ownUnit(
  turn: Turn,
  desk: Desk,
  person: Person,
  grant: Extract<Grant, { unit: unknown }>,
): Promise<View> {
  const { people } = turn.wording
  const { kind, mode, ...unit } = grant.unit
  if (!kind || !mode || !may(person, 'unit.see', { unit })) {
    return { text: grantWords(grant, turn.wording), choices: [] }
  }
  const { text, choices } = await view(turn, desk, person, { ...unit, kind, mode })
  return { text: `${text}\n${people.unit.role(people.role(grant.role))}`, choices }
}

/** How many units lie under who stands above them. */
async function aboveUnits(
  { grants }: Person,
  { units }: Pick<Repositories, 'units'>,
  { people: { unit: words } }: Wording,
): Promise<string[]> {
  const regions = grants.flatMap((grant) => {
    if (grant.role === 'administrator') return [undefined]
    return grant.role === 'officer' ? [grant.region] : []
  })
  return Promise.all(
    regions.map(async (region) => {
      const whole = region === undefined || region === PROVINCE
      const count = await units.count(whole ? undefined : regionsUnder(region))
      return region === undefined ? words.bureau(count) : words.region(regionName(region), count)
    }),
  )
}

/** One unit by its code or its whole name. A unit of others and one that does not exist get the same words. */
async function oneUnit(turn: Turn, desk: Desk, person: Person, said: string): Promise<Outcome> {
  const found = await unitsCalled(desk.store, said)
  const [kept, ...others] = found.filter((unit) => may(person, 'unit.see', { unit }))
  if (!kept) return refused(turn, desk, 'unit.see')
  if (others.length > 0) return severalUnits(turn, [kept, ...others])
  const { text, choices } = await view(turn, desk, person, kept)
  return { reply: { text, choices: choices.slice(0, MOST_CHOICES) }, dialog: 'keep' }
}

/** What was said is half width; the directory may write its brackets in either width. */
async function unitsCalled(
  { units }: Pick<Repositories, 'units'>,
  said: string,
): Promise<readonly KeptUnit[]> {
  const byCode = await units.find(said.toUpperCase())
  if (byCode) return [byCode]
  return units.named([said, said.replaceAll('(', '（').replaceAll(')', '）')], {})
}

function severalUnits({ wording }: Turn, units: readonly Unit[]): Outcome {
  const lines = units
    .slice(0, MOST_SHOWN)
    .map(({ code, region }) => `${code} ${regionName(region)}`)
  return { reply: { text: wording.people.unit.several(lines) }, dialog: 'keep' }
}

interface View {
  readonly text: string
  readonly choices: readonly Choice[]
}

async function view(turn: Turn, desk: Desk, person: Person, unit: KeptUnit): Promise<View> {
  const { unit: words } = turn.wording.people
  const gone = unit.goneSince !== undefined
  const text = words.text({ ...unit, region: regionName(unit.region), gone })
  if (!may(person, 'unit.people', { unit })) return { text, choices: [] }
  const members = await desk.store.people.members(unit.code)
  const shown = members.slice(0, MOST_SHOWN)
  const lines = shown.map((member) => memberWords(turn, desk, member))
  const more = members.length > shown.length ? [words.more(members.length - shown.length)] : []
  const canRemove = may(person, 'unit.remove', { unit })
  const removable = canRemove ? shown.filter(({ id }) => id !== person.id) : []
  const [only, ...others] = unitsFor(person, 'invite.clerk')
  const plain = only?.code === unit.code && others.length === 0
  const hint = gone ? [] : [words.inviteHint(plain ? undefined : unit.code)]
  const parts = [text, words.people(lines), ...more, ...hint]
  const choices = removable.map((member) =>
    removeChoice(turn, desk, member, { role: member.role, unit: unit.code }),
  )
  return { text: parts.join('\n'), choices: await toldApart(turn, desk, choices) }
}

function memberWords({ message, wording: { people } }: Turn, desk: Desk, member: Member): string {
  return `${shownName(member.name, desk, message.from.channel)} ${people.role(member.role)}`
}
