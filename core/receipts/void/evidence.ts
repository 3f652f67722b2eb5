/** Photos and files that go with a void request: kept as they come, recorded under the draft until it is sent. */
import { takeFiles, type Trouble } from '../../files/taking.ts'
import type { Desk, Outcome, Turn, Write } from '../../turn.ts'
import type { VoidDialog } from './dialog.ts'
import { dataOf, type Draft } from './draft.ts'

const MOST_FILES = 5

/** Files of drafts go with the draft: see `retention.ts`. */
export function draftPurpose(draft: string): string {
  return `void-draft:${draft}`
}

export function evidenceQuestion({ wording }: Turn, draft: Draft, text: string): Outcome {
  const { next } = wording.void.ask.choices
  return {
    reply: {
      text: `${text}\n${wording.void.ask.cancelHint}`,
      choices: [{ label: next, intent: 'void', action: 'next', data: dataOf(draft) }],
    },
    dialog: { ...draft, kind: 'void', asked: 'evidence' },
  }
}

export async function takeEvidence(turn: Turn, desk: Desk, dialog: VoidDialog): Promise<Outcome> {
  const { ask: words } = turn.wording.void
  const draft = dialog.draft ?? desk.random(12).toString('hex')
  const before = dialog.files ?? 0
  const { kept, trouble } = await takeFiles(turn.message, MOST_FILES - before, desk)
  const count = before + kept.length
  const text = trouble && troubleWords(words)[trouble]
  const writes = kept.map(
    ({ file }): Write =>
      (tx) =>
        tx.files.add({ ...file, purpose: draftPurpose(draft) }),
  )
  const said = [text, count > 0 ? words.more(count) : words.evidence].filter(Boolean).join('\n')
  const known = { ...dialog, draft, ...(count > 0 && { files: count }) }
  return { ...evidenceQuestion(turn, known, said), writes }
}

function troubleWords(words: Turn['wording']['void']['ask']): Readonly<Record<Trouble, string>> {
  return { 'too-many': words.tooMany, refused: words.fileRefused, away: words.fileAway }
}
