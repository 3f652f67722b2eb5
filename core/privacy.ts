/** 隐私: what is kept, how long and where; and deleting what the law lets go. */
import { surely } from './choices.ts'
import type { Session } from './session.ts'
import type { Intent, Outcome, Turn } from './turn.ts'

export const privacy: Intent = {
  name: 'privacy',
  public: true,
  commands: ['privacy'],
  handle: ({ wording }) =>
    Promise.resolve({ reply: { text: wording.privacy.text }, dialog: 'keep' }),
}

export const erase: Intent = {
  name: 'erase',
  commands: ['erase'],
  continues: ({ session, text }) =>
    session.dialog?.kind === 'erase' && surely(text) && isAskedLast(session),
  handle: (turn, { keys }) => {
    const { picked, text, message, wording } = turn
    if (picked?.action === 'no') return Promise.resolve({ reply: { text: wording.privacy.kept } })
    if (picked?.action !== 'yes' && !surely(text)) return Promise.resolve(confirm(turn))
    const { from } = message
    const person = keys.person(from)
    return Promise.resolve({
      reply: { text: wording.privacy.erased },
      writes: [(tx) => tx.erasure.erase(from.channel, from.user, person)],
      audit: { actor: person, action: 'privacy.erase', object: person, result: 'erased' },
    })
  },
}

/** Notices apart, no other choices were offered since. */
function isAskedLast({ offers }: Session): boolean {
  const last = offers.find(({ aside, beside }) => !aside && !beside)
  return last?.choices.some(({ intent }) => intent === 'erase') ?? false
}

function confirm({ wording }: Turn): Outcome {
  const { choices } = wording
  return {
    reply: {
      text: wording.privacy.askErase,
      choices: [
        { label: choices.erase, intent: 'erase', action: 'yes', means: 'yes' },
        { label: choices.cancel, intent: 'erase', action: 'no', means: 'no' },
      ],
    },
    dialog: { kind: 'erase' },
  }
}
