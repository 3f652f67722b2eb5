/** Everything the assistant can do, in the order in which a message is offered to it. */
import { cancel, courtesy, help, language } from './basics.ts'
import { faq } from './faq/ask.ts'
import { erase, privacy } from './privacy.ts'
import { lookup, verify } from './receipts/lookup.ts'
import { payment } from './receipts/payment.ts'
import { whole } from './receipts/whole.ts'
import type { Intent } from './turn.ts'

export const intents: readonly Intent[] = [
  cancel,
  help,
  language,
  privacy,
  erase,
  verify,
  lookup,
  payment,
  whole,
  courtesy,
  faq,
]

/** Takes what nobody else does. */
export const lastIntent: Intent = faq
