/** What is wrong with a folder of entries, beyond what makes a single file unreadable. */
import { analyse } from './analyse.ts'
import { buildCorpus, type Searchable } from './corpus.ts'
import type { FaqEntry, Parsed } from './entry.ts'
import { wordingsOf } from './entry.ts'
import { rank, type Weights } from './rank.ts'

export interface EntryFile {
  /** As it is named to the editor. */
  readonly file: string
  readonly source: string
  readonly parsed: Parsed
}

export interface Finding {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** One Chinese sentence. */
  readonly why: string
}

export interface Checked {
  /** Each must be put right. */
  readonly errors: readonly Finding[]
  /** Worth knowing. */
  readonly notes: readonly Finding[]
}

interface Good {
  readonly file: string
  readonly source: string
  readonly entry: FaqEntry
}

/** What an entry is to the ranker. */
export function searchable(entry: FaqEntry): Searchable {
  const { id, audience, answer } = entry
  return { id, audience, text: answer, wordings: wordingsOf(entry) }
}

/** Reads every wording against all entries and `elsewhere`; some seconds for hundreds of entries. */
export function check(
  files: readonly EntryFile[],
  elsewhere: readonly Searchable[],
  weights: Weights,
): Checked {
  const good = files.flatMap(({ file, source, parsed }) =>
    parsed.ok ? [{ file, source, entry: parsed.entry }] : [],
  )
  const unreadable = files.flatMap(({ file, parsed }) =>
    parsed.ok ? [] : parsed.problems.map((problem) => ({ file, ...problem })),
  )
  const twice = duplicates(good)
  const errors = [...unreadable, ...twice, ...sameWordings(good, elsewhere), ...deadLinks(good)]
  const strays = twice.length > 0 ? [] : straying(good, elsewhere, weights)
  return { errors: [...errors, ...strays], notes: [...outdated(good), ...unreviewed(good)] }
}

function duplicates(good: readonly Good[]): Finding[] {
  const first = new Map<string, string>()
  return good.flatMap((one) => {
    const before = first.get(one.entry.id)
    if (before === undefined) first.set(one.entry.id, one.file)
    return before === undefined
      ? []
      : [at(one, `id: ${one.entry.id}`, `编号 ${one.entry.id} 与 ${before} 重复。`)]
  })
}

/** The same words after normalising, in two entries, or in an entry and in a matter from elsewhere. */
function sameWordings(good: readonly Good[], elsewhere: readonly Searchable[]): Finding[] {
  const first = new Map(
    elsewhere.flatMap(({ id, wordings }) =>
      wordings.map((wording): [string, string] => [analyse(wording).text, id]),
    ),
  )
  return good.flatMap((one) =>
    wordingsOf(one.entry).flatMap((wording) => {
      const { text } = analyse(wording)
      const before = first.get(text)
      if (before === undefined) first.set(text, one.entry.id)
      return before === undefined || before === one.entry.id
        ? []
        : [at(one, wording, `问法“${wording}”与 ${before} 里的一样，请删去一处或改写。`)]
    }),
  )
}

function deadLinks(good: readonly Good[]): Finding[] {
  const ids = new Set(good.map(({ entry }) => entry.id))
  return good.flatMap((one) =>
    one.entry.related
      .filter((id) => !ids.has(id))
      .map((id) => at(one, 'related:', `相关问题 ${id} 不存在。`)),
  )
}

/** A wording must find its own entry when it is asked word for word. */
function straying(
  good: readonly Good[],
  elsewhere: readonly Searchable[],
  weights: Weights,
): Finding[] {
  const corpus = buildCorpus([...good.map(({ entry }) => searchable(entry)), ...elsewhere])
  return good.flatMap((one) =>
    wordingsOf(one.entry).flatMap((wording) => {
      const { found, elsewhere: outside } = rank(corpus, weights, wording)
      const best = [...found.slice(0, 1), ...(outside ? [outside] : [])].sort(
        (a, b) => b.score - a.score,
      )[0]
      return best?.id === one.entry.id
        ? []
        : [at(one, wording, `问法“${wording}”找到的是 ${best?.id ?? '空'}，请改写或移过去。`)]
    }),
  )
}

function outdated(good: readonly Good[]): Finding[] {
  return good.flatMap((one) =>
    one.entry.superseded === undefined
      ? []
      : [at(one, 'superseded:', `已被取代：${one.entry.superseded}。`)],
  )
}

function unreviewed(good: readonly Good[]): Finding[] {
  return good.flatMap((one) =>
    one.entry.reviewed ? [] : [at(one, 'reviewed:', '尚未与规定原文核对。')],
  )
}

/** Where the words stand in the file; its first line when they cannot be found as they are. */
function at({ file, source }: Good, words: string, why: string): Finding {
  const line = source.split('\n').findIndex((one) => one.includes(words))
  return { file, line: line < 0 ? 1 : line + 1, why }
}
