/** One delivery of an announcement over its channel: claimed, sent, recorded; at most once, whatever fails. */
import type { Announcement } from '../core/announcements/announcement.ts'
import { afterPart, afterTrouble, type Tried } from '../core/announcements/delivery.ts'
import type { DueDelivery } from '../core/announcements/kept.ts'
import { announced } from '../core/announcements/telling.ts'
import { type DeliveryOptions, sendable } from '../core/delivery.ts'
import { ChannelError } from '../core/errors.ts'
import type { Instant } from '../core/message.ts'
import { moveGroup } from '../core/moving-group.ts'
import type { Channel, Pace } from '../core/ports.ts'
import { nameOf } from './failure.ts'

/** So many announcements are kept at hand. */
const MOST_KNOWN = 8
const STORE_PAUSE_MS = 1000
/** There are at most three in flight, and each waits for its commit: nobody is waited for. */
const SOON = { soon: true }

export interface DelivererOptions extends DeliveryOptions {
  readonly channel: Channel
  readonly pace: Pace
  readonly sleep: (ms: number) => Promise<void>
  /** The program ends: what cannot be recorded any more will be unknown. */
  readonly isOver: () => boolean
}

/**
 * `mayLeave` waits for its turn. Resolves to whether more of it may leave at once: its next part, all of it where its
 * group is now, or what was given back.
 */
export type Deliver = (due: DueDelivery, mayLeave: () => Promise<boolean>) => Promise<boolean>

export function createDeliverer(options: DelivererOptions): Deliver {
  const { store, channel, pace, clock, reached } = options
  const contentOf = createContents(options)

  /** `sending` is kept before anything leaves: whatever happens then, it does not leave twice. */
  return async (due, mayLeave) => {
    const announcement = await contentOf(due.announcement)
    if (!announcement) return false
    if (!(await store.transaction((tx) => tx.deliveries.begin(due), SOON))) return false
    reached('announcement-claimed')
    if (!(await mayLeave())) return settle(due, givenBack(due, clock()), options)
    const { user, ...to } = due.to
    const message = announced(announcement, due.to, channel.traits)
    const row = { id: `${due.announcement} ${to.conversation}`, to, user, message }
    let follows = { any: false, text: false }
    const part = { at: due.progress.parts, follows: (what: typeof follows) => (follows = what) }
    const whole = sendable(row, options, channel.traits)
    const error = await attempt(() => channel.send(to, { ...whole, part }), options)
    const outcome = outcomeOf(error, due, follows, clock())
    if (outcome.holdUntil !== undefined) pace.holdUntil(outcome.holdUntil)
    reached('announcement-before-record')
    const goesOn = await settle(due, outcome, options)
    reached('announcement-after-record')
    return goesOn
  }
}

/** It has not left, and was not tried. */
function givenBack({ tries }: DueDelivery, now: Instant): Outcome {
  return { tried: { state: 'pending', notBefore: now, tries } }
}

/** Keeps what became of it. */
async function settle(
  due: DueDelivery,
  outcome: Outcome,
  options: DelivererOptions,
): Promise<boolean> {
  await record(due, outcome, options)
  const { tried } = outcome
  return tried.state === 'pending' && tried.notBefore <= options.clock()
}

/** Read once, not for each recipient: nobody can change what is being sent, and its audience may be long. */
function createContents({ store }: Pick<DelivererOptions, 'store'>) {
  const known = new Map<string, Announcement>()
  return async (id: string): Promise<Announcement | undefined> => {
    const found = known.get(id) ?? (await store.announcements.find(id))
    if (!found || known.has(id)) return found
    const oldest = known.size >= MOST_KNOWN ? known.keys().next().value : undefined
    if (oldest !== undefined) known.delete(oldest)
    known.set(id, found)
    return found
  }
}

async function attempt(
  send: () => Promise<void>,
  { reached }: Pick<DelivererOptions, 'reached'>,
): Promise<unknown> {
  reached('announcement-before-send')
  try {
    await send()
    return undefined
  } catch (error) {
    return error
  } finally {
    reached('announcement-after-send')
  }
}

/** However often it takes: what cannot be recorded would be unknown. */
async function record(
  due: DueDelivery,
  { tried, movedTo }: Outcome,
  { store, keys, clock, logger, sleep, isOver }: DelivererOptions,
): Promise<void> {
  const { channel, conversation: from } = due.to
  while (!isOver()) {
    try {
      return await store.transaction(async (tx) => {
        await tx.deliveries.record(due, tried, clock())
        if (movedTo === undefined) return
        await moveGroup(tx, keys, { channel, from, to: movedTo }, clock())
      }, SOON)
    } catch (error) {
      logger.error('a delivery could not be recorded', { reason: nameOf(error) })
      await sleep(STORE_PAUSE_MS)
    }
  }
}

/** What became of it, until when the channel asked for silence, and where its group is now. */
interface Outcome {
  readonly tried: Tried
  readonly holdUntil?: Instant
  readonly movedTo?: string
}

function outcomeOf(
  error: unknown,
  due: DueDelivery,
  follows: { readonly any: boolean; readonly text: boolean },
  now: Instant,
): Outcome {
  if (error === undefined) return { tried: afterPart(due.progress, follows, now) }
  const trouble =
    error instanceof ChannelError ? error : new ChannelError('refused', 'error in the adapter')
  const tried = afterTrouble(trouble, due, now)
  const held = trouble.kind === 'limited' && trouble.scope === 'channel' && 'notBefore' in tried
  const { movedTo } = trouble
  return {
    tried,
    ...(held && { holdUntil: tried.notBefore }),
    ...(movedTo !== undefined && { movedTo }),
  }
}
