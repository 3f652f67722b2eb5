/**
 * The FAQ's ranker next to minisearch and a plain BM25 over characters, in one run: on our own entries, each wording
 * left out in turn, on questions about them that are never learned from, and on `../shared/faq-bench` where there is
 * one. Ours is cross-validated by entry, too, where it learns from the same questions.
 */
import { existsSync } from 'node:fs'
import MiniSearch from 'minisearch'
import { readBench, type BenchSet } from '../../bots/faq.ts'
import { readFaq, readQueryFile } from '../../bots/faq-files.ts'
import { buildCorpus, type Corpus } from '../../core/faq/corpus.ts'
import {
  type Asked,
  crossValidate,
  type Lesson,
  lessonsFromQuestions,
  lessonsFromWordings,
} from '../../core/faq/examples.ts'
import { measure, type Outcome } from '../../core/faq/measure.ts'
import { rank } from '../../core/faq/rank.ts'
import { WEIGHTS } from '../../core/faq/weights.ts'
import { homophones, traditional } from '../support/typos.ts'
import type { Row } from './run.ts'

const BENCH = process.env['FAQ_BENCH'] ?? '../shared/faq-bench'
const KEPT_BACK = 'test/fixtures/faq/kept-back.jsonl'
const FOLDS = 5

/** A question, and the wording that must not be found for it. */
interface Question {
  readonly asked: Asked
  readonly hidden?: number
}

/** Scores of all wordings. */
type Scorer = (text: string) => Float64Array

export async function faq(): Promise<Row[]> {
  const own = buildCorpus(readFaq('faq'))
  const lessons = lessonsFromWordings(own)
  const questions = lessons.map(({ asked }, hidden): Question => ({ asked, hidden }))
  const kept = readQueryFile(KEPT_BACK).map((asked): Question => ({ asked }))
  const sets = existsSync(BENCH) ? readBench(BENCH) : []
  return [
    ...rowsOf('kept back', own, kept),
    ...learnedRows('own entries', own, questions, lessons),
    ...sets.flatMap(rowsOfSet),
  ]
}

function rowsOfSet({ name, corpus, asked }: BenchSet): Row[] {
  const questions = asked.map((one): Question => ({ asked: one }))
  return learnedRows(name, corpus, questions, lessonsFromQuestions(corpus, asked))
}

function learnedRows(
  data: string,
  corpus: Corpus,
  questions: readonly Question[],
  lessons: readonly Lesson[],
): Row[] {
  const crossed = rowOf(data, 'this, cross-validated', crossValidate(lessons, [], FOLDS))
  return [crossed, ...rowsOf(data, corpus, questions)]
}

function rowsOf(data: string, corpus: Corpus, questions: readonly Question[]): Row[] {
  const typo = homophones(questions.map(({ asked }) => asked.q))
  return [
    ...[
      { ranker: 'this, shipped weights', write: (text: string) => text },
      { ranker: '… Traditional', write: traditional },
      { ranker: '… one homophone', write: typo },
    ].map(({ ranker, write }) => rowOf(data, ranker, ours(corpus, questions, write))),
    rowOf(data, 'minisearch', ranked(corpus, questions, miniSearch(corpus))),
    rowOf(data, 'BM25, characters', ranked(corpus, questions, bm25(corpus))),
  ]
}

function rowOf(data: string, ranker: string, outcomes: readonly Outcome[]): Row {
  const figures = Object.entries(measure(outcomes))
  return {
    data,
    ranker,
    ...Object.fromEntries(figures.map(([name, value]) => [name, Number(value.toFixed(3))])),
  }
}

function ours(corpus: Corpus, questions: readonly Question[], write: (text: string) => string) {
  return questions.map(({ asked, hidden }): Outcome => {
    const options = hidden === undefined ? {} : { wording: hidden }
    return { asked, ranked: rank(corpus, WEIGHTS, write(asked.q), options) }
  })
}

/** Entries by their best wording; the others abstain from nothing, so only what depends on ranks compares. */
function ranked(corpus: Corpus, questions: readonly Question[], scorer: Scorer): Outcome[] {
  return questions.map(({ asked, hidden }) => {
    const scores = scorer(asked.q)
    if (hidden !== undefined) scores[hidden] = 0
    const best = new Float64Array(corpus.entries.length)
    corpus.wordings.forEach(({ entry }, index) => {
      best[entry] = Math.max(best[entry]!, scores[index]!)
    })
    const found = corpus.entries
      .map(({ id, elsewhere }, entry) => ({ id, elsewhere, score: best[entry]! }))
      .filter(({ elsewhere, score }) => !elsewhere && score > 0)
      .sort((a, b) => b.score - a.score)
    return { asked, ranked: { found, none: 0 } }
  })
}

function miniSearch(corpus: Corpus): Scorer {
  const index = new MiniSearch({ fields: ['text'], tokenize: grams, processTerm: (term) => term })
  const texts = textsOf(corpus)
  index.addAll(texts.map((text, id) => ({ id, text })))
  return (text) => {
    const scores = new Float64Array(texts.length)
    for (const { id, score } of index.search(text)) scores[Number(id)] = score
    return scores
  }
}

function bm25(corpus: Corpus): Scorer {
  const texts = textsOf(corpus).map((text) => charactersOf(text))
  const mean = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  const postings = new Map<string, Map<number, number>>()
  texts.forEach((text, id) => {
    for (const char of text) {
      const own = postings.get(char) ?? new Map<number, number>()
      postings.set(char, own.set(id, (own.get(id) ?? 0) + 1))
    }
  })
  return (text) => {
    const scores = new Float64Array(texts.length)
    for (const char of new Set(charactersOf(text))) {
      const own = postings.get(char) ?? new Map<number, number>()
      const idf = Math.log(1 + (texts.length - own.size + 0.5) / (own.size + 0.5))
      for (const [id, often] of own) {
        const length = 1.2 * (0.25 + (0.75 * texts[id]!.length) / mean)
        scores[id]! += (idf * often * 2.2) / (often + length)
      }
    }
    return scores
  }
}

function textsOf({ entries }: Corpus): string[] {
  return entries.flatMap(({ wordings }) => wordings)
}

function charactersOf(text: string): string[] {
  return [...text.normalize('NFKC').toLowerCase()].filter((char) => /[\p{L}\p{N}]/u.test(char))
}

function grams(text: string): string[] {
  const chars = charactersOf(text)
  return [...chars, ...chars.slice(1).map((char, at) => `${chars[at]}${char}`)]
}
