/** The gaps of the FAQ: questions that were not answered, grouped by what they mean, the most frequent first. */
import type { AskedQuestion, QuestionOutcome } from './kept.ts'
import { analyse } from './analyse.ts'
import { idfOf } from './corpus.ts'

export interface Gap {
  /** The wording that was asked most often; of equals the shortest. */
  readonly question: string
  /** How often the group was asked, and by how many people. */
  readonly count: number
  readonly people: number
  readonly outcomes: Readonly<Partial<Record<QuestionOutcome, number>>>
  /** All wordings, the most frequent first. */
  readonly wordings: readonly string[]
  /** The entries that did not help, or matters it was taken for, the most frequent first. */
  readonly entries: readonly string[]
}

/** Part → weight, of length 1. */
type Vector = ReadonlyMap<string, number>

interface Group {
  readonly members: Wording[]
  /** Sum of the members' vectors; not of length 1. */
  readonly sum: Map<string, number>
}

interface Wording {
  readonly text: string
  readonly asked: AskedQuestion[]
}

/** The cosine from which a wording belongs to a group: half of what is said is the same. */
const ALIKE = 0.5

/** `known` are wordings of the FAQ: from them it is learned which words are common and say little. */
export function gapsOf(asked: readonly AskedQuestion[], known: readonly string[]): Gap[] {
  const wordings = byText(asked)
  const rarity = rarityOf([...known, ...wordings.map(({ text }) => text)])
  const groups: Group[] = []
  for (const wording of wordings) place(wording, vectorOf(wording.text, rarity), groups)
  return groups.map(gapOf).sort((a, b) => b.count - a.count || compare(a.question, b.question))
}

/** Questions of the same words together, the most frequent first. */
function byText(asked: readonly AskedQuestion[]): Wording[] {
  const texts = new Map<string, Wording>()
  for (const one of asked) {
    const key = analyse(one.text).text
    const wording = texts.get(key) ?? { text: one.text, asked: [] }
    texts.set(key, wording)
    wording.asked.push(one)
  }
  return [...texts.values()].sort(
    (a, b) =>
      b.asked.length - a.asked.length || a.text.length - b.text.length || compare(a.text, b.text),
  )
}

function place(wording: Wording, vector: Vector, groups: Group[]): void {
  let nearest: Group | undefined
  let nearness = ALIKE
  for (const group of groups) {
    const cosine = dot(vector, group.sum) / lengthOf(group.sum)
    if (cosine < nearness) continue
    nearest = group
    nearness = cosine
  }
  const group = nearest ?? { members: [], sum: new Map<string, number>() }
  if (!nearest) groups.push(group)
  group.members.push(wording)
  for (const [part, weight] of vector) group.sum.set(part, (group.sum.get(part) ?? 0) + weight)
}

function gapOf({ members }: Group): Gap {
  const asked = members.flatMap((member) => member.asked)
  return {
    question: members[0]?.text ?? '',
    count: asked.length,
    people: new Set(asked.map(({ person }) => person)).size,
    outcomes: Object.fromEntries(counted(asked.map(({ outcome }) => outcome))),
    wordings: members.map(({ text }) => text),
    entries: counted(asked.flatMap(({ entry }) => entry ?? [])).map(([entry]) => entry),
  }
}

/** Values and how often they stand there, the most frequent first. */
function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || compare(a, b))
}

/** What is meant and how it is written, side by side: synonyms fall together, and other words still count. */
function partsOf(text: string): string[] {
  const { meant, written } = analyse(text.replace(/〔[^〕]*〕/g, ' '))
  return [...meant.map((part) => `=${part}`), ...written]
}

function rarityOf(texts: readonly string[]): (part: string) => number {
  const spread = new Map<string, number>()
  for (const text of texts) {
    for (const part of new Set(partsOf(text))) spread.set(part, (spread.get(part) ?? 0) + 1)
  }
  return (part) => idfOf(texts.length, spread.get(part) ?? 0)
}

function vectorOf(text: string, rarity: (part: string) => number): Vector {
  const weights = new Map(partsOf(text).map((part) => [part, rarity(part)]))
  const length = lengthOf(weights)
  return new Map([...weights].map(([part, weight]) => [part, weight / length]))
}

function dot(left: Vector, right: Vector): number {
  let sum = 0
  for (const [part, weight] of left) sum += weight * (right.get(part) ?? 0)
  return sum
}

function lengthOf(vector: Vector): number {
  let squares = 0
  for (const weight of vector.values()) squares += weight * weight
  return Math.sqrt(squares) || 1
}

/** By code points: the same on every machine. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
