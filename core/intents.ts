/** Everything the assistant can do, in the order in which a message is offered to it. */
import { cancel, help, language, unknown } from './basics.ts'
import { faq } from './faq/intent.ts'
import { unbind, whoami } from './people/account.ts'
import { bind } from './people/bind.ts'
import { group } from './people/group.ts'
import { invite } from './people/inviting.ts'
import { unit } from './people/own-unit.ts'
import { remove } from './people/removal.ts'
import { status } from './people/status.ts'
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
  bind,
  unbind,
  whoami,
  unit,
  invite,
  remove,
  group,
  status,
  verify,
  lookup,
  payment,
  whole,
  faq,
]

/** Takes what nobody else does. */
export const lastIntent: Intent = unknown
