/** Units in an audience as it is typed: a name becomes its code, and a unit of one's own region needs none beside it. */
import type { Units } from '../people/kept.ts'
import type { Person } from '../people/person.ts'
import { regionsOf } from '../people/reach.ts'
import type { KeptUnit } from '../people/unit.ts'
import { alternativesOf, itemsOf, type Part, partsOf, piecesOf, readAim } from './aim-reading.ts'
import { type Aim, boundsOf, regionsIn, staysWithin, unitsIn } from './audience.ts'

/** So many codes that nobody has are told. */
export const MOST_UNKNOWN = 8

const WHOLE_PROVINCE = /全省/u
const EVERYBODY = /^(?:(?:全部|所有)(?:单位)?|all\b|everybody\b)/iu

/** Units that one name may mean, by how it is compared. */
type Named = ReadonlyMap<string, readonly KeptUnit[]>

export interface Namesakes {
  readonly name: string
  readonly units: readonly KeptUnit[]
}

/** As far as this person's regions reach: of a unit that lies elsewhere nothing is told, it is only not read. */
export async function withCodes(
  said: string,
  person: Person,
  units: Units,
): Promise<{ readonly text: string } | Namesakes> {
  const parts = partsOf(said)
  const named = await namedIn(parts.filter(isUnread), person, units)
  const meant = parts.map((part) => (isUnread(part) ? namesIn(part.text, named) : [part.text]))
  for (const name of meant.flat()) {
    const some = named.get(same(name)) ?? []
    if (some.length > 1) return { name, units: some }
  }
  const text = meant.map((names) => names.map((name) => codeOf(name, named)).join(' ')).join(' ')
  const aim = readAim(text)
  return { text: aim && !staysWithin(aim, person) ? narrowed(text, person) : text }
}

function isUnread({ text, joins }: Part): boolean {
  return !joins && text.trim() !== '' && readAim(text) === undefined
}

async function namedIn(parts: readonly Part[], person: Person, units: Units): Promise<Named> {
  const reach = regionsOf(person)
  const names = parts.flatMap(({ text }) => [text.trim(), ...itemsOf(text), ...piecesOf(text)])
  const found = reach && names.length > 0 ? await units.named(names.flatMap(spellings), reach) : []
  const named = new Map<string, KeptUnit[]>()
  for (const unit of found) {
    const namesakes = named.get(same(unit.name)) ?? []
    namesakes.push(unit)
    named.set(same(unit.name), namesakes)
  }
  return named
}

/** A name may have a space in it. */
function namesIn(text: string, named: Named): readonly string[] {
  if (named.has(same(text))) return [text.trim()]
  const pieces = piecesOf(text)
  return pieces.every((one) => named.has(same(one)) || readAim(one)) ? pieces : itemsOf(text)
}

function codeOf(name: string, named: Named): string {
  return named.get(same(name))?.[0]?.code ?? name
}

/** Brackets are typed in either width, and stand in the directory in either. */
function spellings(name: string): string[] {
  const wide = name.replaceAll('(', '（').replaceAll(')', '）')
  return [...new Set([name, same(name), wide])]
}

function same(name: string): string {
  return name.normalize('NFKC').trim()
}

/** What names no region is within those of this person: 全部 is all that lies there. 全省 says otherwise. */
function narrowed(text: string, person: Person): string {
  const own = boundsOf(person)?.join('、') ?? ''
  return alternativesOf(text)
    .map((one) => {
      const aim = readAim(one)
      const isTheirs = !aim || staysWithin(aim, person) || regionsIn(aim).length > 0
      return isTheirs || WHOLE_PROVINCE.test(one) ? one : `${own} 且 ${one.replace(EVERYBODY, '')}`
    })
    .join(' 或 ')
}

/** The codes that no listed unit within this person's regions has. */
export async function unknownUnits(
  aim: Aim,
  person: Person,
  units: Pick<Units, 'listed'>,
): Promise<readonly string[]> {
  const codes = [...new Set(unitsIn(aim))]
  if (codes.length === 0) return []
  const listed = new Set(await units.listed(codes, regionsOf(person) ?? { regions: [] }))
  return codes.filter((code) => !listed.has(code))
}
