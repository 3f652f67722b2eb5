/** 完整票据: the whole receipt, never in a chat but on a one-time page of our own server. */
import { hashToken } from '../keys.ts'
import type { Intent } from '../turn.ts'
import { referenceOf } from './card.ts'
import { targetOf } from './guard.ts'

/** How long a one-time page can be opened. */
export const LINK_LIFE_MS = 10 * 60 * 1000

export const whole: Intent = {
  name: 'full',
  handle: (turn, { keys, random }) => {
    if (turn.picked?.action !== 'receipt') {
      return Promise.resolve({ reply: { text: turn.wording.lookup.askFirst } })
    }
    const reference = referenceOf(turn.picked)
    const nonce = random(18).toString('base64url')
    const person = keys.person(turn.message.from)
    const grant = { reference, expiresAt: turn.now + LINK_LIFE_MS }
    return Promise.resolve({
      reply: { text: turn.wording.link.text, link: { label: turn.wording.link.label, nonce } },
      writes: [(tx) => tx.links.add(hashToken(keys.linkToken(nonce)), person, grant)],
      audit: {
        actor: person,
        action: 'receipt.link',
        object: targetOf(keys, reference),
        result: 'granted',
      },
    })
  },
}
