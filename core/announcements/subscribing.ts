/** 退订 and 恢复订阅: whether announcements that are not mandatory come. */
import type { Intent } from '../turn.ts'

export const subscribing: Intent = {
  name: 'subscribing',
  commands: ['unsubscribe', 'subscribe'],
  handle: ({ command, person, wording, now, message }, { keys }) => {
    const { subscribing: words } = wording.announcements
    if (!person) return Promise.resolve({ reply: { text: words.nobody }, dialog: 'keep' })
    const wanted = command === 'subscribe'
    return Promise.resolve({
      reply: { text: wanted ? words.on : words.off },
      dialog: 'keep',
      writes: [(tx) => tx.people.subscribe(person.id, wanted, now)],
      audit: {
        ...{ actor: keys.person(message.from), action: 'announcement.subscribe' },
        ...{ object: 'own', result: wanted ? 'on' : 'off' },
      },
    })
  },
}
