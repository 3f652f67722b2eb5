/** The table of payers' wishes to have a receipt reversed. */
import type { Knex } from 'knex'
import type { VoidWish, VoidWishes } from '../../core/receipts/void/kept.ts'
import type { VoidReason } from '../../core/receipts/void.ts'

interface Row {
  id: string
  code: string
  number: string
  name: string
  unit: string
  reason: VoidReason
  at: number
  channel: string
  account: string
  conversation: string
  state: VoidWish['state']
  request: string | null
}

export function wishesOf(db: Knex): VoidWishes {
  const wishes = () => db<Row>('void_wishes')
  return {
    async add({ receipt, account: { channel, user, conversation }, request = null, ...wish }) {
      const row = { ...wish, ...receipt, channel, account: user, conversation, request }
      const added = await wishes().insert(row).onConflict().ignore().returning('id')
      return added.length === 1
    },
    async find(id) {
      const row = await wishes().where({ id }).first()
      return row && toWish(row)
    },
    async ofAccount({ channel, user }, limit) {
      const own = wishes().where({ channel, account: user })
      return (await own.orderBy('at', 'desc').limit(limit)).map(toWish)
    },
    open: async (unit, limit) =>
      (await wishes().where({ unit, state: 'open' }).orderBy(['at', 'id']).limit(limit)).map(
        toWish,
      ),
    openAbout: async ({ code, number }) =>
      (await wishes().where({ code, number, state: 'open' }).orderBy('at')).map(toWish),
    ofRequest: async (request) => (await wishes().where({ request }).orderBy('at')).map(toWish),
    async settle(id, from, to, request) {
      const changed = { state: to, ...(request !== undefined && { request }) }
      return (await wishes().where({ id, state: from }).update(changed)) === 1
    },
    forget: (before) => wishes().where('at', '<', before).delete(),
  }
}

function toWish({ code, number, channel, account, conversation, request, ...row }: Row): VoidWish {
  return {
    ...row,
    receipt: { code, number },
    account: { channel, user: account, conversation },
    ...(request !== null && { request }),
  }
}
