/** The FAQ as it is asked: all entries, in the languages they have, behind one question. */
import { searchable } from './check.ts'
import { buildCorpus } from './corpus.ts'
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

/** Builds the index: some hundred milliseconds for 1,300 entries. */
export function openBook(entries: readonly FaqEntry[], weights: Weights): FaqBook {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const all = [...entries.map(searchable), ...ELSEWHERE]
  const corpus = buildCorpus(all)
  return {
    entry: (id) => byId.get(id),
    find(question, { without, audience } = {}) {
      const hidden = without === undefined ? -1 : all.findIndex(({ id }) => id === without)
      const ranked = rank(corpus, weights, question, {
        ...(hidden >= 0 && { entry: hidden }),
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
