/** The red receipt with its check code: on a one-time page, and nowhere else. */
import { hashToken } from '../../keys.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import { targetOf } from '../guard.ts'
import type { RedReceipt } from '../void.ts'
import { LINK_LIFE_MS } from '../whole.ts'

/** Whoever gets here may see it: that was asked before. */
export function redPage(
  { wording, message, now }: Turn,
  { keys, random }: Desk,
  { code, number, check }: RedReceipt,
): Outcome {
  const { done: words } = wording.void
  const nonce = random(18).toString('base64url')
  const person = keys.person(message.from)
  const grant = { reference: { code, number, check }, expiresAt: now + LINK_LIFE_MS }
  const object = targetOf(keys, { code, number })
  return {
    reply: { text: words.red, link: { label: words.redLabel, nonce } },
    writes: [(tx) => tx.links.add(hashToken(keys.linkToken(nonce)), person, grant)],
    audit: { actor: person, action: 'receipt.link', object, result: 'granted' },
    dialog: 'keep',
  }
}
