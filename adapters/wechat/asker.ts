/** Whom an answer in a group is for: mentioned at its beginning, as people do there. */
import type { Address } from '../../core/message.ts'
import type { SendableMessage } from '../../core/ports.ts'
import { visible } from '../../core/visible.ts'
import type { Puppet } from './life.ts'
import { within } from './patience.ts'

const LONGEST_READ_MS = 3000
const LONGEST_NAME = 40
/** WeChat puts this behind a name that is mentioned. */
const AFTER_NAME = '\u2005'

export interface Asker {
  readonly id: string
  /** As the group calls them. */
  readonly name: string
}

/** Undefined in private, for what is for the whole group, and where the puppet does not know the person. */
export async function askerOf(
  puppet: Puppet | undefined,
  { group, conversation }: Address,
  { user }: Pick<SendableMessage, 'user'>,
): Promise<Asker | undefined> {
  if (!puppet || !group || user === undefined || user === conversation) return undefined
  try {
    const late = () => new Error('the puppet did not answer')
    const member = await within(LONGEST_READ_MS, puppet.roomMemberPayload(conversation, user), late)
    const name = shown(member.roomAlias || member.name)
    return name === '' ? undefined : { id: user, name }
  } catch {
    // An answer without a mention is still an answer.
    return undefined
  }
}

export function mentioning(asker: Asker | undefined, text: string): string {
  return asker ? `@${asker.name}${AFTER_NAME}${text}` : text
}

function shown(name: string): string {
  const characters = [
    ...visible(name)
      .replace(/[\s@]+/g, ' ')
      .trim(),
  ]
  return characters.slice(0, LONGEST_NAME).join('')
}
