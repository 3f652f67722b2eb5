/** The draft of an entry for a gap: its wordings are there, and what only an editor knows is left open. */
import { createHash } from 'node:crypto'
import { gapWords } from '../wording/gap-words.ts'
import type { Gap } from './gaps.ts'

export interface Draft {
  /** Ends in `.md`; the same question has the same name. */
  readonly file: string
  readonly text: string
}

/** What a draft is made of. */
type Asked = Pick<Gap, 'question' | 'wordings'>

const MOST_WORDINGS = 30
const LETTERS = 'abcdefghijklmnop'

/** It is refused as an entry until its basis and its answer are written. `today` is yyyy-MM-dd. */
export function draftOf({ question, wordings }: Asked, today: string): Draft {
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

/** The same for what a human has answered: the answer stands below, for an editor to check. */
export function answeredDraftOf(
  { answer, ...asked }: Asked & { readonly answer: string },
  today: string,
): Draft {
  const { file, text } = draftOf(asked, today)
  // A line of the answer is never taken for a heading of the entry's.
  const lines = answer.split('\n').map((line) => line.replace(/^(\s*)#/, '$1\\#'))
  return { file, text: `${text}\n${lines.join('\n')}\n` }
}

/** Eight letters that are the question's own. */
function nameOf(question: string): string {
  const hash = createHash('sha256').update(question).digest()
  return Array.from(hash.subarray(0, 8), (byte) => LETTERS[byte % LETTERS.length]).join('')
}
