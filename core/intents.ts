/** Everything the assistant can do, in the order in which a message is offered to it. */
import { chasing } from './announcements/chasing.ts'
import { managing } from './announcements/managing.ts'
import { notices } from './announcements/reading.ts'
import { subscribing } from './announcements/subscribing.ts'
import { writing } from './announcements/writing.ts'
import { cancel, help, language, unknown } from './basics.ts'
import { faq } from './faq/intent.ts'
import { unbind, whoami } from './people/account.ts'
import { bind } from './people/bind.ts'
import { group } from './people/group.ts'
import { heldVerify, heldWhole } from './people/held-receipts.ts'
import { invite } from './people/inviting.ts'
import { mine } from './people/my-receipts.ts'
import { ownLookup } from './people/own-receipts.ts'
import { unit } from './people/own-unit.ts'
import { remove } from './people/removal.ts'
import { status } from './people/status.ts'
import { takeBack } from './people/taking-back.ts'
import { erase, privacy } from './privacy.ts'
import { payment } from './receipts/payment.ts'
import { voiding } from './receipts/void/asking.ts'
import { request } from './receipts/void/requests.ts'
import { wish } from './receipts/void/wishes.ts'
import { human } from './support/human.ts'
import { staff } from './support/staff.ts'
import { waiting } from './support/waiting.ts'
import type { Intent } from './turn.ts'

export const intents: readonly Intent[] = [
  waiting,
  bind,
  staff,
  human,
  notices,
  managing,
  writing,
  chasing,
  subscribing,
  cancel,
  help,
  language,
  privacy,
  erase,
  unbind,
  whoami,
  unit,
  invite,
  takeBack,
  remove,
  group,
  status,
  mine,
  voiding,
  request,
  wish,
  heldVerify,
  ownLookup,
  payment,
  heldWhole,
  faq,
]

/** Takes what nobody else does. */
export const lastIntent: Intent = unknown
