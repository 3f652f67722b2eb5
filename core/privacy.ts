/** 隐私: what is kept, how long and where; and deleting what the law lets go. */
import type { Intent, Outcome, Turn } from './turn.ts'

export const privacy: Intent = {
  name: 'privacy',
  public: true,
  commands: ['privacy'],
  handle: ({ wording }) =>
    Promise.resolve({ reply: { text: wording.privacy.text }, dialog: 'keep' }),
}

/** Words that confirm, and words that do not, in either language. */
const YES = /^(?:确认删除|确认|确定|删除|是|是的|好|好的|可以|yes|y|ok|delete|confirm)[.!。！]?$/i
const NO = /^(?:否|不|不要|不用|不删|不删了|别删|no|n)[.!。！]?$/i

export const erase: Intent = {
  name: 'erase',
  commands: ['erase'],
  continues: ({ session, text }) =>
    session.dialog?.kind === 'erase' && (YES.test(text) || NO.test(text)),
  handle: (turn, { keys }) => {
    const { picked, text, command, message, wording } = turn
    if (picked?.action === 'no' || NO.test(text)) {
      return Promise.resolve({ reply: { text: wording.privacy.kept } })
    }
    const confirmed = picked?.action === 'yes' || (!command && YES.test(text))
    if (!confirmed) return Promise.resolve(confirm(turn))
    const { from } = message
    const person = keys.person(from)
    return Promise.resolve({
      reply: { text: wording.privacy.erased },
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
    dialog: { kind: 'erase' },
  }
}
