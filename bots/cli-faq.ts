/** The commands about the FAQ: measuring, checking, learning, and what was asked in vain. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../core/store.ts'
import { operatorWords as words } from '../core/wording/operator-words.ts'
import { type Config, readConfig } from './config.ts'
import { checkFaq, evaluate, trainFaq } from './faq.ts'
import { readFaq } from './faq-files.ts'
import { faqGaps } from './faq-gaps.ts'
import type { Command, Exit } from './usage.ts'

/** Beside the entries, not among them: a draft is no entry yet. */
const DRAFTS = './faq-drafts'
const WEIGHTS_FILE = join(import.meta.dirname, '../core/faq/weights.json')

/** What the commands need of the command line. */
export interface FaqTools {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
  usage(why?: readonly string[]): Exit
  withStore(work: (store: Store, config: Config) => Promise<Exit>): Promise<Exit>
}

export function faqCommands(tools: FaqTools): Command[] {
  const { usage, withStore, ...io } = tools
  return [
    {
      usage: 'faq eval [--corpus FILE] [--queries FILE] [--json]',
      words: ['faq', 'eval'],
      places: 0,
      run: async (_places, values) =>
        evaluate(
          {
            folder: readConfig().FAQ_DIR,
            corpus: text(values.corpus),
            queries: text(values.queries),
          },
          io,
        ),
    },
    {
      usage: 'faq check',
      words: ['faq', 'check'],
      places: 0,
      run: async () => checkFaq(readConfig().FAQ_DIR, io),
    },
    {
      usage: 'faq gaps [--since 7d] [--draft [DIR]] [--json]',
      words: ['faq', 'gaps'],
      places: 0,
      more: 1,
      run: ([folder], { since, draft, json }) => {
        if (folder !== undefined && draft !== true)
          return Promise.resolve(usage(words.missing('--draft')))
        return withStore((store, config) =>
          faqGaps(
            {
              since: text(since) ?? '7d',
              json: json === true,
              ...(draft === true && { draft: folder ?? DRAFTS }),
            },
            { ...io, store, now: Date.now, known: wordingsIn(config.FAQ_DIR) },
          ),
        )
      },
    },
    {
      usage: 'faq train [--bench DIR]',
      words: ['faq', 'train'],
      places: 0,
      run: async (_places, values) =>
        trainFaq(
          { folder: readConfig().FAQ_DIR, bench: text(values.bench), target: WEIGHTS_FILE },
          io,
        ),
    },
  ]
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** None where there is no such folder: what was asked can be read all the same. */
function wordingsIn(folder: string): string[] {
  return existsSync(folder) ? readFaq(folder).flatMap(({ wordings }) => wordings) : []
}
