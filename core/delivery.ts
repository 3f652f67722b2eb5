/** Sending what is in the outbox: one try, and what becomes of the message. Replies are sent at least once. */
import { assertNever, ChannelError } from './errors.ts'
import { filesTravel, gated } from './gate.ts'
import type { Keys } from './keys.ts'
import type { Instant, OutboundFile } from './message.ts'
import { moveGroup } from './moving-group.ts'
import { newCode } from './people/invitation.ts'
import type {
  Channel,
  ChannelTraits,
  Clock,
  Files,
  Logger,
  Meter,
  Reached,
  SendableFile,
  SendableMessage,
} from './ports.ts'
import type { Locale } from './session.ts'
import type { OutboxRow, SendRecord, Store } from './store.ts'
import { wordingFor } from './wording/wording.ts'

const SECOND = 1000
const LONGEST_PAUSE_MS = 5 * 60 * SECOND
/** A reply that could not be sent for so long helps nobody any more. */
const GIVE_UP_MS = 24 * 60 * 60 * SECOND

/** A group that is said to be elsewhere is followed so often without a pause. */
const MOST_AT_ONCE = 3

export interface DeliveryOptions {
  readonly store: Store
  readonly keys: Keys
  readonly clock: Clock
  readonly logger: Logger
  readonly meter: Meter
  readonly reached: Reached
  readonly files: Pick<Files, 'read'>
  /** Where one-time pages are served, without a slash at the end. */
  readonly publicUrl: () => string
}

export interface Delivered {
  readonly record: SendRecord
  readonly holdUntil?: Instant
  readonly movedTo?: string
}

/**
 * Sends one message, once. What became of it must be recorded (`recordDelivery`) before anything else is sent in
 * its place. `holdUntil` is the instant before which the channel must stay silent, if it said so; `movedTo` where its
 * group is now. Never throws.
 */
export async function deliver(
  row: OutboxRow,
  channel: Channel,
  options: DeliveryOptions,
): Promise<Delivered> {
  const { clock, reached, meter, logger } = options
  const started = clock()
  let record: SendRecord = { state: 'sent' }
  let asked: Omit<Delivered, 'record'> = {}
  reached('before-send')
  try {
    await channel.send(row.to, sendable(row, options, channel.traits))
  } catch (error) {
    record = afterFailure(row, error, clock())
    if (error instanceof ChannelError) asked = askedBy(error, clock())
    const reason = 'reason' in record ? record.reason : ''
    logger.warn('send failed', { id: row.id, channel: channel.name, state: record.state, reason })
  }
  reached('after-send')
  meter.time('send', clock() - started)
  meter.count('sent', { channel: channel.name, result: record.state })
  return { record, ...asked }
}

function askedBy(
  { kind, scope, retryAfterMs = SECOND, movedTo }: ChannelError,
  now: Instant,
): Omit<Delivered, 'record'> {
  if (kind === 'limited' && scope === 'channel') return { holdUntil: now + retryAfterMs }
  return kind === 'moved' && movedTo !== undefined ? { movedTo } : {}
}

/** Throws when the store fails: then it is to be recorded again, and nothing is to be sent again. */
export async function recordDelivery(
  { id, to }: OutboxRow,
  { record, movedTo }: Delivered,
  { store, keys, clock, reached }: DeliveryOptions,
): Promise<void> {
  const now = clock()
  if (record.state === 'sent') await store.recordSent(id, now)
  else {
    await store.transaction(async (tx) => {
      await tx.outbox.record(id, record, now)
      if (movedTo === undefined) return
      await moveGroup(tx, keys, { channel: to.channel, from: to.conversation, to: movedTo }, now)
    })
  }
  reached('after-record')
}

/**
 * The message as the network gets it: through the gate, with the address of its one-time link and its code.
 * A channel of which nothing is known is taken for one abroad.
 */
export function sendable(
  row: Pick<SendableMessage, 'id'> &
    Pick<OutboxRow, 'message' | 'to'> &
    Partial<Pick<OutboxRow, 'user'>>,
  options: Pick<DeliveryOptions, 'keys' | 'publicUrl' | 'files'>,
  traits: Pick<ChannelTraits, 'crossBorder' | 'files'> = { crossBorder: true },
): SendableMessage {
  const { keys, publicUrl } = options
  const { link, code, files = [], ...rest } = gated(row.message, row.to)
  const themselves = filesTravel({ ...rest, files }, row.to, traits) === 'themselves'
  const lines = [
    rest.text,
    ...(code ? [newCode(keys.invitation(code.nonce))] : []),
    ...(themselves ? [] : files.flatMap((file) => linkLine(file, rest.locale, options))),
  ]
  const reader = row.to.group && row.user !== undefined ? { user: row.user } : {}
  const message = {
    ...{ ...rest, text: lines.join('\n'), ...reader },
    ...(themselves && files.length > 0 && { files: files.map(sendableFile(options.files)) }),
  }
  if (!link) return { ...message, id: row.id }
  const language = message.locale === 'en' ? '?lang=en' : ''
  const url = `${publicUrl()}/r/${keys.linkToken(link.nonce)}${language}`
  return { ...message, id: row.id, link: { label: link.label, url } }
}

function linkLine(
  { name, nonce }: OutboundFile,
  locale: Locale | undefined,
  { keys, publicUrl }: Pick<DeliveryOptions, 'keys' | 'publicUrl'>,
): string[] {
  if (nonce === undefined) return []
  return [wordingFor(locale).files.link(name, `${publicUrl()}/f/${keys.linkToken(nonce)}`)]
}

function sendableFile(files: Pick<Files, 'read'>) {
  return ({ id, name, type, size, shared }: OutboundFile): SendableFile => ({
    ...{ name, type, size, ...(shared && { again: id }) },
    read: () => files.read(id),
  })
}

function afterFailure(row: OutboxRow, error: unknown, now: Instant): SendRecord {
  if (!(error instanceof ChannelError)) return { state: 'failed', reason: 'error in the adapter' }
  switch (error.kind) {
    case 'limited':
      return later(now + (error.retryAfterMs ?? SECOND), 'limited')
    case 'moved':
      return later(row.attempts < MOST_AT_ONCE ? now : now + LONGEST_PAUSE_MS, error.kind)
    case 'unavailable':
    case 'unknown':
      if (now - row.at > GIVE_UP_MS) return { state: 'failed', reason: error.kind }
      return later(now + Math.min(SECOND * 2 ** row.attempts, LONGEST_PAUSE_MS), error.kind)
    case 'refused':
      return { state: 'failed', reason: error.message }
    case 'blocked':
      return { state: 'blocked', reason: error.message }
    default:
      return assertNever(error.kind)
  }
}

function later(notBefore: Instant, reason: string): SendRecord {
  return { state: 'pending', notBefore, reason }
}
