/** Where things stand and go to, over the tables that say so: what a group that moves takes along. */
import type { Knex } from 'knex'
import type { GroupMove, OutboundMessage } from '../../core/message.ts'
import type { Places } from '../../core/store.ts'

/** `flush` writes what the transaction has collected so far: it waits there, too. */
export function placesOf(db: Knex, flush: () => Promise<void>): Places {
  return {
    async move(move) {
      await flush()
      const moved = [
        await moveTie(db, move),
        await moveSeats(db, move),
        await moveDeliveries(db, move),
        await moveWaiting(db, move),
      ]
      return moved.reduce((sum, count) => sum + count, 0)
    },
  }
}

/** Whoever has tied the group under its new id already meant that. It can be reached there, whatever was before. */
async function moveTie(db: Knex, { channel, from, to }: GroupMove): Promise<number> {
  const tied = (conversation: string) => db('tied_groups').where({ channel, conversation })
  if (await tied(to).first()) return tied(from).delete()
  return tied(from).update({ conversation: to, blocked_at: null })
}

function moveSeats(db: Knex, { channel, from, to }: GroupMove): Promise<number> {
  return db('tickets')
    .where({ seat_channel: channel, seat_conversation: from, seat_group: 1 })
    .update({ seat_conversation: to })
}

/**
 * Also what was sent: 收到 is said in the new place, and corrections follow there. What is being sent is recorded
 * where it was begun. `in_group` stands in the text for its partial index.
 */
function moveDeliveries(db: Knex, { channel, from, to }: GroupMove): Promise<number> {
  return db('deliveries')
    .where({ channel, conversation: from })
    .whereRaw('in_group = 1')
    .whereNot('state', 'sending')
    .update({ conversation: to, account: to })
}

/** The messages they answer have other numbers in the new place: nothing is quoted there. */
async function moveWaiting(db: Knex, { channel, from, to }: GroupMove): Promise<number> {
  const outbox = () => db<WaitingRow>('outbox')
  const waiting = await outbox()
    .where({ channel, conversation: from, in_group: 1 })
    .whereRaw(`state = 'pending'`)
  for (const { id, message, recipient } of waiting) {
    const { answers: _answers, ...rest } = JSON.parse(message) as OutboundMessage
    await outbox()
      .where({ id })
      .update({
        ...{ conversation: to, message: JSON.stringify(rest) },
        ...(recipient === from && { recipient: to }),
      })
  }
  return waiting.length
}

interface WaitingRow {
  id: number
  channel: string
  conversation: string
  in_group: number
  recipient: string
  message: string
}
