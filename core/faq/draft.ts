/** The draft of an entry for a gap: its wordings are there, and what only an editor knows is left open. */
import { createHash } from 'node:crypto'
import { gapWords } from '../wording/gap-words.ts'
import type { Gap } from './gaps.ts'

export interface Draft {
  /** Ends in `.md`; the same question has the same name. */
  readonly file: string
  readonly text: string
}

const MOST_WORDINGS = 30
const LETTERS = 'abcdefghijklmnop'

/** It is refused as an entry until its basis and its answer are written. `today` is yyyy-MM-dd. */
export function draftOf({ question, wordings }: Gap, today: string): Draft {
  const id = `gap-${nameOf(question)}`
  const others = wordings.filter((wording) => wording !== question).slice(0, MOST_WORDINGS)
  const lines = [
    '---',
    ...gapWords.draftNote,
    `id: ${id}`,
    'group: gap',
    'audience: [payer, unit]',
    'basis:',
    `effective: ${today}`,
    'reviewed: false',
    others.length > 0 ? 'similar:' : 'similar: []',
    // JSON is YAML, so nothing that was typed can be read as anything but a text.
    ...others.map((wording) => `  - ${JSON.stringify(wording)}`),
    '---',
    '',
    `# ${question}`,
    '',
  ]
  return { file: `${id}.md`, text: lines.join('\n') }
}

/** Eight letters that are the question's own. */
function nameOf(question: string): string {
  const hash = createHash('sha256').update(question).digest()
  return Array.from(hash.subarray(0, 8), (byte) => LETTERS[byte % LETTERS.length]).join('')
}
