/** Units in an audience as it is typed: a name becomes its code, and a unit of one's own region needs none beside it. */
import type { Units } from '../people/kept.ts'
import type { Person } from '../people/person.ts'
import { regionsOf } from '../people/reach.ts'
import { liesUnder } from '../people/regions.ts'
import type { KeptUnit } from '../people/unit.ts'
import { itemsOf, type Part, partsOf, readAim } from './aim-reading.ts'
import { staysWithin } from './audience.ts'

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
  return { text: aim && !staysWithin(aim, person) ? await narrowed(text, person, units) : text }
}

function isUnread({ text, joins }: Part): boolean {
  return !joins && text.trim() !== '' && readAim(text) === undefined
}

async function namedIn(parts: readonly Part[], person: Person, units: Units): Promise<Named> {
  const reach = regionsOf(person)
  const names = parts.flatMap(({ text }) => [text.trim(), ...itemsOf(text)])
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
  return named.has(same(text)) ? [text.trim()] : itemsOf(text)
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

/** Units that lie in one region of this person stand within it: it is what bounds an audience. */
async function narrowed(text: string, { grants }: Person, units: Units): Promise<string> {
  const own = grants.flatMap((grant) => ('region' in grant ? [grant.region] : []))
  const parts = partsOf(text).map(async (part) => {
    const aim = part.joins || part.negated ? undefined : readAim(part.text)
    if (!aim || !('units' in aim)) return part.text
    const found = await Promise.all(aim.units.map((code) => units.find(code)))
    const region = own.find((mine) => found.every((unit) => unit && liesUnder(unit.region, mine)))
    return region === undefined ? part.text : `${region} 且 ${part.text}`
  })
  return (await Promise.all(parts)).join('')
}
