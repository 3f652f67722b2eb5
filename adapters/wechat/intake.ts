/** From the puppet's events to the inbox: in the order they came, once each, and kept however long the store takes. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as PUPPET from 'wechaty-puppet'
import type { Address, InboundMessage } from '../../core/message.ts'
import type { Clock, Logger } from '../../core/ports.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'
import { type Attached, CHANNEL, decode, instantOf, type Me } from './decode.ts'
import { type PuppetFault, swallowedBy } from './failures.ts'
import type { Puppet } from './life.ts'
import { type Machines, partnerOf } from './machines.ts'
import { within } from './patience.ts'

const Kind = PUPPET.types.Message
const READ_TRIES = 3
const LONGEST_READ_MS = 5000
const PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

export interface IntakeOptions {
  readonly prefix: string
  readonly lateAfterMs: number
  readonly machines?: Machines
  readonly receive: (message: InboundMessage) => Promise<void>
  readonly takeLate: (message: InboundMessage) => Promise<void>
  readonly greet: (group: Address) => Promise<void>
  readonly onSwallowed: (fault: PuppetFault) => void
  readonly clock: Clock
  readonly logger: Logger
}

export interface Intake {
  message(puppet: Puppet, me: Promise<Me>, id: string): void
  joined(me: string, join: PUPPET.payloads.EventRoomJoin): void
  friend(contactId: string): void
  /** The question that a person asked in a group goes on in private. */
  goPrivate(user: string, start: string): Promise<void>
  open(): void
  /** Takes nothing more in. */
  close(): void
}

export function createIntake(options: IntakeOptions): Intake {
  const { clock, logger, receive } = options
  const keeper = createKeeper(logger)
  const { keep } = keeper
  let line = Promise.resolve()

  function take(message: InboundMessage): Promise<void> | undefined {
    const now = clock()
    if (now - message.at > options.lateAfterMs) return keep(() => options.takeLate(message))
    const { from, addressed } = message
    const partner = partnerOf(from, from.user)
    if (addressed && options.machines?.allows(partner, message, now) === false) {
      logger.info('a machine was left unanswered')
      return undefined
    }
    return keep(() => receive(message))
  }

  function note(payload: PUPPET.payloads.Message): void {
    const fault = NOTES.has(payload.type) ? swallowedBy(payload.text ?? '') : undefined
    const now = clock()
    const fresh = now - instantOf(payload.timestamp, now) < options.lateAfterMs
    if (fault && fresh) options.onSwallowed(fault)
  }

  const say = (id: string, user: string, text: string) =>
    receive({
      ...{ id, text, addressed: true, at: clock() },
      from: { channel: CHANNEL, conversation: user, user, group: false },
    })

  return {
    message(puppet, me, id) {
      const reading = readMessage(puppet, me, id, options, note)
      line = line.then(async () => {
        const message = await reading
        // Not awaited: messages that come together share a commit, in the order they are offered.
        if (message) void take(message)
      })
    },
    joined(me, { roomId, inviteeIdList }) {
      if (!inviteeIdList.includes(me)) return
      void keep(() => options.greet({ channel: CHANNEL, conversation: roomId, group: true }))
    },
    friend: (contactId) =>
      void keep(() => say(`friend.${contactId}`, contactId, zhCN.choices.help)),
    goPrivate: (user, start) => keep(() => say(`start.${start}`, user, `/start ${start}`)),
    open: keeper.open,
    close: keeper.close,
  }
}

/** WeChat sends nothing again: what the store does not take now is offered until it does. */
function createKeeper(logger: Logger) {
  let closed = false
  return {
    async keep(work: () => Promise<void>): Promise<void> {
      for (let pause = PAUSE_MS; !closed; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        try {
          return await work()
        } catch {
          logger.error('a wechat message could not be kept yet')
          await sleep(pause, undefined, { ref: false })
        }
      }
    },
    open() {
      closed = false
    },
    close() {
      closed = true
    },
  }
}

/** Where WeChat's own notes turn up: as notes, or as what the puppet does not know. */
const NOTES = new Set<PUPPET.types.Message>([Kind.Unknown, Kind.GroupNote])

/** Undefined for what is none of ours, or cannot be read. Never rejects, and never takes for ever. */
async function readMessage(
  puppet: Puppet,
  me: Promise<Me>,
  id: string,
  options: IntakeOptions,
  note: (payload: PUPPET.payloads.Message) => void,
): Promise<InboundMessage | undefined> {
  const { prefix, logger, clock } = options
  const now = clock()
  const read = async () => {
    const payload = await puppet.messagePayload(id)
    const message = await decode(payload, attachedTo(puppet, id), { me: await me, prefix, now })
    if (!message) note(payload)
    return message && (await isService(puppet, message.from.user)) ? undefined : message
  }
  for (let tries = 1; tries <= READ_TRIES; tries++) {
    try {
      // Later messages wait for this one: a puppet that is dead must not hold them up.
      return await within(LONGEST_READ_MS, read(), () => new Error('the puppet did not answer'))
    } catch {
      await sleep(PAUSE_MS, undefined, { ref: false })
    }
  }
  logger.error('a wechat message could not be read')
  return undefined
}

const SERVICES = new Set<PUPPET.types.Contact | undefined>([
  PUPPET.types.Contact.Official,
  PUPPET.types.Contact.Corporation,
])

/** An account behind which nobody reads. Puppets remember whom they looked up. */
async function isService(puppet: Puppet, user: string): Promise<boolean> {
  const contact = await puppet.contactPayload(user).catch(() => undefined)
  return SERVICES.has(contact?.type)
}

function attachedTo(puppet: Puppet, id: string): Attached {
  return {
    // A card that the puppet cannot read gets the word that is for all that is not words.
    url: async () => (await puppet.messageUrl(id).catch(() => undefined))?.url ?? '',
  }
}
