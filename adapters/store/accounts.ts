/** The table of accounts: which account of which network is whose. */
import type { Knex } from 'knex'
import type { AccountKey, People } from '../../core/people/kept.ts'
import type { Account } from '../../core/people/person.ts'

interface AccountRow {
  channel: string
  account: string
  person: string
  conversation: string
  preferred: number
  since: number
}

type Accounts = Pick<People, 'accounts' | 'tie' | 'untie' | 'prefer'>

export function accountsOf(db: Knex): Accounts {
  const accounts = () => db<AccountRow>('accounts')
  const first = (id: string) => accounts().where({ person: id }).orderBy('since').first()

  async function prefer(id: string, account: AccountKey): Promise<boolean> {
    const mine = { ...where(account), person: id }
    if (!(await accounts().where(mine).first())) return false
    await accounts().where({ person: id }).update({ preferred: 0 })
    await accounts().where(mine).update({ preferred: 1 })
    return true
  }

  return {
    prefer,
    async accounts(id) {
      const rows = await accounts()
        .where({ person: id })
        .orderBy([{ column: 'preferred', order: 'desc' }, { column: 'since' }])
      return rows.map(toAccount)
    },
    async tie(id, account, now) {
      const preferred = (await first(id)) === undefined ? 1 : 0
      const { conversation } = account
      const row = { ...where(account), person: id, conversation, preferred, since: now }
      const added = await accounts()
        .insert(row)
        .onConflict(['channel', 'account'])
        .ignore()
        .returning('person')
      return added.length === 1
    },
    async untie(account) {
      const row = await accounts().where(where(account)).first()
      await accounts().where(where(account)).delete()
      if (row?.preferred !== 1) return
      const next = await first(row.person)
      if (next) await prefer(next.person, { channel: next.channel, user: next.account })
    },
  }
}

function where({ channel, user }: AccountKey) {
  return { channel, account: user }
}

function toAccount({ channel, account, conversation, preferred, since }: AccountRow): Account {
  return { channel, user: account, conversation, preferred: preferred === 1, since }
}
