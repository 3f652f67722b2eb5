/** `cli faq gaps`: what was asked of the FAQ and not answered, grouped by meaning, and a draft for each group. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { localDay } from '../core/receipts/date.ts'
import { answeredDraftOf, type Draft, draftOf } from '../core/faq/draft.ts'
import { type Gap, gapsOf } from '../core/faq/gaps.ts'
import { TEXT_RETENTION_MS } from '../core/retention.ts'
import type { QuestionOutcome } from '../core/faq/kept.ts'
import type { Store } from '../core/store.ts'
import { gapWords as words } from '../core/wording/gap-words.ts'

export interface GapsArgs {
  /** As it was typed: `7d`, `12h`. */
  readonly since: string
  /** The folder for drafts; none are written without it. */
  readonly draft?: string
  readonly json: boolean
}

export interface GapsIo {
  out(line: string): void
  err(line: string): void
  now(): number
  readonly store: Store
  /** Wordings of the FAQ. */
  readonly known: readonly string[]
}

const UNITS = { d: 24 * 60 * 60 * 1000, h: 60 * 60 * 1000 }
/** More questions than these are not read at once. */
const MOST_READ = 20_000
const MOST_WORDINGS_PRINTED = 5

/** 0: done; 1: the drafts cannot be written; 2: `since` is no duration. */
export async function faqGaps(args: GapsArgs, io: GapsIo): Promise<0 | 1 | 2> {
  const length = lengthOf(args.since)
  if (length === undefined) {
    io.err(words.since)
    return 2
  }
  if (length > TEXT_RETENTION_MS) io.err(words.longest)
  const since = io.now() - Math.min(length, TEXT_RETENTION_MS)
  const open = await io.store.questions.open(since, MOST_READ)
  const asked = await io.store.questions.count(since)
  const gaps = gapsOf(open, io.known)
  const answered = await io.store.tickets.drafts(since, MOST_READ)
  const today = localDay(io.now())
  const made = [
    ...answered.map((one) => answeredDraftOf(one, today)),
    ...gaps.map((gap) => draftOf(gap, today)),
  ]
  const drafts = args.draft === undefined ? undefined : await writeDrafts(made, args.draft, io)
  if (drafts === 'failed') return 1
  const counts = { asked, open: open.length, answered: answered.length }
  if (args.json) io.out(JSON.stringify({ since: args.since, ...counts, groups: gaps, ...drafts }))
  else print(gaps, counts, io)
  return 0
}

function lengthOf(since: string): number | undefined {
  const [, count, unit] = /^(\d{1,4})([dh])$/.exec(since) ?? []
  if (count === undefined || (unit !== 'd' && unit !== 'h')) return undefined
  return Number(count) > 0 ? Number(count) * UNITS[unit] : undefined
}

interface Counts {
  readonly asked: number
  readonly open: number
  /** Answers of humans that were kept as drafts. */
  readonly answered: number
}

function print(gaps: readonly Gap[], { asked, open, answered }: Counts, { out }: GapsIo): void {
  for (const { count, question, outcomes, wordings, entries } of gaps) {
    const parts = Object.entries(outcomes).map(([name, times]) =>
      words.outcome(name as QuestionOutcome, times),
    )
    out(words.group(count, question, words.joinOutcomes(parts)))
    const others = wordings.slice(1)
    for (const text of others.slice(0, MOST_WORDINGS_PRINTED)) out(words.wording(text))
    const left = others.length - MOST_WORDINGS_PRINTED
    if (left > 0) out(words.more(left))
    if (entries.length > 0) out(words.near(entries))
  }
  out(words.summary(asked, open, gaps.length))
  if (answered > 0) out(words.answered(answered))
}

/** A draft that is there already is left as it is: somebody may be at work on it. */
async function writeDrafts(made: readonly Draft[], folder: string, io: GapsIo) {
  let kept = 0
  try {
    await mkdir(folder, { recursive: true })
    for (const { file, text } of made) {
      if (!(await writeNew(join(folder, file), text))) kept += 1
    }
  } catch (error) {
    io.err(words.noFolder(folder, (error as NodeJS.ErrnoException).code ?? 'unknown'))
    return 'failed'
  }
  const drafts = { folder, written: made.length - kept, kept }
  io.err(words.drafts(drafts.written, kept, folder))
  return { drafts }
}

async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
