/** `cli faq eval|train|check`: measures the FAQ's ranker, learns its weights, and reads the entries for mistakes. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { check } from '../core/faq/check.ts'
import { buildCorpus, type Corpus } from '../core/faq/corpus.ts'
import { ELSEWHERE } from '../core/faq/elsewhere/elsewhere.ts'
import {
  type Asked,
  crossValidate,
  type Lesson,
  lessonsFromErrors,
  lessonsFromQuestions,
  lessonsFromWordings,
} from '../core/faq/examples.ts'
import { type Figures, measure, type Outcome } from '../core/faq/measure.ts'
import { rank, type Weights } from '../core/faq/rank.ts'
import type { Hidden } from '../core/faq/recall.ts'
import { train } from '../core/faq/train.ts'
import { WEIGHTS } from '../core/faq/weights.ts'
import { readCorpusFile, readEntries, readFaq, readQueryFile } from './faq-files.ts'

export interface FaqIo {
  out(line: string): void
  err(line: string): void
}

export interface EvalArgs {
  /** `FAQ_DIR`, used without a corpus file. */
  readonly folder: string
  readonly corpus?: string | undefined
  /** Without it each wording is left out in turn and asked. */
  readonly queries?: string | undefined
}

const WARM_UP = 100

/** Prints one JSON line. */
export function evaluate({ folder, corpus: file, queries }: EvalArgs, io: FaqIo): 0 | 1 {
  try {
    const entries = file === undefined ? readFaq(folder) : readCorpusFile(file)
    const from = performance.now()
    const corpus = buildCorpus(entries)
    const buildMs = performance.now() - from
    const asked = queries === undefined ? ownWordings(corpus) : readQueryFile(queries)
    for (let index = 0; index < WARM_UP && asked.length > 0; index++) {
      ask(corpus, asked[index % asked.length]!)
    }
    const answers = asked.map((one) => ask(corpus, one))
    const times = answers.map(({ ms }) => ms).sort((a, b) => a - b)
    io.out(line({ ...measure(answers), p50Ms: at(times, 0.5), p99Ms: at(times, 0.99), buildMs }))
    return 0
  } catch (error) {
    io.err(reason(error))
    return 1
  }
}

type Question = Asked & { readonly hidden?: Hidden }

function ownWordings({ entries, wordings, begins }: Corpus): Question[] {
  return wordings.flatMap(({ entry }, wording) => {
    const { id, elsewhere, wordings: own } = entries[entry]!
    return elsewhere ? [] : [{ q: own[wording - begins[entry]!]!, id, hidden: { wording } }]
  })
}

function ask(corpus: Corpus, asked: Question): Outcome & { readonly ms: number } {
  const from = performance.now()
  const ranked = rank(corpus, WEIGHTS, asked.q, asked.hidden)
  return { asked, ranked, ms: performance.now() - from }
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

function line(figures: Readonly<Record<string, number>> | Figures): string {
  const rounded = Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(4))])
  return JSON.stringify(Object.fromEntries(rounded))
}

/** Prints what is wrong as file:line; notes do not fail. */
export function checkFaq(folder: string, io: FaqIo): 0 | 1 {
  if (!existsSync(folder)) {
    io.err(`没有这个文件夹：${folder}`)
    return 1
  }
  const files = readEntries(folder)
  const { errors, notes } = check(files, ELSEWHERE, WEIGHTS)
  for (const { file, line, why } of notes) io.out(`${file}:${line}: 提示：${why}`)
  for (const { file, line, why } of errors) io.err(`${file}:${line}: ${why}`)
  io.out(`${files.length} 个条目，${errors.length} 处错误，${notes.length} 条提示。`)
  return errors.length > 0 ? 1 : 0
}

export interface TrainArgs {
  readonly folder: string
  /** A folder of folders, each with corpus.jsonl and queries.jsonl; their questions are learned from, never kept. */
  readonly bench?: string | undefined
  /** Where the weights are written. */
  readonly target: string
}

const FOLDS = 3
/** Every how manieth question of the bench teaches what is out of scope here. */
const BORROWED_EVERY = 3

/** Prints cross-validated figures, then writes the weights. The same files give the same weights. */
export function trainFaq({ folder, bench, target }: TrainArgs, io: FaqIo): 0 | 1 {
  try {
    const sets = bench === undefined ? [] : readBench(bench)
    const own = buildCorpus(readFaq(folder))
    const strangers = sets.flatMap(({ asked }) =>
      asked.filter((_, at) => at % BORROWED_EVERY === 0),
    )
    const wordings = lessonsFromWordings(own)
    const foreign = lessonsFromQuestions(
      own,
      strangers.map(({ q }): Asked => ({ q, id: null, kind: 'far' })),
    )
    const paraphrases = sets.map(({ corpus, asked }) => lessonsFromQuestions(corpus, asked))
    report('faq', wordings, foreign, io)
    paraphrases.forEach((lessons, index) => {
      report(sets[index]!.name, lessons, paraphrases.filter((one) => one !== lessons).flat(), io)
    })
    const weights: Weights = {
      many: learn([...wordings, ...lessonsFromErrors(own), ...foreign]),
      lone: paraphrases.length > 0 ? learn(paraphrases.flat()) : WEIGHTS.lone,
    }
    writeFileSync(resolve(target), `${JSON.stringify(weights, null, 2)}\n`)
    return 0
  } catch (error) {
    io.err(reason(error))
    return 1
  }
}

function learn(lessons: readonly Lesson[]) {
  return train(lessons.flatMap(({ examples }) => examples))
}

function report(name: string, lessons: readonly Lesson[], always: readonly Lesson[], io: FaqIo) {
  io.out(`${name} ${line(measure(crossValidate(lessons, always, FOLDS)))}`)
}

export interface BenchSet {
  readonly name: string
  readonly corpus: Corpus
  readonly asked: readonly Asked[]
}

export function readBench(folder: string): BenchSet[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, 'corpus.jsonl')))
    .map((name) => {
      const corpus = buildCorpus(readCorpusFile(join(folder, name, 'corpus.jsonl')))
      return { name, corpus, asked: readQueryFile(join(folder, name, 'queries.jsonl')) }
    })
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
