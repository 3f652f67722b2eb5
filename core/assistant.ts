/**
 * How a message becomes an answer: taken into the inbox, routed to an intent, and its effects,
 * the session and the reply kept in one transaction. Sending is another matter: see delivery.ts.
 */
import { saysRead } from './announcements/verbs.ts'
import { raiseAlarm } from './alarm.ts'
import { offered, pickedChoice, withOffer, wordOf } from './choices.ts'
import { hear } from './commands.ts'
import { AlreadyAnswered, StaleTurn, whereThrown } from './errors.ts'
import { hashToken } from './keys.ts'
import { type InboundMessage, type Instant, type OutboundMessage, sessionKeyOf } from './message.ts'
import type { Clock, Logger, Reached } from './ports.ts'
import { readReference } from './receipts/reference.ts'
import { route } from './router.ts'
import { firstLocale, type Offer, readSession, type Session, writeSession } from './session.ts'
import type { InboxRow, SessionRow } from './store.ts'
import type { Desk, Outcome, Turn } from './turn.ts'
import { wordingFor } from './wording/wording.ts'
import { zhCN } from './wording/zh-cn.ts'

/** A message whose handling throws is tried so often, with these pauses between. */
const PAUSES_MS = [500, 3000]
/** A question moved out of a group can be taken up in private for so long. */
const HANDOFF_LIFE_MS = 60 * 60 * 1000
/** A turn that finds its ground gone is run again, so often at most. */
const STALE_TRIES = 5

/** `again` says when to try once more; until then the conversation waits. */
export type Answered = { kind: 'done' } | { kind: 'again'; afterMs: number } | { kind: 'set-aside' }

export interface Assistant {
  /** Resolves once the message is durable; nobody hears of it before. One that was known has no further effect. */
  receive(message: InboundMessage): Promise<void>
  /** Answers one message of the inbox. Throws only when the store itself fails. */
  answer(row: InboxRow): Promise<Answered>
}

export interface AssistantOptions extends Desk {
  readonly clock: Clock
  readonly logger: Logger
  readonly reached: Reached
}

export function createAssistant(options: AssistantOptions): Assistant {
  const { store, clock, reached, meter } = options
  return {
    async receive(message) {
      if (!message.addressed && !(await isWaitedFor(message, clock(), options))) return
      reached('before-inbox')
      await store.transaction(async (tx) => tx.inbox.add(message, clock()))
      reached('after-inbox')
      meter.count('received', { channel: message.from.channel })
    },
    async answer(row) {
      const started = clock()
      try {
        await takeTurn(row, options)
        meter.count('answered', { channel: row.message.from.channel })
        return { kind: 'done' }
      } catch (error) {
        return await fail(row, error, options)
      } finally {
        meter.time('turn', clock() - started)
      }
    },
  }
}

/** “收到” in a group to which an announcement went that asks for it, without a mention. Of the rest nothing is kept. */
async function isWaitedFor(
  { from, text }: InboundMessage,
  now: Instant,
  { store }: Desk,
): Promise<boolean> {
  return from.group && saysRead(text) && store.deliveries.waitsIn(from, now)
}

/** Runs the turn; when what it stood on changed before it was kept, runs it again on what holds now. */
async function takeTurn(row: InboxRow, options: AssistantOptions): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await oneTurn(row, options)
    } catch (error) {
      if (error instanceof AlreadyAnswered) return
      if (!(error instanceof StaleTurn) || tries === STALE_TRIES) throw error
    }
  }
}

async function oneTurn(row: InboxRow, options: AssistantOptions): Promise<void> {
  const now = options.clock()
  const { from } = row.message
  const { sessions, people, groups } = options.store
  const [stored, person, group] = await Promise.all([
    sessions.load(sessionKeyOf(from)),
    people.ofAccount(from),
    from.group ? groups.find(from.channel, from.conversation) : undefined,
  ])
  const session = await sessionOf(row.message, stored, options)
  const said = await understand(row.message, session, now, options)
  const turn = { ...said, ...(person && { person }), ...(group && { group }) }
  const intent = route(turn)
  const moves = row.message.from.group && !intent.public
  const outcome = moves ? toPrivate(turn, options) : await intent.handle(turn, options)
  options.reached('before-commit')
  await keep(row, turn, moves || intent.public === true, outcome, stored, options)
  options.reached('after-commit')
}

/** Sessions are forgotten in time, or cannot be read any more; that a human is talking here is not forgotten. */
async function sessionOf(
  message: InboundMessage,
  stored: SessionRow | undefined,
  { store }: Desk,
): Promise<Session> {
  const session = readSession(stored?.data, firstLocale(message))
  const isNew = session.offers.length === 0 && !session.dialog
  if (!isNew || session.withHuman || message.from.group) return session
  return (await store.tickets.liveOf(message.from)) ? { ...session, withHuman: true } : session
}

/** What the message says, in the light of the session. */
async function understand(
  message: InboundMessage,
  session: Session,
  now: Instant,
  { store, keys }: Desk,
): Promise<Turn> {
  const word = wordOf(message.choice)
  let heard = hear(word ?? message.text)
  if (heard.command === 'start' && heard.text !== '' && !message.from.group) {
    const person = keys.person(message.from)
    const question = await store.handoffs.find(hashToken(heard.text), person, now)
    if (question) heard = hear(question.text)
  }
  const picked = word === undefined ? pickedChoice(session, message) : undefined
  const wording = wordingFor(session.locale)
  const chose = (message.choice !== undefined && word === undefined) || picked
  const spoken = chose ? { text: '' } : heard
  const reading = readReference(spoken.text)
  return { message, session, now, wording, reading, ...spoken, ...(picked && { picked }) }
}

/** In a group nothing about a receipt is read, looked up or said: the question goes on in private. */
function toPrivate(turn: Turn, { keys, random }: Desk): Outcome {
  const start = random(18).toString('base64url')
  const handoff = {
    person: keys.person(turn.message.from),
    text: turn.picked?.label ?? turn.message.text,
    expiresAt: turn.now + HANDOFF_LIFE_MS,
  }
  return {
    reply: { text: turn.wording.group.goPrivate, start },
    dialog: 'keep',
    writes: [(tx) => tx.handoffs.add(hashToken(start), handoff)],
  }
}

/** One transaction: all of it or nothing. */
async function keep(
  row: InboxRow,
  turn: Turn,
  isPublic: boolean,
  outcome: Outcome,
  stored: SessionRow | undefined,
  { store, keys, reached }: AssistantOptions,
): Promise<void> {
  const { from } = row.message
  const { now } = turn
  const offer = offerOf(row, outcome)
  const session = withOffer(nextSession(turn.session, outcome), offer)
  const message = outboundOf(row, outcome, { session, offer, isPublic })
  await store.transaction(async (tx) => {
    tx.inbox.finish(row.seq)
    const person = keys.person(from)
    const key = sessionKeyOf(from)
    await tx.sessions.save(key, person, writeSession(session), stored?.version ?? 0, now)
    for (const write of outcome.writes ?? []) await write(tx)
    if (outcome.audit) tx.audit.append(outcome.audit, now)
    if (message) {
      const text = outcome.finalText?.() ?? message.text
      const said = { ...message, text }
      tx.outbox.add({ to: from, user: from.user, message: said, kind: 'reply' }, now)
    }
    reached('in-commit')
  })
}

/** Nothing where a human answers. */
function outboundOf(
  row: InboxRow,
  { reply }: Outcome,
  { session, offer, isPublic }: { session: Session; offer: Offer | undefined; isPublic: boolean },
): OutboundMessage | undefined {
  if (!reply) return undefined
  const { choices: _choices, ...rest } = reply
  return {
    ...rest,
    ...(offer && { choices: offered(offer) }),
    personal: !isPublic,
    ...(session.locale !== 'zh-CN' && { locale: session.locale }),
    answers: row.message.id,
  }
}

function offerOf(row: InboxRow, { reply }: Outcome): Offer | undefined {
  const choices = reply?.choices ?? []
  return choices.length > 0 ? { id: row.seq.toString(36), choices } : undefined
}

function nextSession(session: Session, { dialog, locale, withHuman, misses }: Outcome): Session {
  const { dialog: open, withHuman: was, ...rest } = session
  const next = dialog === 'keep' ? open : dialog
  return {
    ...{ ...rest, ...(locale && { locale }), ...(next && { dialog: next }) },
    ...((withHuman ?? was) && { withHuman: true }),
    ...(misses !== undefined && { misses }),
  }
}

/** Nothing of the turn was kept. The third time the message is set aside, so that the next one is answered. */
async function fail(row: InboxRow, error: unknown, options: AssistantOptions): Promise<Answered> {
  const { store, clock, logger, meter } = options
  const { channel } = row.message.from
  const attempts = row.attempts + 1
  const reason = error instanceof Error ? error.name : 'unknown'
  meter.count('failed', { channel })
  logger.error('turn failed', {
    seq: row.seq,
    channel,
    attempts,
    reason,
    stack: whereThrown(error),
  })
  const afterMs = PAUSES_MS[row.attempts]
  if (afterMs !== undefined) {
    await store.transaction((tx) => tx.inbox.failed(row.seq, attempts, reason))
    return { kind: 'again', afterMs }
  }
  await setAside(row, attempts, reason, clock(), options)
  meter.count('setAside', { channel })
  return { kind: 'set-aside' }
}

async function setAside(
  { seq, message: { id, from } }: InboxRow,
  attempts: number,
  reason: string,
  now: Instant,
  desk: Desk,
): Promise<void> {
  const { store } = desk
  const stored = await store.sessions.load(sessionKeyOf(from))
  const { unknown } = wordingFor(readSession(stored?.data).locale)
  const text = zhCN.alarm.setAside(seq, from.channel)
  await store.transaction(async (tx) => {
    await tx.inbox.setAside(seq, attempts, reason)
    const told = await raiseAlarm(tx, desk, { name: 'set-aside', text }, now)
    const message = { text: unknown.failed(told), personal: false, answers: id }
    tx.outbox.add({ to: from, user: from.user, message, kind: 'reply' }, now)
  })
}
