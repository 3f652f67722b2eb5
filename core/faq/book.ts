/** The FAQ as it is asked: all entries that are in force, in the languages they have, behind one question. */
import { buildCorpus, type Corpus, type Searchable } from './corpus.ts'
import { ELSEWHERE } from './elsewhere/elsewhere.ts'
import type { FaqEntry } from './entry.ts'
import { decide, type Decision, rank, type Ranked, type Weights } from './rank.ts'

export interface FaqBook {
  /** What to do with a question: answer it, name likely ones, or decline. Never throws. */
  find(question: string, options?: FindOptions): Decision
  entry(id: string): FaqEntry | undefined
}

export interface FindOptions {
  /** An entry that is not meant: it was the answer to the question before. */
  readonly without?: string | undefined
  /** Who asks (payer | unit | accountant | bureau). */
  readonly audience?: string | undefined
}

const CHINESE = /\p{Script=Han}/u

/** Builds the index: some hundred milliseconds for 1,300 entries. */
export function openBook(entries: readonly FaqEntry[], weights: Weights): FaqBook {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const chinese = indexOf([...entries.map(inChinese), ...ELSEWHERE])
  const english = indexOf(entries.flatMap(inEnglish))
  return {
    entry: (id) => byId.get(id),
    find(question, { without, audience } = {}) {
      const { corpus, at } = CHINESE.test(question) ? chinese : english
      const hidden = without === undefined ? undefined : at.get(without)
      const ranked = rank(corpus, weights, question, {
        ...(hidden !== undefined && { entry: hidden }),
        ...(audience !== undefined && { audience }),
      })
      return named(decide(ranked), ranked)
    },
  }
}

/** Another office is named only when it is likelier than not. */
function named(decision: Decision, { elsewhere }: Ranked): Decision {
  if (decision.kind !== 'decline' || (elsewhere && elsewhere.score >= 0.5)) return decision
  return { kind: 'decline' }
}

interface Index {
  readonly corpus: Corpus
  /** Where in the corpus an entry is, by its id. */
  readonly at: ReadonlyMap<string, number>
}

function indexOf(searchable: readonly Searchable[]): Index {
  const at = new Map(searchable.map(({ id }, index) => [id, index]))
  return { corpus: buildCorpus(searchable), at }
}

function inChinese({ id, question, similar, audience }: FaqEntry): Searchable {
  return { id, audience, wordings: [question, ...similar] }
}

function inEnglish({ id, en, audience }: FaqEntry): Searchable[] {
  return en ? [{ id, audience, wordings: [en.question, ...en.similar] }] : []
}
