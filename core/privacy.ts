/** 隐私: what is kept, how long and where; and deleting what the law lets go. */
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
  handle: (turn, { keys }) => {
    if (turn.picked?.action === 'no') {
      return Promise.resolve({ reply: { text: turn.wording.privacy.kept } })
    }
    if (turn.picked?.action !== 'yes') return Promise.resolve(confirm(turn))
    const { from } = turn.message
    const person = keys.person(from)
    return Promise.resolve({
      reply: { text: turn.wording.privacy.erased },
      writes: [(tx) => tx.erasure.erase(from.channel, from.user, person)],
      audit: { actor: person, action: 'privacy.erase', object: person, result: 'erased' },
    })
  },
}

function confirm({ wording }: Turn): Outcome {
  const { choices } = wording
  return {
    reply: {
      text: wording.privacy.askErase,
      choices: [
        { label: choices.erase, intent: 'erase', action: 'yes' },
        { label: choices.cancel, intent: 'erase', action: 'no' },
      ],
    },
  }
}
